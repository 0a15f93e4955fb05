import { ENDS, FIRST_GRAPH, START, sumAt } from '#chapters/05-log-semiring-on-graphs/graphs';
import { decode, encode } from '#numerics/custom-algebra';
import { customSemiring } from '#numerics/custom-semiring';
import { pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';

const SAME = 1e-12;

export const algebraOnGraph = measurement({
  id: 'algebra-on-graph',
  kinds: {
    edges: { p: 'exact', custom: 'float64' },
    ...each(each('float64', 'custom', 'decoded', 'plain'), 'ends', 'whole'),
  },
  async measure() {
    // #region call
    const custom = pathTotals(FIRST_GRAPH, customSemiring, ({ weight }) => encode(weight), START);
    // #endregion call
    const plain = pathTotals(FIRST_GRAPH, probabilitySemiring, ({ weight }) => weight, START);
    const row = (ends: readonly string[]) => {
      const sum = sumAt(customSemiring, custom, ends);
      // The whole is certain: its 0 is a 0 up to rounding, which may come out on either side.
      const rounded = Math.abs(sum) < SAME ? 0 : sum;
      return { custom: rounded, decoded: decode(sum), plain: sumAt(probabilitySemiring, plain, ends) };
    };
    const ends = ENDS.map((name) => ({ name, ...row([name]) }));
    const whole = row(ENDS);
    const agree = [...ends, whole].every(({ decoded, plain: p }) => Math.abs(decoded - p) < SAME);
    return {
      edges: FIRST_GRAPH.edges.map(({ from, to, weight: p }) => ({ from, to, p, custom: encode(p) })),
      ends,
      whole,
      outcome: either(agree, 'agree', 'differ'),
    };
  },
});
