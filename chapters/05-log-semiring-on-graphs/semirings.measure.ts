import { allPaths, type Graph, type WeightedEdge } from '#numerics/graph';
import { kBestSemiring, maxPlusSemiring, type ScoredPath, step } from '#numerics/optimal-path-semirings';
import { pathTotals } from '#numerics/path-totals';
import type { Semiring } from '#numerics/semiring-interface';
import {
  booleanSemiring,
  countingSemiring,
  entropyOfPaths,
  expectationSemiring,
  logSemiring,
  probabilitySemiring,
  surprisalWeight,
} from '#numerics/standard-semirings';
import { each, measurement } from '#report/measurement';
import { END, MAP_GRAPH, START } from './paths-of-map.ts';

const BEST = 2;

const product = (path: readonly WeightedEdge[]): number => path.reduce((p, { weight }) => p * weight, 1);
const meanOf = (a = Number.NaN, b = Number.NaN): number => (a + b) / 2;
const logWeight = ({ weight }: WeightedEdge): number => Math.log(weight);
const stepOf = (edge: WeightedEdge): ScoredPath => step(logWeight(edge), edge.to);
const likely = ({ score, path }: ScoredPath) => ({
  path: [START, ...path].join('→'),
  probability: Math.exp(score),
});

/** The answers of all semirings of the table at a node. */
export function answersAt(graph: Graph, end: string, k: number) {
  const total = <Weight>(semiring: Semiring<Weight>, weightOf: (edge: WeightedEdge) => Weight) =>
    pathTotals(graph, semiring, weightOf, START).get(end) ?? semiring.zero;
  const isThere = total(booleanSemiring, () => true);
  return {
    reachable: (isThere ? 'yes' : 'no') as string,
    paths: total(countingSemiring, () => 1),
    probability: total(probabilitySemiring, ({ weight }) => weight),
    log: total(logSemiring, logWeight),
    best: likely(total(maxPlusSemiring, stepOf)),
    kBest: total(kBestSemiring(k), (edge) => [stepOf(edge)]).map(likely),
    entropy: entropyOfPaths(total(expectationSemiring, ({ weight }) => surprisalWeight(weight))),
  };
}

export const semiringTable = measurement({
  id: 'semiring-table',
  kinds: {
    ...each('exact', 'k', 'paths'),
    ...each('float64', 'probability', 'log', 'entropy', 'widest', 'bestLogprob', 'leastCost'),
    byHand: each('float64', 'first', 'second', 'third', 'difference', 'two', 'above'),
    ...each(each('float64', 'left', 'right'), 'means'),
    ...each({ probability: 'float64' }, 'best', 'kBest'),
  },
  async measure() {
    const paths = allPaths(MAP_GRAPH, START, [END]);
    const [a = NaN, b = NaN, c = NaN] = paths.map(product);
    const answers = answersAt(MAP_GRAPH, END, BEST);
    return {
      end: END,
      k: BEST,
      ...answers,
      bestLogprob: Math.log(answers.best.probability),
      leastCost: -Math.log(answers.best.probability),
      widest: Math.max(...paths.map((path) => Math.min(...path.map(({ weight }) => weight)))),
      /** The log-add-exp of the three paths, step by step, and the most that it can be. */
      byHand: {
        ...{ first: Math.log(a), second: Math.log(b), third: Math.log(c) },
        difference: Math.log(b / a),
        two: Math.log(a + b),
        above: Math.log(answers.best.probability * paths.length),
      },
      /** The mean, which is no ⊕, of three paths: grouped from the left and from the right. */
      means: { left: meanOf(meanOf(a, b), c), right: meanOf(a, meanOf(b, c)) },
    };
  },
});
