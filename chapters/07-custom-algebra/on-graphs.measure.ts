import { ENDS, FIRST_GRAPH, START } from '#chapters/05-log-semiring-on-graphs/graphs';
import { decode, encode } from '#numerics/custom-algebra';
import { customSemiring } from '#numerics/custom-semiring';
import { pathTotals } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { probabilitySemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';

const SAME = 1e-12;

export const algebraOnGraph = measurement({
  id: 'algebra-on-graph',
  kinds: {
    edges: { from: 'exact', to: 'exact', p: 'exact', custom: 'float64' },
    ends: { name: 'exact', custom: 'float64', decoded: 'float64', plain: 'float64' },
    whole: { custom: 'float64', decoded: 'float64', plain: 'float64' },
    outcome: 'exact',
  },
  async measure() {
    // #region call
    const custom = pathTotals(FIRST_GRAPH, customSemiring, ({ weight }) => encode(weight), START);
    // #endregion call
    const plain = pathTotals(FIRST_GRAPH, probabilitySemiring, ({ weight }) => weight, START);
    const row = (customTotal: number, plainTotal: number) => ({
      // The whole is certain: its 0 is a 0 up to rounding, which may come out on either side.
      custom: Math.abs(customTotal) < SAME ? 0 : customTotal,
      decoded: decode(customTotal),
      plain: plainTotal,
    });
    const ends = ENDS.map((name) => ({
      name,
      ...row(custom.get(name) ?? customSemiring.zero, plain.get(name) ?? 0),
    }));
    const whole = row(
      plusAll(
        customSemiring,
        ENDS.map((name) => custom.get(name) ?? customSemiring.zero),
      ),
      plusAll(
        probabilitySemiring,
        ENDS.map((name) => plain.get(name) ?? 0),
      ),
    );
    const agree = [...ends, whole].every(({ decoded, plain: p }) => Math.abs(decoded - p) < SAME);
    const outcome: 'agree' | 'differ' = agree ? 'agree' : 'differ';
    return {
      edges: FIRST_GRAPH.edges.map(({ from, to, weight }) => ({
        from,
        to,
        p: weight,
        custom: encode(weight),
      })),
      ends,
      whole,
      outcome,
    };
  },
});
