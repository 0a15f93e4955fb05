import { phi } from '#numerics/custom-algebra';
import { fraction, fractionText, multiply, toNumber } from '#numerics/fraction';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { exactPowers } from './exact.ts';

const ONES = 24;
const COUNTED = 3;
const STEPS = 14;
const STARTS = [-1, -4, -8];
/** The factors that these stand for, as they are written in the figure. */
const NAMES = ['¾', '0', '−1'];

export const repeatedOne = measurement({
  id: 'repeated-one',
  kinds: { ones: 'exact', last: 'float64' },
  async measure() {
    const powers = exactPowers(fraction(1), ONES);
    return {
      ones: ONES,
      counted: powers.slice(0, COUNTED).map(fractionText),
      last: toNumber(at(powers, ONES - 1)),
    };
  },
});

export const orbits = measurement({
  id: 'orbits',
  kinds: {
    points: { n: 'exact', ...each('float64', 'value', 'factor') },
    firsts: each('exact', 'start', 'n', 'value', 'factor'),
    steps: 'exact',
  },
  async measure() {
    const points = STARTS.flatMap((start) => {
      const factor = fraction(phi(start) * 4, 4);
      let power = fraction(1);
      return exactPowers(fraction(start), STEPS).map((value, index) => {
        power = multiply(power, factor);
        return { start: `from ${start}`, n: index + 1, value: toNumber(value), factor: toNumber(power) };
      });
    });
    return {
      points,
      firsts: STARTS.map((start, index) => ({
        start,
        name: at(NAMES, index),
        n: 1,
        value: start,
        factor: phi(start),
      })),
      steps: STEPS,
    };
  },
});
