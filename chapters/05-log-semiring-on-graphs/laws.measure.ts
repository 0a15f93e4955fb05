import { seededRandom } from '#numerics/seeded-random';
import type { Semiring } from '#numerics/semiring';
import { countingSemiring, logSemiring, probabilitySemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';

const TRIALS = 2000;
const SEED = 1;

/** How far the two sides of each rule come apart, at most, over random weights. */
function largestGaps(semiring: Semiring<number>, draw: () => number) {
  const { plus, times } = semiring;
  let [order, grouping, distributing] = [0, 0, 0];
  for (let trial = 0; trial < TRIALS; trial++) {
    const [a, b, c] = [draw(), draw(), draw()];
    const gap = (one: number, other: number): number => Math.abs(one - other);
    order = Math.max(order, gap(plus(a, b), plus(b, a)));
    grouping = Math.max(grouping, gap(plus(plus(a, b), c), plus(a, plus(b, c))));
    distributing = Math.max(distributing, gap(times(a, plus(b, c)), plus(times(a, b), times(a, c))));
  }
  return { name: semiring.name, order, grouping, distributing };
}

export const semiringLaws = measurement({
  id: 'semiring-laws',
  kinds: {
    trials: 'exact',
    rows: { name: 'exact', order: 'float64', grouping: 'float64', distributing: 'float64' },
  },
  async measure() {
    const random = seededRandom(SEED);
    return {
      trials: TRIALS,
      rows: [
        largestGaps(countingSemiring, () => random.below(1000)),
        largestGaps(probabilitySemiring, () => random.next()),
        largestGaps(logSemiring, () => Math.log(random.next())),
      ],
    };
  },
});
