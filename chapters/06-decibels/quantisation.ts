import { code, curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import {
  count,
  decibels,
  equation,
  given,
  math,
  nats,
  percent,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { quantisedLogits } from './quantised-logits.ts';

/** The horizontal axis of both curves. */
const BITS = {
  field: 'bits',
  type: 'quantitative',
  title: 'bits for each logit',
  scale: { domain: [0, 17], nice: false },
  axis: { values: [2, 4, 6, 8, 12, 16] },
};

export const quantisation = section({
  id: 'quantisation-as-noise',
  title: prose`Rounding is noise`,
  needs: { m: quantisedLogits },
  write({ m }) {
    const byName = (bits: number): string => (bits === 0 ? 'as computed' : `${bits} bits`);
    const depths = [
      'as computed',
      ...new Set(m.picture.filter(({ bits }) => bits > 0).map(({ bits }) => byName(bits))),
    ];
    return [
      prose`
        Models are made smaller by storing their numbers with fewer bits. Each number goes to the nearest of a few levels,
        and the rest is lost: *quantisation*. How bad is it? Sound engineers asked that first, and answered in decibels:
        treat what rounding took away as *noise*, and compare its power with that of the signal.
      `,
      code('#numerics/quantise', 'quantise'),
      code('#numerics/quantise', 'signal-to-noise'),
      prose`
        Our signal is one prediction: the ${count(m.vocabularySize)} logits after “${text(m.prompt)}”. A constant added to
        all logits changes no probability, so their mean is taken out before anything is measured; they then run from
        ${real(m.range.low, 'logit')} to ${real(m.range.high, 'logit')}. ${ref('rounded-logits')} shows the largest of them,
        rounded.
      `,
      figure({
        id: 'rounded-logits',
        caption: prose`
          The logits of the likeliest tokens, in order, as this model computes them and rounded to few levels over the whole
          range. With fewer bits the stairs become coarser.
        `,
        alt: prose`
          A falling row of points and two staircases that follow it. The coarser staircase puts most of these tokens on
          the same few steps.
        `,
        data: m.picture.map(({ rank: place, bits, logit, last }) => ({
          rank: place,
          logit,
          values: byName(bits),
          last,
        })),
        spec: {
          height: 240,
          encoding: {
            x: { field: 'rank', type: 'quantitative', title: 'rank, from the likeliest on' },
            y: {
              field: 'logit',
              type: 'quantitative',
              title: 'logit, mean removed',
              scale: { zero: false, padding: 24 },
            },
            color: { field: 'values', type: 'nominal', title: null, sort: depths },
          },
          layer: [
            {
              transform: [{ filter: "datum.values !== 'as computed'" }],
              mark: { type: 'line', interpolate: 'step' },
            },
            {
              transform: [{ filter: "datum.values === 'as computed'" }],
              mark: { type: 'point', filled: true, size: 28 },
            },
            {
              transform: [{ filter: `datum.values === '${depths[1]}' && datum.last` }],
              mark: { type: 'text', style: 'label', align: 'right', dy: 12 },
              encoding: { text: { field: 'values', type: 'nominal' }, color: { value: '$ink' } },
            },
            {
              transform: [{ filter: `datum.values === '${depths[2]}' && datum.last` }],
              mark: { type: 'text', style: 'label', align: 'right', dy: -11 },
              encoding: { text: { field: 'values', type: 'nominal' }, color: { value: '$ink' } },
            },
          ],
        },
      }),
      prose`
        Which reference do we measure against? Say it, or the number means nothing. Ours are the logits *as this model
        computes them*. Most of the model's weights are stored in four bits already (each block of thirty-two with a scale
        and a minimum of its own), so our reference is not the full-precision original, and this is not a test of that
        quantisation. It is the same kind of rounding, done once more, at a place where we can see everything.
      `,
      prose`
        What should we expect? One bit more halves the step. Half the amplitude of the noise is a quarter of its power:
        ${real(m.perBit, 'float64', { digits: 5 })} dB. That gives a rule known to everyone who records
        sound: **six decibels a bit**. ${ref('noise-per-bit')} holds the model against it.
      `,
      figure({
        id: 'noise-per-bit',
        caption: prose`
          Signal-to-noise ratio of the rounded logits (points) against the line of about six decibels a bit (dashed), which
          supposes that rounding errors are spread evenly over a step.
        `,
        alt: prose`
          Points rising along a straight dashed line, from ${decibels(m.coarsest.signalToNoise)} with
          ${given(m.coarsest.bits)} bits over ${decibels(m.eight.signalToNoise)} with ${given(m.eight.bits)} bits to
          ${decibels(m.rows[0]?.signalToNoise)} with ${given(m.rows[0]?.bits ?? 0)}.
        `,
        data: {
          rows: m.rows.map(({ bits, signalToNoise }) => ({ bits, signalToNoise })),
          line: m.rows.map(({ bits, expected }) => ({ bits, expected })),
        },
        spec: {
          height: 240,
          layer: [
            {
              data: { name: 'line' },
              mark: { type: 'line', style: 'reference' },
              encoding: {
                x: { field: 'bits', type: 'quantitative' },
                y: { field: 'expected', type: 'quantitative' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 80 },
              encoding: {
                x: BITS,
                y: { field: 'signalToNoise', type: 'quantitative', title: 'signal-to-noise in dB' },
              },
            },
          ],
        },
      }),
      table({
        id: 'quantised-table',
        caption: prose`
          The logits of one prediction, rounded. The winner is ${token(m.winner.text)}, with
          ${percent(m.winner.probability)} before rounding. “On top” counts the tokens that share the largest logit.
        `,
        rows: m.rows,
        columns: [
          { head: prose`bits`, align: 'right', cell: (row) => prose`${given(row.bits)}` },
          { head: prose`step`, align: 'right', cell: (row) => prose`${real(row.step, 'logit')}` },
          {
            head: prose`signal to noise (dB)`,
            align: 'right',
            cell: (row) => prose`${decibels(row.signalToNoise)}`,
          },
          { head: prose`line (dB)`, align: 'right', cell: (row) => prose`${decibels(row.expected)}` },
          { head: prose`on top`, align: 'right', cell: (row) => prose`${rank(row.sharing)}` },
          { head: prose`winner has`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
          { head: prose`KL (nats)`, align: 'right', cell: (row) => prose`${nats(row.divergence)}` },
        ],
      }),
      prose`
        What to see: down to three bits the points miss the line by at most ${decibels(m.largestMiss)}. ${choose(
          m.followsTheLine,
          {
            yes: prose`The rule from sound recording holds for logits.`,
            no: prose`The rule from sound recording is a rough one for logits.`,
          },
        )} At ${given(m.coarsest.bits)} bits ${claim({
          a: m.coarsest.signalToNoise,
          b: m.even,
          kind: 'decibels',
          when: {
            greater: prose`the signal is still stronger than the noise.`,
            less: prose`the ratio is negative: the noise has more power than the signal.`,
            tooClose: prose`the noise has as much power as the signal.`,
          },
        })}
      `,
      prose`
        But a reader of the model's text does not hear decibels of logits. What does rounding do to the *prediction*? Rounding
        cannot make the larger of two logits the smaller one. So the winner never loses its place; what it can lose is its
        being *alone* there. Two logits can land on one level only if they are less than a step apart, and the second,
        ${token(m.runnerUp.text)}, is ${real(m.runnerUp.gap, 'logit')} below the first: compare that with the column of
        steps. The winner is alone down to ${rank(m.fewestAlone)} bits. With ${given(m.coarsest.bits)} bits
        ${rank(m.coarsest.sharing)} tokens share the top, and the winner has ${percent(m.coarsest.probability)}.

        The ${term('KL divergence')} between the prediction before and after says the same of all tokens at once: what
        it costs, on average, to take the rounded prediction for the real one. ${ref('divergence-per-bit')} draws it.
      `,
      figure({
        id: 'divergence-per-bit',
        caption: prose`
          KL divergence of the rounded prediction from the one as computed, on a logarithmic axis.
        `,
        alt: prose`
          Points falling over many powers of ten: ${nats(m.coarsest.divergence)} with ${given(m.coarsest.bits)} bits,
          ${nats(m.eight.divergence)} with ${given(m.eight.bits)}, ${nats(m.rows[0]?.divergence)} with
          ${given(m.rows[0]?.bits ?? 0)}.
        `,
        data: m.rows.map(({ bits, divergence }) => ({ bits, divergence })),
        spec: {
          height: 240,
          layer: [
            { mark: { type: 'line', style: 'muted' } },
            { mark: { type: 'point', filled: true, size: 80 } },
          ],
          encoding: {
            x: BITS,
            y: {
              field: 'divergence',
              type: 'quantitative',
              scale: { type: 'log' },
              title: 'KL divergence in nats',
              axis: { labelExpr: '$powerOfTen', tickCount: 6 },
            },
          },
        },
      }),
      prose`
        What to see: with ${given(m.eight.bits)} bits, at ${decibels(m.eight.signalToNoise)}, the divergence is
        ${nats(m.eight.divergence)}, and the winner has ${percent(m.eight.probability)} where it had
        ${percent(m.winner.probability)}. From sixteen bits down to five the divergence grows by
        ${decibels(m.divergencePerBit)} for every bit that is taken away. ${choose(m.growsWithPower, {
          yes: prose`That is the six decibels again: for small errors the divergence grows with the *power* of the noise.`,
          no: prose`For small errors it should grow with the power of the noise, six decibels a bit; one prediction is few data.`,
        })} ${choose(m.coarsestIs, {
          useless: prose`At the coarse end, little is left of the prediction.`,
          usable: prose`Even at the coarse end, most of the prediction is left.`,
        })}
      `,
      curious(prose`Where the line comes from`, [
        prose`
          If rounding errors lie evenly between minus and plus half a step ${math`\Delta`}, the mean of their squares is
        `,
        equation`\frac{1}{\Delta} \int_{-\Delta/2}^{\Delta/2} e^2\, de = \frac{\Delta^2}{12}`,
        prose`
          and the step over a range ${math`R`} with ${math`b`} bits is ${math`R / (2^b - 1)`}. Divide the mean square of the
          signal by that and take the level: about ${math`6.02\, b`} plus a constant. For a sine that fills the range the
          constant is ${math`10 \log_{10} 1.5 = 1.76`} dB. For our logits it is ${decibels(m.offset)}, because a few extreme
          logits stretch the range, while most lie close together and need only a small part of it. That is why
          quantisers for models give every small block of numbers a range of its own.
        `,
      ]),
    ];
  },
});
