import { at } from '#numerics/list';
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
    const [fine, coarse] = [at(m.stairs, 0), at(m.stairs, 1)];
    return [
      prose`
        Models are made smaller by storing their numbers with fewer bits: each goes to the nearest of a few levels. That is
        *quantisation*. How bad is it? Sound engineers answered in decibels: treat what rounding took away as *noise*, and
        compare its power with that of the signal.
      `,
      code('#numerics/quantise', 'quantise'),
      prose`
        Our signal is one prediction: the ${count(m.vocabularySize)} ${term('logit', 'logits')} after “${text(m.prompt)}”. A constant added to
        all logits changes no probability, so their mean is taken out first; they then run from
        ${real(m.range.low, 'logit')} to ${real(m.range.high, 'logit')}. ${ref('rounded-logits')} shows the largest of them.
      `,
      figure({
        id: 'rounded-logits',
        caption: prose`
          The logits of the likeliest tokens, in order, as this model computes them (points) and rounded over the whole
          range to ${given(fine.bits)} bits and to ${given(coarse.bits)} bits (stairs).
        `,
        alt: prose`
          A falling row of ${count(fine.tokens)} points and two staircases. With ${given(fine.bits)} bits the points share
          ${rank(fine.levels)} levels, with ${given(coarse.bits)} bits only ${rank(coarse.levels)}.
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
            color: { field: 'values', type: 'nominal', title: null, sort: depths, legend: null },
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
              transform: [{ filter: `datum.values === '${depths[0]}' && datum.rank === 2` }],
              mark: { type: 'text', style: 'label', align: 'left', dx: 18, dy: -12 },
              encoding: { text: { field: 'values', type: 'nominal' }, color: { value: '$ink' } },
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
        The reference is the logits *as this model computes them*. Most of its weights are themselves stored in four bits
        (each block of thirty-two with a scale and a minimum of its own), so it is not the full-precision original, and this
        is no test of that quantisation: it is the same kind of rounding, where we can see everything.
      `,
      prose`
        What should we expect? One bit more halves the step (and a little more than that: ${math`b`} bits are ${math`2^b`} levels
        with ${math`2^b - 1`} gaps). Half the amplitude of the noise is a quarter of its power, ${real(m.perBit, 'float64', { digits: 5 })} dB. That is
        the rule of everyone who records sound: **six decibels a bit**. ${ref('noise-per-bit')} holds the model against it.
      `,
      figure({
        id: 'noise-per-bit',
        caption: prose`
          Signal-to-noise ratio of the rounded logits (points) against what errors spread evenly over a step would give
          (dashed): about six decibels a bit, and a little more at the coarse end, where one bit more does better than halve
          the step.
        `,
        alt: prose`
          Points rising along a dashed line that is all but straight and bends down a little at the coarse end, from ${decibels(m.coarsest.signalToNoise)} with
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
          {
            head: prose`step`,
            align: 'right',
            cell: (row) => prose`${real(row.step, 'probability')}`,
          },
          {
            head: prose`half a step`,
            align: 'right',
            cell: (row) => prose`${real(row.halfStep, 'probability')}`,
          },
          {
            head: prose`signal to noise (dB)`,
            align: 'right',
            cell: (row) => prose`${decibels(row.signalToNoise)}`,
          },
          { head: prose`line (dB)`, align: 'right', cell: (row) => prose`${decibels(row.expected)}` },
          { head: prose`on top`, align: 'right', cell: (row) => prose`${rank(row.sharing)}` },
          { head: prose`winner has`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
          {
            head: prose`KL (dB above one nat)`,
            align: 'right',
            cell: (row) => prose`${decibels(row.divergenceLevel)}`,
          },
        ],
      }),
      prose`
        What to see: from sixteen bits down to three the points miss the line by at most ${decibels(m.largestMiss)}. ${choose(
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
        But what does rounding do to the *prediction*? It cannot make the larger of two logits the smaller one, so the winner
        never loses its place; what it can lose is being *alone* there. The largest logit is itself a level, so another
        joins it only from less than **half a step** below. The second, ${token(m.runnerUp.text)}, is ${real(m.runnerUp.gap, 'logit')} below the first: compare that with the
        column of half steps. The winner is alone down to ${rank(m.fewestAlone)} bits. With ${given(m.coarsest.bits)} bits
        ${rank(m.coarsest.sharing)} tokens share the top, and the winner has ${percent(m.coarsest.probability)}.
      `,
      curious(prose`What it costs on average: the KL divergence`, [
        prose`
          The ${term('KL divergence')} says it of all tokens at once: what it costs, on average, to take the rounded prediction
          for the real one. For small errors it grows with the *square* of the logit error, so it takes the ten.
          ${ref('divergence-per-bit')} draws it in decibels above one nat.
        `,
        figure({
          id: 'divergence-per-bit',
          caption: prose`
            KL divergence of the rounded prediction from the one as computed (points), in decibels; zero is one nat. The dashed
            line begins at the point with most bits and rises by ${decibels(m.perBit)} for each bit less.
          `,
          alt: prose`
            Points falling close to a straight dashed line as the bits become more: ${nats(m.coarsest.divergence)} with
            ${given(m.coarsest.bits)} bits, ${nats(m.eight.divergence)} with ${given(m.eight.bits)},
            ${nats(m.rows[0]?.divergence)} with ${given(m.rows[0]?.bits ?? 0)}.
          `,
          data: m.rows.map(({ bits, divergenceLevel, guide }) => ({ bits, divergenceLevel, guide })),
          spec: {
            height: 240,
            layer: [
              {
                mark: { type: 'line', style: 'reference' },
                encoding: { x: BITS, y: { field: 'guide', type: 'quantitative' } },
              },
              {
                mark: { type: 'point', filled: true, size: 80 },
                encoding: {
                  x: BITS,
                  y: {
                    field: 'divergenceLevel',
                    type: 'quantitative',
                    title: 'KL divergence in dB above one nat',
                  },
                },
              },
            ],
          },
        }),
        prose`
          What to see: with ${given(m.eight.bits)} bits, at a signal-to-noise ratio of ${decibels(m.eight.signalToNoise)}, the
          divergence is ${nats(m.eight.divergence)}, and the winner has ${percent(m.eight.probability, { digits: 4 })} where it had
          ${percent(m.winner.probability, { digits: 4 })}. Averaged over the eleven bits from sixteen down to five, the
          divergence grows by ${decibels(m.divergencePerBit)} a bit. ${choose(m.growsWithPower, {
            yes: prose`Single steps scatter, as it hangs on how a few large logits happen to be rounded, but these are the six
              decibels again.`,
            no: prose`For small errors it should be six; one prediction is few data.`,
          })} ${choose(m.coarsestIs, {
            useless: prose`At the coarse end, little is left of the prediction.`,
            usable: prose`Even at the coarse end, most of the prediction is left.`,
          })}
        `,
      ]),
      curious(prose`Where the line comes from`, [
        prose`
          If rounding errors lie evenly between minus and plus half a step ${math`\Delta`}, the mean of their squares is
        `,
        equation`\frac{1}{\Delta} \int_{-\Delta/2}^{\Delta/2} e^2\, de = \frac{\Delta^2}{12}`,
        prose`
          A sine that fills a range ${math`R`} has the amplitude ${math`R/2`} and the mean square ${math`R^2/8`}. The ratio of the
          two is ${math`\frac{3}{2}(R/\Delta)^2`}, and with ${math`b`} bits ${math`R/\Delta`} is about ${math`2^b`}. In decibels
          that is ${math`20 \log_{10} 2 = ${real(m.perBit, 'float64', { digits: 3 })}`} for each bit, plus
          ${math`10 \log_{10} 1.5 = ${real(m.sixteen.sine, 'float64', { digits: 3 })}`}. For the sixteen bits of
          ${ref('reference-levels')}:
        `,
        equation`20 \log_{10} 2^{16} + 10 \log_{10} 1.5 = ${real(m.sixteen.ofBits, 'float64', { digits: 4 })} + ${real(m.sixteen.sine, 'float64', { digits: 3 })} = ${real(m.sixteen.total, 'float64', { digits: 4 })}\ \text{dB}`,
        prose`
          That is the third number for the same compact disc: a full sine against the *noise* of rounding. For our logits the
          constant is ${decibels(m.offset)}, because a few extreme logits stretch the range, while most lie close together
          and need only a small part of it. That is why quantisers for models give every small block of numbers a range of its
          own.
        `,
        code('#numerics/quantise', 'signal-to-noise'),
      ]),
    ];
  },
});
