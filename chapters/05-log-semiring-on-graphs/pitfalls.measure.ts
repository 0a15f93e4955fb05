import { at } from '#numerics/list';
import { plusAll } from '#numerics/semiring';
import { logSemiring, probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { ENDS, FIRST_GRAPH, START } from './graphs.ts';

const PROMPT = 'The capital of France is';
/** A probability as it is printed, in three digits. */
const printed = (p: number) => p.toPrecision(3);
const OVERLAPPING = [' Paris', ' Paris.', ' Paris,'];

export const overlapping = measurement({
  id: 'overlapping-forms',
  kinds: {
    rows: { logprob: 'nats', probability: 'probability' },
    ...each('probability', 'right', 'sum', 'one'),
    sumLog: 'nats',
  },
  async measure({ lm }) {
    const forms = OVERLAPPING.map((form) => lm.encode(form));
    const scores = await lm.scoreContinuations(lm.encode(PROMPT), forms);
    const rows = OVERLAPPING.map((form, index) => {
      const logprob = at(scores, index).total;
      return { form, logprob, probability: Math.exp(logprob) };
    });
    const shortest = at(rows, 0);
    const logprobs = scores.map(({ total }) => total);
    const sumLog = plusAll(logSemiring, logprobs);
    return {
      prompt: PROMPT,
      rows,
      shortest: shortest.form,
      right: shortest.probability,
      sum: Math.exp(sumLog),
      one: 1,
      longer: either(printed(Math.exp(sumLog)) !== printed(shortest.probability), 'add', 'hardly add'),
      sumLog,
    };
  },
});

/** The totals when edges are taken in the order given, whether or not the totals they start from are complete. */
function carelessTotals(edges: typeof FIRST_GRAPH.edges): Map<string, number> {
  const totals = new Map([[START, probabilitySemiring.one]]);
  const totalAt = (node: string): number => totals.get(node) ?? probabilitySemiring.zero;
  for (const { from, to, weight } of edges) {
    const through = probabilitySemiring.times(totalAt(from), weight);
    totals.set(to, probabilitySemiring.plus(totalAt(to), through));
  }
  return totals;
}

export const wrongOrder = measurement({
  id: 'wrong-order',
  kinds: { rows: { forward: 'float64', shuffled: 'float64' } },
  async measure() {
    const forward = carelessTotals(FIRST_GRAPH.edges);
    const [first, second, ...rest] = FIRST_GRAPH.edges;
    // S -> B comes last: what leads on from B is looked at while nothing has reached B yet.
    const shuffled = carelessTotals([first, ...rest, second].filter((edge) => edge !== undefined));
    return {
      rows: ENDS.map((end) => ({ end, forward: forward.get(end) ?? 0, shuffled: shuffled.get(end) ?? 0 })),
    };
  },
});
