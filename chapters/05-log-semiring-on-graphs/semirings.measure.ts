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
import { arrows, GRAPH, logWeight, stepOf, totalAt } from './graphs.ts';

const END = 'z';
const BEST = 2;
/** What a path is called, and how likely it is. */
const likely = ({ score, path }: ScoredPath) => ({ path: arrows(path), probability: Math.exp(score) });

/** The seven answers for an end of a graph: one function, seven semirings. */
export function sevenAnswers(graph: Graph, ends: readonly string[], k: number) {
  const total = <Weight>(semiring: Semiring<Weight>, weightOf: (edge: WeightedEdge) => Weight) =>
    totalAt(graph, semiring, weightOf, ends);
  const isThere = total(booleanSemiring, () => true);
  return {
    reachable: either(isThere, 'yes', 'no'),
    paths: total(countingSemiring, () => 1),
    probability: total(probabilitySemiring, ({ weight }) => weight),
    log: total(logSemiring, logWeight),
    best: likely(total(maxPlusSemiring, stepOf)),
    kBest: total(kBestSemiring(k), (edge) => [stepOf(edge)]).map(likely),
    entropy: entropyOfPaths(total(expectationSemiring, ({ weight }) => surprisalWeight(weight))),
  };
}

export const semiringCard = measurement({
  id: 'semiring-card',
  kinds: {
    ...each('exact', 'k', 'paths'),
    ...each('float64', 'probability', 'log', 'entropy'),
    ...each({ probability: 'float64' }, 'best', 'kBest'),
  },
  async measure() {
    return { end: END, k: BEST, ...sevenAnswers(GRAPH, [END], BEST) };
  },
});
