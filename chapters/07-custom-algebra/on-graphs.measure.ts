import { fromProbability, toProbability } from '#numerics/custom-algebra';
import { customSemiring } from '#numerics/custom-semiring';
import { graphOf } from '#numerics/graph';
import { pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/semirings';
import { each, measurement } from '#report/measurement';

const START = 'S';
const ENDS = ['x', 'y', 'z'];
/** Two ways lead to each end but y: over A and over B. */
const GRAPH = graphOf([
  { from: 'S', to: 'A', weight: 0.6 },
  { from: 'S', to: 'B', weight: 0.4 },
  { from: 'A', to: 'x', weight: 0.4 },
  { from: 'A', to: 'y', weight: 0.3 },
  { from: 'A', to: 'z', weight: 0.3 },
  { from: 'B', to: 'x', weight: 0.9 },
  { from: 'B', to: 'z', weight: 0.1 },
]);

export const algebraOnGraph = measurement({
  id: 'algebra-on-graph',
  kinds: { ends: { ways: 'exact', ...each('float64', 'custom', 'decoded', 'plain') } },
  async measure() {
    // #region call
    const custom = pathTotals(GRAPH, customSemiring, ({ weight }) => fromProbability(weight), START);
    // #endregion call
    const plain = pathTotals(GRAPH, probabilitySemiring, ({ weight }) => weight, START);
    return {
      ends: ENDS.map((name) => {
        const total = custom.get(name) ?? customSemiring.zero;
        const ways = GRAPH.edges.filter(({ to }) => to === name).length;
        return { name, ways, custom: total, decoded: toProbability(total), plain: plain.get(name) ?? 0 };
      }),
    };
  },
});
