import type { Graph } from '#numerics/graph';
import type { ScoredPath } from '#numerics/path-semirings';
import { kBestSemiring, maxPlusSemiring, step } from '#numerics/path-semirings';
import { pathTotals } from '#numerics/path-totals';
import type { Semiring } from '#numerics/semiring';
import { plusAll } from '#numerics/semiring';
import {
  booleanSemiring,
  countingSemiring,
  entropyOfPaths,
  expectationSemiring,
  logSemiring,
  probabilitySemiring,
  surprisalWeight,
} from '#numerics/semirings';
import { measurement } from '#report/measurement';
import { arrows, ENDS, FIRST_GRAPH, logWeight, START } from './graphs.ts';

const BEST = 5;

const ALL = 'any end';

/** What a path is called, and how likely it is. */
const likely = ({ score, path }: ScoredPath) => ({ path: arrows(path), probability: Math.exp(score) });

/** The seven answers for each end of a graph, and for all ends together: one function, seven semirings. */
export function sevenAnswers(graph: Graph, ends: readonly string[], k: number) {
  const places = [...ends.map((end) => ({ end, of: [end] })), { end: ALL, of: ends }];
  const totalsOf = <Weight>(
    semiring: Semiring<Weight>,
    weightOf: (edge: Graph['edges'][number]) => Weight,
  ): Weight[] => {
    const totals = pathTotals(graph, semiring, weightOf, START);
    return places.map(({ of }) =>
      plusAll(
        semiring,
        of.map((end) => totals.get(end) ?? semiring.zero),
      ),
    );
  };
  const reachable = totalsOf(booleanSemiring, () => true);
  const paths = totalsOf(countingSemiring, () => 1);
  const probabilities = totalsOf(probabilitySemiring, ({ weight }) => weight);
  const logs = totalsOf(logSemiring, logWeight);
  const best = totalsOf(maxPlusSemiring, (edge) => step(logWeight(edge), edge.to));
  const kBest = totalsOf(kBestSemiring(k), (edge) => [step(logWeight(edge), edge.to)]);
  const expectations = totalsOf(expectationSemiring, ({ weight }) => surprisalWeight(weight));
  return places.map(({ end }, index) => {
    const expectation = expectations[index] ?? expectationSemiring.zero;
    const isThere: 'yes' | 'no' = reachable[index] ? 'yes' : 'no';
    return {
      end,
      reachable: isThere,
      paths: paths[index] ?? 0,
      probability: probabilities[index] ?? 0,
      log: logs[index] ?? logSemiring.zero,
      best: likely(best[index] ?? maxPlusSemiring.zero),
      kBest: (kBest[index] ?? []).map(likely),
      entropy: entropyOfPaths(expectation),
    };
  });
}

export const sevenOnFirst = measurement({
  id: 'seven-on-first',
  kinds: {
    k: 'exact',
    places: {
      end: 'exact',
      reachable: 'exact',
      paths: 'exact',
      probability: 'float64',
      log: 'float64',
      best: { path: 'exact', probability: 'float64' },
      kBest: { path: 'exact', probability: 'float64' },
      entropy: 'float64',
    },
    entropy: 'float64',
  },
  async measure() {
    const places = sevenAnswers(FIRST_GRAPH, ENDS, BEST);
    return {
      k: BEST,
      places,
      entropy: places.at(-1)?.entropy ?? Number.NaN,
    };
  },
});
