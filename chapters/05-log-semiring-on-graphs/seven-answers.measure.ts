import type { Graph, WeightedEdge } from '#numerics/graph';
import { kBestSemiring, maxPlusSemiring, type ScoredPath } from '#numerics/path-semirings';
import type { Semiring } from '#numerics/semiring';
import {
  booleanSemiring,
  countingSemiring,
  entropyOfPaths,
  expectationSemiring,
  logSemiring,
  probabilitySemiring,
  surprisalWeight,
} from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { arrows, ENDS, FIRST_GRAPH, logWeight, stepOf, totalAt } from './graphs.ts';

const BEST = 5;
/** What a path is called, and how likely it is. */
const likely = ({ score, path }: ScoredPath) => ({ path: arrows(path), probability: Math.exp(score) });

/** The seven answers for each end of a graph, and for all ends together: one function, seven semirings. */
export function sevenAnswers(graph: Graph, ends: readonly string[], k: number) {
  return [...ends.map((end) => ({ end, of: [end] })), { end: 'any end', of: ends }].map(({ end, of }) => {
    const total = <Weight>(semiring: Semiring<Weight>, weightOf: (edge: WeightedEdge) => Weight) =>
      totalAt(graph, semiring, weightOf, of);
    const isThere = total(booleanSemiring, () => true);
    return {
      end,
      reachable: either(isThere, 'yes', 'no'),
      paths: total(countingSemiring, () => 1),
      probability: total(probabilitySemiring, ({ weight }) => weight),
      log: total(logSemiring, logWeight),
      best: likely(total(maxPlusSemiring, stepOf)),
      kBest: total(kBestSemiring(k), (edge) => [stepOf(edge)]).map(likely),
      entropy: entropyOfPaths(total(expectationSemiring, ({ weight }) => surprisalWeight(weight))),
    };
  });
}

export const sevenOnFirst = measurement({
  id: 'seven-on-first',
  kinds: {
    k: 'exact',
    places: {
      paths: 'exact',
      ...each('float64', 'probability', 'log', 'entropy'),
      ...each({ probability: 'float64' }, 'best', 'kBest'),
    },
    entropy: 'float64',
  },
  async measure() {
    const places = sevenAnswers(FIRST_GRAPH, ENDS, BEST);
    return { k: BEST, places, entropy: places.at(-1)?.entropy ?? Number.NaN };
  },
});
