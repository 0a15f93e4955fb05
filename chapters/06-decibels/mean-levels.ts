import { code, curious, figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { decibels, given, math, probability, real, ref, term } from '#report/values';
import { levelMeans } from './mean-levels.measure.ts';

const MEANS = ['energetic', 'arithmetic'] as const;
const series = mark.n('mean', { sort: MEANS });

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelMeans },
  write: ({ m }) => [
    prose`A street has ${given(m.day.quiet)} dB for twenty-three hours and ${given(m.day.loud)} dB for one.
      How loud is it on average? The mean of the twenty-four numbers, ${decibels(m.day.arithmetic)}, says what
      a typical hour is like. The level of the mean *power*, ${decibels(m.day.energetic)}, says how much sound
      energy arrives in the day.`,
    prose`The first is the level of the *geometric* mean of the powers. The second goes back to powers, takes
      their mean, and returns. It is called the *energetic* mean: the ${term('log-sum-exp')} of the levels,
      minus the logarithm of their number.`,
    prose`For log-probabilities the choice is the same. Over the tokens of a text the arithmetic mean of
      ${math`\ell`}, the log-probability in nats, is right: one hopeless token must be seen. But if a model
      gives the right answer ${given(m.cases.sure)} in one case and ${given(m.cases.hopeless)} in another, its
      chance on a case picked at random is ${probability(m.cases.arithmetic, { digits: 2 })}, the mean of the
      probabilities. The mean of the logarithms gives ${probability(m.cases.geometric, { digits: 1 })}.`,
    curious(prose`How far apart are the two means, and how is the energetic one computed?`, [
      prose`${ref('two-means')} has both means of two levels, one at zero, the other moving up.`,
      figure({
        id: 'two-means',
        caption: prose`Two means of two levels. One stays at zero decibels, the other moves up. The dashed
          line is the arithmetic mean of the decibels, the solid one the energetic mean.`,
        alt: prose`Two lines that start together. The arithmetic mean rises as a straight line; the energetic
          one bends upwards and in the end rises twice as steeply. At ${given(m.pair.high)} dB they are at
          ${decibels(m.pair.arithmetic)} and ${decibels(m.pair.energetic)}.`,
        data: {
          rows: m.curve.flatMap(({ distance, arithmetic, energetic }) => [
            { distance, level: energetic, mean: 'energetic' },
            { distance, level: arithmetic, mean: 'arithmetic' },
          ]),
          names: MEANS.map((mean) => ({ distance: m.named.distance, level: m.named[mean], mean })),
          marks: MEANS.map((mean) => ({
            distance: m.pair.high,
            level: m.pair[mean],
            mean,
            label: prose`${decibels(m.pair[mean])} dB`,
          })),
        },
        spec: {
          height: 240,
          layer: [
            mark.line({
              x: mark.q('distance', { title: 'level of the louder in dB' }),
              y: mark.q('level', { title: 'mean of both in dB' }),
              color: { ...series, legend: null },
              strokeDash: {
                ...series,
                legend: null,
                scale: {
                  range: [
                    [1, 0],
                    [7, 5],
                  ],
                },
              },
            }),
            ...mark
              .cases('mean', {
                energetic: { align: 'right', dx: -6, dy: -10 },
                arithmetic: { align: 'left', dx: 6, dy: 14 },
              })
              .map((look) =>
                mark.label({ x: 'distance', y: 'level', text: 'mean' }, { data: 'names', ...look }),
              ),
            ...mark.labelled(
              mark.dots({ x: 'distance', y: 'level' }, { data: 'marks', size: 60, color: '$ink' }),
              mark.cases('mean', {
                energetic: { align: 'right', dx: -10, dy: -8 },
                arithmetic: { align: 'left', dx: 8, dy: 12 },
              }),
            ),
          ],
        },
      }),
      prose`What to see: close levels have nearly the same means. Of ${given(m.pair.low)} and
        ${given(m.pair.high)} dB they are ${real(m.pair.arithmetic, { digits: 5 })} and
        ${real(m.pair.energetic, { digits: 5 })} dB. Far apart, the energetic mean follows the louder level
        ${decibels(m.half)} below, at half its power. The arithmetic mean stays half-way.`,
      code('#numerics/decibel', 'mean-level'),
    ]),
  ],
});
