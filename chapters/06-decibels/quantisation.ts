import { at } from '#numerics/list';
import { choose, claim, code, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import {
  cite,
  count,
  decibels,
  equation,
  given,
  math,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { quantisedLogits } from './quantised-logits.measure.ts';

const WHOLE = { digits: 0 } as const;
const ONE = { digits: 1 } as const;
/** As wide as a dash and the gap behind it; a dot takes a small part of that, so that its name stands as high. */
const SYMBOL = 400;
const DOT = 'M-0.3,0A0.3,0.3,0,1,0,0.3,0A0.3,0.3,0,1,0,-0.3,0Z';

export const quantisation = section({
  id: 'quantisation-as-noise',
  title: prose`Rounding is noise`,
  needs: { m: quantisedLogits },
  write({ m }) {
    if (
      m.finest.level === null ||
      m.coarsest.level === null ||
      m.offset === null ||
      m.least === null ||
      m.most === null
    )
      return [
        prose`Rounding numbers to fewer bits is like adding noise (${cite('bennett-1948')}). Here there is nothing to measure: after
          “${text(m.prompt)}” and all other texts that we tried, rounding moves none of this model's
          ${count(m.vocabularySize)} ${term('logit', 'logits')}.`,
      ];
    const [fine, coarse] = [at(m.stairs, 0), at(m.stairs, 1)];
    const [many, few] = layout([fine.bits, coarse.bits], (a, b) => [`${a} bits`, `${b} bits`]);
    const names = ['as computed', many, few];
    const legend = { symbolSize: SYMBOL };
    const look = (...range: readonly unknown[]) =>
      mark.n('values', { title: null, sort: names, scale: { domain: names, range }, legend });
    return [
      prose`What does it cost to write numbers with fewer bits, as *quantised* models do? Sound engineers call the error of rounding *noise*. The *signal-to-noise ratio* compares powers: the mean square of the signal over that of the noise.

        Our signal is the ${term('logit', 'logits')} of one prediction as plain numbers, like voltages. First their mean is taken off, which changes no
        probability. Set ${math`2^b`} marks, as many as ${math`b`} bits can name, at equal distances from the smallest logit to the largest, and move each logit to the nearest.

        What does one bit cost? Without it the marks lie about twice as far apart. Twice the error is four times the
        noise power: **six decibels per bit** (${cite('bennett-1948')}). Do the logits of a model obey (${ref('noise-per-bit')})?`,
      figure({
        id: 'noise-per-bit',
        caption: prose`What the loss of one bit costs in signal-to-noise ratio, for ${count(m.predictions)} predictions
          (points; the data name them: beginnings of ${ref('beliefs-figure')}), and what it should cost if the errors were spread evenly between the marks (dashed).`,
        alt: prose`Points for each number of bits left, and a dashed line that bends up towards few bits. From
          ${given(m.finest.bits)} bits down to three the points lie between ${decibels(m.least)} and
          ${decibels(m.most)}.`,
        data: {
          rows: m.dots,
          line: m.rows.map(({ bits, theory }) => ({ bits, theory })),
        },
        spec: {
          height: 240,
          layer: [
            mark.line({ x: 'bits', y: 'theory' }, { data: 'line', style: 'reference' }),
            mark.dots(
              {
                x: mark.q('bits', {
                  title: 'bits left for each logit',
                  scale: { domain: [1.5, 7.5], nice: false },
                  axis: { values: [2, 3, 4, 5, 6, 7], tickCount: 6 },
                }),
                y: mark.q('cost', { title: 'cost of the last bit in dB', scale: { zero: false } }),
              },
              { size: 40 },
            ),
          ],
        },
      }),
      prose`${choose(m.follows, {
        yes: prose`They do, nearly, down to three bits: each bit costs between ${decibels(m.least, ONE)} and
          ${decibels(m.most, ONE)}.`,
        no: prose`Only roughly: down to three bits each bit costs between ${decibels(m.least, ONE)} and
          ${decibels(m.most, ONE)}.`,
      })} The line bends up because ${math`2^b`} marks have ${math`2^b - 1`} steps between them. ${claim(
        m.coarsest.level,
        m.even,
        {
          greater: prose`Even at ${given(m.coarsest.bits)} bits the signal outweighs the noise on average`,
          less: prose`At ${given(m.coarsest.bits)} bits the noise outweighs the signal on average`,
          tooClose: prose`At ${given(m.coarsest.bits)} bits both have equal power on average`,
        },
      )}
        (${ref('quantised-table')}).`,
      curious(prose`What happens to the top of the list?`, [
        figure({
          id: 'rounded-logits',
          caption: prose`The logits of the likeliest tokens after “${text(m.prompt)}”, in order, without the mean of all:
            as this model computes them (points), rounded to ${given(fine.bits)} bits (solid stairs) and to
            ${given(coarse.bits)} bits (dashed stairs).`,
          alt: prose`A falling row of ${count(m.shown)} points and two staircases. With ${given(fine.bits)} bits the
            points share ${rank(fine.levels)} marks, with ${given(coarse.bits)} bits only ${rank(coarse.levels)}.`,
          data: m.picture.map(({ rank: place, bits, logit }) => ({
            rank: place,
            logit,
            values: layout([bits], (number) => number === 0) ? 'as computed' : prose`${given(bits)} bits`,
          })),
          spec: {
            height: 240,
            encoding: {
              x: mark.q('rank', { title: 'rank, from the likeliest on' }),
              y: mark.q('logit', { title: 'logit, mean removed', scale: { zero: false, padding: 24 } }),
              color: mark.n('values', { title: null, sort: names, legend }),
            },
            layer: [
              mark.line(
                { strokeDash: look([1, 0], [1, 0], [7, 5]) },
                { transform: [{ filter: "datum.values !== 'as computed'" }], interpolate: 'step' },
              ),
              mark.dots(
                { shape: look(DOT, 'stroke', 'stroke') },
                { transform: [{ filter: "datum.values === 'as computed'" }], size: SYMBOL },
              ),
            ],
          },
        }),
        prose`With ${given(fine.bits)} bits ${choose(fine.top, {
          alone: prose`${token(m.winner)} is still alone on its mark`,
          shared: prose`${token(m.winner)} shares its mark`,
        })}; with ${given(coarse.bits)} bits ${choose(coarse.top, {
          alone: choose(fine.top, { alone: prose`it is alone, too.`, shared: prose`it is alone.` }),
          shared: choose(fine.top, { alone: prose`it shares its mark.`, shared: prose`it does, too.` }),
        })} Rounding to the nearest mark never puts a smaller number above a larger one. So the winner
          keeps its place; what it can lose is being *alone* there. (Rounding *weights* is another matter: it may change the winner.)`,
      ]),
      curious(prose`Where do the six decibels come from?`, [
        prose`If rounding errors lie evenly between minus and plus half a step ${math`\Delta`}, the mean of their
          squares is`,
        equation`\frac{1}{\Delta} \int_{-\Delta/2}^{\Delta/2} e^2\, de = \frac{\Delta^2}{12}`,
        prose`One bit more halves ${math`\Delta`} and so quarters the noise: ${math`10 \log_{10} 4 = ${real(
          m.perBit,
          {
            digits: 3,
          },
        )}`} dB. Where the signal-to-noise ratio *begins* depends on the signal. A sine that fills its range has
          about ${math`${real(m.perBit, { digits: 3 })}\,b + ${real(m.sine.offset)}`} dB, ${decibels(m.sine.level, WHOLE)} at eight bits. The ${real(m.sine.offset)} belongs to the sine: these logits have ${real(m.offset, ONE)} there, ${decibels(m.finest.level, WHOLE)} at eight bits on average${claim(
            m.sine.level,
            m.finest.level,
            {
              greater: prose`, because a few extreme ones stretch the range while most lie close together. That is why
                quantisers for models give every small block of numbers a range of its own.`,
              less: prose`: they lie at both ends of their range.`,
              tooClose: prose`: the same.`,
            },
          )}`,
        code('#numerics/quantise', 'quantise'),
        table({
          id: 'quantised-table',
          caption: prose`What each bit costs, the signal-to-noise ratio that is left (mean), and how often the winner still stands alone.`,
          rows: m.rows,
          columns: [
            ['bits left', (row) => given(row.bits)],
            ['cost in theory (dB)', (row) => decibels(row.theory)],
            [
              'cost measured, least to most (dB)',
              (row) => prose`${real(row.least)} to ${real(row.most)}`,
              'right',
            ],
            ['ratio left (dB)', (row) => decibels(row.level, ONE)],
            [prose`winner alone (of ${count(m.predictions)})`, (row) => rank(row.alone)],
          ],
        }),
      ]),
    ];
  },
});
