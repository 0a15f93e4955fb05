import { meanLevel } from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { code, figure } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, given, math, real, ref } from '#report/values';
import { markedPoints, pointLabels, solidAndDashed } from './figure-parts.ts';

const PAIR = [0, 10];
const DISTANCES = Array.from({ length: 61 }, (_, index) => index / 2);
const QUIET = 40;
const LOUD = 80;
const QUIET_HOURS = 23;

export const levelMeans = measurement({
  id: 'level-means',
  kinds: {
    pair: { low: 'exact', high: 'exact', arithmetic: 'float64', energetic: 'float64' },
    curve: { distance: 'exact', arithmetic: 'float64', energetic: 'float64' },
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
        ${decibels(m.day.energetic)}. Both are correct arithmetic, and they answer different questions.
      `,
      prose`
        The mean of the decibels is the logarithm of the *geometric* mean of the powers: what is typical, if factors are
        what counts. The other one goes back to powers, takes their mean, and returns. It is called the *energetic* mean,
        and it is log-sum-exp again, with the number of values taken off:
      `,
      code('#numerics/decibel', 'mean-level'),
      prose`
        Of ${given(m.pair.low)} and ${given(m.pair.high)} dB the arithmetic mean is
        ${real(m.pair.arithmetic, 'float64', { digits: 5 })} dB and the energetic mean
        ${real(m.pair.energetic, 'float64', { digits: 5 })} dB. ${ref('two-means')} moves the higher of the two up.
      `,
      figure({
        id: 'two-means',
        caption: prose`
          Two means of two levels. One stays at zero decibels, the other moves up. The dashed line is the arithmetic mean of
          the decibels, the solid one the energetic mean.
        `,
        alt: prose`
          Two lines that start together. The arithmetic mean rises as a straight line; the energetic one bends upwards and
          then rises twice as steeply. At ${given(m.pair.high)} dB they are at ${decibels(m.pair.arithmetic)} and
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
        What to see: close together, the two means agree. Far apart, the louder one is all the power there is, and the
        energetic mean follows it at a fixed distance: half the power, ${math`10\log_{10} 2`} below. The arithmetic mean
        stays half-way.

        For log-probabilities the choice is the same. The mean of ${math`\ell`} over the tokens of a text is the arithmetic
        one, and it is right there: factors count, and one hopeless token must be seen. But the *probability* to expect over
        several cases is a mean of probabilities, the energetic one. Say which of the two you took.
      `,
    ];
  },
});
