import { composeTimes, K } from '#numerics/custom-algebra';
import { fraction, fractionText, toNumber } from '#numerics/fraction';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';
import { exactPowers } from './exact.ts';

const STEPS = 24;
const SHOWN = [1, 2, 3, 4, 5, 10, STEPS];
const ORBIT_STEPS = 14;
const STARTS = [-1, -4, -8];
export const SERIES = ['n ones by ⊕₄', '(5/4)ⁿ', 'n ones by +'] as const;

export const repeatedOne = measurement({
  id: 'repeated-one',
  kinds: {
    rows: { n: 'exact', value: 'float64', factor: 'float64' },
    curve: { n: 'exact', value: 'float64' },
    ...each('exact', 'steps', 'factor'),
    last: { composed: 'float64', sum: 'exact' },
  },
  async measure() {
    const powers = exactPowers(fraction(1), STEPS);
    const factor = 1 + 1 / K;
    return {
      rows: SHOWN.map((n) => ({
        n,
        fraction: fractionText(at(powers, n - 1)),
        value: composeTimes(1, n),
        factor: pow(factor, n),
      })),
      curve: powers.flatMap((power, index) => [
        { n: index + 1, series: SERIES[0], value: toNumber(power) },
        { n: index + 1, series: SERIES[1], value: pow(factor, index + 1) },
        { n: index + 1, series: SERIES[2], value: index + 1 },
      ]),
      steps: STEPS,
      last: { composed: composeTimes(1, STEPS), sum: STEPS },
      factor,
    };
  },
});

export const orbits = measurement({
  id: 'orbits',
  kinds: { points: { n: 'exact', value: 'float64' }, starts: 'exact', steps: 'exact' },
  async measure() {
    const points = STARTS.flatMap((start) =>
      exactPowers(fraction(start), ORBIT_STEPS).map((power, index) => ({
        start: `from ${String(start).replace('-', '−')}`,
        n: index + 1,
        value: toNumber(power),
      })),
    );
    return { points, starts: STARTS, steps: ORBIT_STEPS };
  },
});
