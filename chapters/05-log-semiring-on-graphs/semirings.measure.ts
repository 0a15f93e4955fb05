import { maxPlusSemiring, step } from '#numerics/path-semirings';
import { seededRandom } from '#numerics/seeded-random';
import { plusAll, type Semiring } from '#numerics/semiring';
import { countingSemiring, logSemiring, probabilitySemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';

const EQUAL = -2;

/** What a semiring asks, what an edge weighs in it, and what its operations are called in code. */
const asking = (name: string, question: string, edge: string, plus: string, times: string) => {
  return { name, question, edge, plus, times };
};
const QUESTIONS = [
  asking('Boolean', 'Is there a path?', 'true', 'a || b', 'a && b'),
  asking('counting', 'How many paths are there?', '1', 'a + b', 'a * b'),
  asking('probability', 'How likely are all paths together?', 'p', 'a + b', 'a * b'),
  asking('log', 'How likely, in nats?', 'ln p', 'logAddExp(a, b)', 'a + b'),
  asking('max-plus', 'Which path is best?', '(ln p, the edge)', 'the better', 'a + b, paths joined'),
  asking(
    'k-best',
    'Which k paths are best?',
    'a list with that one path',
    'the k best of both',
    'all pairs, the k best',
  ),
  asking(
    'expectation',
    'How unsure is the choice among all paths?',
    '⟨p, −p ln p⟩',
    'pairs added',
    'product rule',
  ),
];

export const semiringOperations = measurement({
  id: 'semiring-operations',
  kinds: { equal: 'exact', larger: 'float64', added: 'float64', difference: 'float64' },
  async measure() {
    const added = plusAll(logSemiring, [EQUAL, EQUAL]);
    return {
      questions: QUESTIONS,
      equal: EQUAL,
      larger: plusAll(maxPlusSemiring, [step(EQUAL, 'one'), step(EQUAL, 'other')]).score,
      added,
      difference: added - EQUAL,
    };
  },
});

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
  kinds: { trials: 'exact', rows: { order: 'float64', grouping: 'float64', distributing: 'float64' } },
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
