import { allPaths, type Graph, type WeightedEdge } from '#numerics/graph';
import { at } from '#numerics/list';
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
import { arrows, GRAPH, logWeight, product, START, stepOf, totalAt } from './graphs.ts';

const END = 'z';
const BEST = 2;

const meanOf = (a: number, b: number): number => (a + b) / 2;
/** What the mean, which is no ⊕, makes of three ways to a node: grouped from the left and from the right. */
export function meansOf([a, b, c]: readonly [number, number, number]) {
  return { left: meanOf(meanOf(a, b), c), right: meanOf(a, meanOf(b, c)) };
}

/** What a path is called, and how likely it is. */
const likely = ({ score, path }: ScoredPath) => ({ path: arrows(path), probability: Math.exp(score) });

/** The seven answers for an end of a graph: one function, seven semirings. */
export function sevenAnswers(graph: Graph, ends: readonly string[], k: number) {
  const total = <Weight>(semiring: Semiring<Weight>, weightOf: (edge: WeightedEdge) => Weight) =>
    totalAt(graph, semiring, weightOf, ends);
  const isThere = total(booleanSemiring, () => true);
  const pair = total(expectationSemiring, ({ weight }) => surprisalWeight(weight));
  return {
    reachable: either(isThere, 'yes', 'no'),
    paths: total(countingSemiring, () => 1),
    probability: total(probabilitySemiring, ({ weight }) => weight),
    log: total(logSemiring, logWeight),
    best: likely(total(maxPlusSemiring, stepOf)),
    kBest: total(kBestSemiring(k), (edge) => [stepOf(edge)]).map(likely),
    pair,
    entropy: entropyOfPaths(pair),
  };
}

export const semiringCard = measurement({
  id: 'semiring-card',
  kinds: {
    ...each('exact', 'k', 'paths'),
    ...each('float64', 'probability', 'log', 'entropy'),
    ...each(each('float64', 'p', 'r'), 'pair'),
    ...each(each('float64', 'left', 'right'), 'means'),
    ...each({ probability: 'float64' }, 'best', 'kBest'),
  },
  async measure() {
    const paths = allPaths(GRAPH, START, [END]).map(product);
    return {
      end: END,
      k: BEST,
      ...sevenAnswers(GRAPH, [END], BEST),
      means: meansOf([at(paths, 0), at(paths, 1), at(paths, 2)]),
    };
  },
});
