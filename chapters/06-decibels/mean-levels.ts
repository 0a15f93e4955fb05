import { decibelsToPower, meanLevel } from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { code, curious, figure } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, given, math, real, ref, term } from '#report/values';
import { markedPoints, pointLabels, solidAndDashed } from './figure-parts.ts';

const PAIR = [0, 10];
const DISTANCES = Array.from({ length: 61 }, (_, index) => index / 2);
/** Two means count as the same below this difference, in dB. */
const SAME = 0.1;
const QUIET = 40;
const LOUD = 80;
const QUIET_HOURS = 23;

export const levelMeans = measurement({
  id: 'level-means',
  kinds: {
    pair: { low: 'exact', high: 'exact', arithmetic: 'float64', energetic: 'float64' },
    curve: { distance: 'exact', arithmetic: 'float64', energetic: 'float64' },
    agree: { difference: 'exact', upTo: 'float64' },
    day: { quiet: 'exact', loud: 'exact', arithmetic: 'float64', energetic: 'float64' },
  },
  async measure() {
    const both = (levels: readonly number[]) => ({
      arithmetic: mean(levels),
      energetic: meanLevel(levels),
    });
    const [low = 0, high = 0] = PAIR;
    const day = [...Array.from({ length: QUIET_HOURS }, () => QUIET), LOUD];
    return {
      pair: { low, high, ...both(PAIR) },
      curve: DISTANCES.map((distance) => ({ distance, ...both([0, distance]) })),
      // 10 log10 cosh(d ln 10 / 20) is how far the energetic mean of 0 and d lies above the arithmetic one.
      agree: { difference: SAME, upTo: (20 * Math.acosh(decibelsToPower(SAME))) / Math.LN10 },
      day: { quiet: QUIET, loud: LOUD, ...both(day) },
    };
  },
});

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelMeans },
  write({ m }) {
    return [
      prose`
        A street has ${given(m.day.quiet)} dB for twenty-three hours and ${given(m.day.loud)} dB for one. How loud is it on
        average? The mean of the twenty-four numbers is ${decibels(m.day.arithmetic)}. The level of the mean *power* is
        ${decibels(m.day.energetic)}. Both are correct, for different questions.
      `,
      prose`
        The mean of the decibels is the level of the *geometric* mean of the powers: what is typical, if factors are what
        counts. The other one goes back to powers, takes their mean, and returns. It is called the *energetic* mean: the
        ${term('log-sum-exp')} of the levels, minus the logarithm of their number. ${ref('two-means')} has both for two
        levels, one at zero, the other moving up.
      `,
      figure({
        id: 'two-means',
        caption: prose`
          Two means of two levels. One stays at zero decibels, the other moves up. The dashed line is the arithmetic mean of
          the decibels, the solid one the energetic mean.
        `,
        alt: prose`
          Two lines that start together. The arithmetic mean rises as a straight line; the energetic one bends upwards and
          in the end rises twice as steeply. At ${given(m.pair.high)} dB they are at ${decibels(m.pair.arithmetic)} and
          ${decibels(m.pair.energetic)}.
        `,
        data: {
          rows: m.curve.flatMap(({ distance, arithmetic, energetic }) => [
            { distance, level: energetic, mean: 'energetic' },
            { distance, level: arithmetic, mean: 'arithmetic' },
          ]),
          marks: (['energetic', 'arithmetic'] as const).map((mean) => ({
            distance: m.pair.high,
            level: m.pair[mean],
            mean,
            label: `${m.pair[mean].toFixed(2)} dB`,
          })),
        },
        spec: {
          height: 240,
          layer: [
            {
              mark: 'line',
              encoding: {
                x: { field: 'distance', type: 'quantitative', title: 'level of the louder in dB' },
                y: { field: 'level', type: 'quantitative', title: 'mean of both in dB' },
                ...solidAndDashed('mean', 'energetic', 'arithmetic'),
              },
            },
            markedPoints('distance', 'level'),
            pointLabels(
              'distance',
              'level',
              { align: 'right', dx: -10, dy: -8 },
              "datum.mean === 'energetic'",
            ),
            pointLabels('distance', 'level', { align: 'left', dx: 8, dy: 12 }, "datum.mean === 'arithmetic'"),
          ],
        },
      }),
      prose`
        What to see: below a distance of about ${real(m.agree.upTo, 'float64', { digits: 2 })} dB the two means differ by less than
        ${given(m.agree.difference)} dB. Of ${given(m.pair.low)} and ${given(m.pair.high)} dB they are
        ${real(m.pair.arithmetic, 'float64', { digits: 5 })} and ${real(m.pair.energetic, 'float64', { digits: 5 })} dB. Far
        apart, the louder one is nearly all the power there is, and the energetic mean follows it at a fixed distance, half
        the power below. The arithmetic mean stays half-way.

        For log-probabilities the choice is the same. Over the tokens of a text the arithmetic mean of ${math`\ell`} is
        right: factors count, and one hopeless token must be seen. But the *probability* to expect over several cases is a
        mean of probabilities, the energetic one.
      `,
      curious(prose`The energetic mean in code`, [code('#numerics/decibel', 'mean-level')]),
    ];
  },
});
