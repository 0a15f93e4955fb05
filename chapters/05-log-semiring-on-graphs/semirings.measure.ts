import { allPaths, type Graph, type WeightedEdge } from '#numerics/graph';
import { maxPlusSemiring, step } from '#numerics/optimal-path-semirings';
import { pathTotals } from '#numerics/path-totals';
import type { Semiring } from '#numerics/semiring-interface';
import { countingSemiring, logSemiring, probabilitySemiring } from '#numerics/standard-semirings';
import { each, measurement } from '#report/measurement';
import { END, MAP_GRAPH, START } from './paths-of-map.ts';

const product = (path: readonly WeightedEdge[]): number => path.reduce((p, { weight }) => p * weight, 1);
const logWeight = ({ weight }: WeightedEdge): number => Math.log(weight);

/** The answers of the semirings of the table at a node. */
export function answersAt(graph: Graph, end: string) {
  const total = <Weight>(semiring: Semiring<Weight>, weightOf: (edge: WeightedEdge) => Weight) =>
    pathTotals(graph, semiring, weightOf, START).get(end) ?? semiring.zero;
  const { score, path } = total(maxPlusSemiring, (edge) => step(logWeight(edge), edge.to));
  return {
    paths: total(countingSemiring, () => 1),
    probability: total(probabilitySemiring, ({ weight }) => weight),
    log: total(logSemiring, logWeight),
    best: { path: [START, ...path].join('→'), probability: Math.exp(score), log: score },
  };
}

export const semiringTable = measurement({
  id: 'semiring-table',
  kinds: {
    paths: 'exact',
    ...each('float64', 'probability', 'log', 'least'),
    byHand: each('float64', 'first', 'second', 'third', 'difference', 'two', 'above'),
    best: each('float64', 'probability', 'log'),
  },
  async measure() {
    const paths = allPaths(MAP_GRAPH, START, [END]);
    const [a = NaN, b = NaN, c = NaN] = paths.map(product);
    const answers = answersAt(MAP_GRAPH, END);
    return {
      end: END,
      ...answers,
      least: -answers.best.log,
      /** The log-add-exp of the three paths, step by step, and the most that it can be. */
      byHand: {
        ...{ first: Math.log(a), second: Math.log(b), third: Math.log(c) },
        difference: Math.log(b / a),
        two: Math.log(a + b),
        above: Math.log(answers.best.probability * paths.length),
      },
    };
  },
});
