import { at } from '#numerics/list';
import { choose, claim, code, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
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
import { quantisedLogits } from './quantised-logits.measure.ts';
import { referenceLevels } from './reference-levels.measure.ts';

/** The horizontal axis of both curves. */
const BITS = mark.q('bits', {
  title: 'bits for each logit',
  scale: { domain: [1.5, 8.5], nice: false },
  axis: { values: [2, 3, 4, 5, 6, 7, 8], tickCount: 7 },
});

export const quantisation = section({
  id: 'quantisation-as-noise',
  title: prose`Rounding is noise`,
  needs: { m: quantisedLogits, levels: referenceLevels },
  write({ m, levels }) {
    if (m.signal === 'silence')
      return [
        prose`Rounding numbers to fewer bits is like adding noise. Here there is nothing to round: after
          “${text(m.prompt)}” this model gives all its ${count(m.vocabularySize)} ${term('logit', 'logits')} the
          same value, and without their mean that is silence.`,
      ];
    const isDrawn = m.coarseEnd !== 'nowhere';
    const [fine, coarse] = [at(m.stairs, 0), at(m.stairs, 1)];
    const lasts = m.picture.filter(({ last }) => last).map(({ logit }) => logit);
    const isFewAbove = layout(lasts, (_, ofMany, ofFew) => (ofFew ?? 0) > (ofMany ?? 0));
    const [many, few] = layout([fine.bits, coarse.bits], (a, b) => [`${a} bits`, `${b} bits`]);
    return [
      prose`Models are made smaller by storing their numbers with fewer bits: *quantisation*. How bad is it?
        Sound engineers answered in decibels: treat what rounding took away as *noise*, and compare its power
        with that of the signal.

        Our signal is one prediction: the ${count(m.vocabularySize)} ${term('logit', 'logits')} after
        “${text(m.prompt)}”, as this model computes them. Without their mean, which changes no
        probability, they run from ${real(m.range.low)} to ${real(m.range.high)}. We cut this range into ${math`2^b - 1`} equal steps ${math`\Delta`} and move
        each logit to the nearest of the ${math`2^b`} marks.

        What does rounding do to the top of the list? ${ref('rounded-logits')} shows it.`,
      figure({
        id: 'rounded-logits',
        caption: prose`The logits of the likeliest tokens, in order, as this model computes them (points) and
          rounded over the whole range to ${given(fine.bits)} bits (solid stairs) and to ${given(coarse.bits)}
          bits (dashed stairs).`,
        alt: prose`A falling row of ${count(fine.tokens)} points and two staircases. With ${given(fine.bits)}
          bits the points share ${rank(fine.levels)} levels, with ${given(coarse.bits)} bits only
          ${rank(coarse.levels)}.`,
        data: m.picture.map(({ rank: place, bits, logit, last }) => ({
          rank: place,
          logit,
          values: layout([bits], (number) => number === 0) ? 'as computed' : prose`${given(bits)} bits`,
          last,
        })),
        spec: {
          height: 240,
          encoding: {
            x: mark.q('rank', { title: 'rank, from the likeliest on' }),
            y: mark.q('logit', { title: 'logit, mean removed', scale: { zero: false, padding: 24 } }),
            color: mark.n('values', { title: null, sort: ['as computed', many, few], legend: null }),
          },
          layer: [
            mark.line(
              {
                strokeDash: {
                  condition: { test: `datum.values === '${few}'`, value: [7, 5] },
                  value: [1, 0],
                },
              },
              { transform: [{ filter: "datum.values !== 'as computed'" }], interpolate: 'step' },
            ),
            mark.dots({}, { transform: [{ filter: "datum.values === 'as computed'" }], size: 28 }),
            ...[
              {
                filter: "datum.values === 'as computed' && datum.rank === 4",
                align: 'left',
                dx: -2,
                dy: -14,
              },
              {
                filter: `datum.values === '${many}' && datum.last`,
                align: 'right',
                dy: isFewAbove ? 12 : -11,
              },
              {
                filter: `datum.values === '${few}' && datum.last`,
                align: 'right',
                dy: isFewAbove ? -11 : 12,
              },
            ].map(({ filter, ...look }) =>
              mark.label({ text: 'values', color: { value: '$ink' } }, { transform: [{ filter }], ...look }),
            ),
          ],
        },
      }),
      prose`What to see: with ${given(fine.bits)} bits ${choose(fine.top, {
        alone: prose`${token(m.winner.text)} is still alone on its level`,
        shared: prose`${token(m.winner.text)} shares its level`,
      })}, and ${count(fine.tokens)} tokens share ${rank(fine.levels)} levels. With ${given(coarse.bits)} bits
        ${choose(coarse.top, {
          alone: prose`the winner is still alone.`,
          shared: prose`the second token stands on the same level as ${token(m.winner.text)}.`,
        })}`,
      prose`How much noise should we expect? One bit more makes the step half as large, or a little less. Half
        the amplitude of the noise is a quarter of its power, ${real(m.perBit, { digits: 5 })} dB: **six
        decibels per bit**, as sound engineers know. ${ref('noise-per-bit')} holds the model against it.`,
      figure({
        id: 'noise-per-bit',
        caption: prose`Signal-to-noise ratio of the rounded logits (points) against what errors spread evenly
          over a step would give (dashed): about six decibels per bit, and a little more at the coarse end,
          where one bit more makes the step less than half as large.`,
        alt: prose`Points rising ${choose(m.followsTheLine, { yes: prose`along`, no: prose`near` })} a dashed line that is all but straight and bends down a little at the
          coarse end, from ${decibels(m.coarsest.signalToNoise)} with ${given(m.coarsest.bits)} bits to
          ${decibels(m.finest.signalToNoise)} with ${given(m.finest.bits)}.`,
        data: {
          rows: m.rows.map(({ bits, signalToNoise }) => ({ bits, signalToNoise })),
          line: m.rows.map(({ bits, expected }) => ({ bits, expected })),
        },
        spec: {
          height: 240,
          layer: [
            mark.line({ x: 'bits', y: 'expected' }, { data: 'line', style: 'reference' }),
            mark.dots(
              { x: BITS, y: mark.q('signalToNoise', { title: 'signal-to-noise in dB' }) },
              { size: 80 },
            ),
          ],
        },
      }),
      prose`What to see: from ${given(m.finest.bits)} bits down to three the points miss the line by at most
        ${decibels(m.largestMiss)}, as ${ref('noise-table')} shows.
        ${choose(m.followsTheLine, {
          yes: prose`For this prediction the errors are as good as evenly spread down to three bits.`,
          no: prose`For this prediction evenly spread errors are a rough rule.`,
        })} At ${given(m.coarsest.bits)} bits ${claim(m.coarsest.signalToNoise, m.even, {
          greater: prose`the signal is still stronger than the noise.`,
          less: prose`the level is below ${given(0)} dB: the noise has more power than the signal.`,
          tooClose: prose`the noise has as much power as the signal.`,
        })}`,
      prose`And the *prediction*? The winner never loses its place; it can only lose being *alone* there. This
        is so because we round the *logits themselves*, and our grid ends at the largest one. Rounding a
        model's *weights* changes each logit by a different amount, and may well change the winner. In
        ${ref('quantised-table')} another token joins the winner only from less than **half a step** below.`,
      table({
        id: 'quantised-table',
        caption: prose`The logits of one prediction, rounded. The winner is ${token(m.winner.text)}, with
          ${percent(m.winner.probability)} before rounding. “On top” counts the tokens that share the largest
          logit.`,
        rows: m.rows.filter(({ bits }) => layout([bits], (number) => number !== 7)),
        columns: [
          ['bits', (row) => given(row.bits)],
          ['half a step', (row) => real(row.halfStep)],
          ['signal to noise (dB)', (row) => decibels(row.signalToNoise)],
          ['on top', (row) => rank(row.sharing)],
          ['winner has', (row) => percent(row.probability)],
        ],
      }),
      prose`What to see: the second token, ${token(m.runnerUp.text)}, is ${real(m.runnerUp.gap)} below the
        first; compare that with the half steps. ${m.fewestAlone === null ? prose`The winner is never alone.` : prose`The winner is alone down to ${rank(m.fewestAlone)} bits.`} With
        ${given(m.coarsest.bits)} bits ${choose(m.coarsest.top, {
          alone: prose`it`,
          shared: prose`${rank(m.coarsest.sharing)} tokens share the top, and the winner`,
        })} has ${percent(m.coarsest.probability)}.`,
      curious(prose`How is a signal rounded, in code?`, code('#numerics/quantise', 'quantise')),
      curious(prose`What does it cost on average? The KL divergence`, [
        prose`The ${term('KL divergence')} covers all tokens at once: what it costs, on average, to take the
          rounded prediction for the real one. For small errors it grows with the *square* of the logit error,
          so it takes the ten. ${
            isDrawn
              ? prose`${ref('divergence-per-bit')} draws it in decibels above one nat.`
              : prose`Here it is zero, which has no level and cannot be drawn in decibels.`
          }`,
        ...(!isDrawn
          ? []
          : [
              figure({
                id: 'divergence-per-bit',
                caption: prose`KL divergence of the rounded prediction from the one as computed (points), in
            decibels; zero is one nat. The dashed line begins at the point with most bits and rises by
            ${decibels(m.perBit)} for each bit less.`,
                alt: prose`Points falling as the bits become more${choose(
                  m.coarseEnd === 'well above' ? m.coarseEnd : 'near',
                  {
                    'well above': prose`, at the coarse end well above`,
                    near: prose`, beside`,
                  },
                )} a straight dashed line: ${nats(m.coarsest.divergence)} with ${given(m.coarsest.bits)} bits,
            ${nats(m.finest.divergence)} with ${given(m.finest.bits)}.`,
                data: m.rows
                  .filter(({ divergenceLevel }) => layout([divergenceLevel], Number.isFinite))
                  .map(({ bits, divergenceLevel, guide }) => ({ bits, divergenceLevel, guide })),
                spec: {
                  height: 240,
                  layer: [
                    mark.line({ x: BITS, y: 'guide' }, { style: 'reference' }),
                    mark.dots(
                      {
                        x: BITS,
                        y: mark.q('divergenceLevel', { title: 'KL divergence in dB above one nat' }),
                      },
                      { size: 80 },
                    ),
                  ],
                },
              }),
            ]),
        prose`What to see: with ${given(m.finest.bits)} bits, at a signal-to-noise ratio of
          ${decibels(m.finest.signalToNoise)}, the divergence is ${nats(m.finest.divergence)}, and the winner
          has ${percent(m.finest.probability, { digits: 4 })} where it had
          ${percent(m.winner.probability, { digits: 4 })}. ${
            m.divergencePerBit === null
              ? prose`A divergence of zero has no level.`
              : prose`Averaged over the three steps down to five bits,
          the divergence grows by ${decibels(m.divergencePerBit)} per bit.`
          } ${choose(m.divergencePerBit === null ? 'not at all' : m.growsWithPower, {
            'not at all': prose``,
            yes: prose`Single steps may scatter, as it depends on how a few large logits happen to be rounded, but
              these are the six decibels again.`,
            no: prose`For small errors it should be six; one prediction is few data.`,
          })} With ${given(m.coarsest.bits)} bits the divergence is ${nats(m.coarsest.divergence)}.

          Why no finer steps? Logits differ a little from processor to processor. Where a step comes near
          these differences, the noise of rounding is a property of the machine, and no longer one of the
          model.`,
        table({
          id: 'noise-table',
          caption: prose`All depths: the signal-to-noise ratio, the line of the evenly spread errors, the
            winner's probability, and the KL divergence. Single values may scatter.`,
          rows: m.rows,
          columns: [
            ['bits', (row) => given(row.bits)],
            ['signal to noise (dB)', (row) => decibels(row.signalToNoise)],
            ['line (dB)', (row) => decibels(row.expected)],
            ['winner has', (row) => percent(row.probability)],
            ['KL (dB above one nat)', (row) => decibels(row.divergenceLevel)],
          ],
        }),
      ]),
      curious(prose`Where does the line come from?`, [
        prose`If rounding errors lie evenly between minus and plus half a step ${math`\Delta`}, the mean of
          their squares is`,
        equation`\frac{1}{\Delta} \int_{-\Delta/2}^{\Delta/2} e^2\, de = \frac{\Delta^2}{12}`,
        prose`A sine that fills a range ${math`R`} has the amplitude ${math`R/2`} and the mean square
          ${math`R^2/8`}. The ratio of the two is ${math`\frac{3}{2}(R/\Delta)^2`}, and with ${math`b`} bits
          ${math`R/\Delta`} is about ${math`2^b`}. In decibels that is
          ${math`20 \log_{10} 2 = ${real(m.perBit, { digits: 3 })}`} for each bit, plus
          ${math`10 \log_{10} 1.5 = ${real(m.sixteen.sine, { digits: 3 })}`}. For the sixteen bits of a
          compact disc:`,
        equation`20 \log_{10} 2^{16} + 10 \log_{10} 1.5 = ${real(m.sixteen.ofBits, { digits: 4 })} + ${real(m.sixteen.sine, { digits: 3 })} = ${real(m.sixteen.total, { digits: 4 })}\ \text{dB}`,
        prose`That is a full sine against the *noise* of rounding, and only one of three numbers for “the
          range of a compact disc”. Its ${given(levels.bits)} bits are ${count(levels.steps)} values from
          minus one to plus one, about ${math`2^{-15}`} apart, so one step is ${decibels(levels.step)} against
          the largest *amplitude*, which is one. The number often printed, ${decibels(levels.range)}, compares
          a step with the *whole range*, from the lowest value to the highest: twice the amplitude. All three
          are right, for different references, as in ${ref('reference-levels')}.

          The dashed line takes our logits' own mean square in place of a sine's, and
          ${math`R/\Delta = 2^b - 1`} exactly: with few bits that is noticeably less than ${math`2^b`}. With
          many bits its constant is ${decibels(m.offset)}${claim(m.even, m.offset, {
            greater: prose`, because extreme logits stretch the range, while most lie close together and
              need only a small part of it. That is why quantisers for models give every small block of
              numbers a range of its own.`,
            less: prose`: these logits lie at both ends of their range.`,
            tooClose: prose`: these logits fill their range evenly.`,
          })}`,
        code('#numerics/quantise', 'signal-to-noise'),
      ]),
    ];
  },
});
