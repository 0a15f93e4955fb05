import { type Graph, graphOf, type WeightedEdge } from '#numerics/graph';
import { at } from '#numerics/list';
import { pathTotals } from '#numerics/path-totals';
import { logSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { surfaceForms } from './surface-forms.measure.ts';

const nodeOf = (asked: number, right: number): string => `${asked}:${right}`;

/** The log-probabilities of being right and wrong for one who leads by so many nats, by what the model itself says. */
export function rightOrWrong(lead: number): [number, number] {
  const right = -Math.log1p(Math.exp(-Math.abs(lead)));
  return [right, right - Math.abs(lead)];
}

/** A node for so many asked and so many of them right: the weights are log-probabilities. */
export function countingLattice(leads: readonly number[]): Graph {
  const edges = leads.flatMap((lead, asked) => {
    const [right, wrong] = rightOrWrong(lead);
    return Array.from({ length: asked + 1 }, (_, count): WeightedEdge[] => [
      { from: nodeOf(asked, count), to: nodeOf(asked + 1, count + 1), weight: right },
      { from: nodeOf(asked, count), to: nodeOf(asked + 1, count), weight: wrong },
    ]).flat();
  });
  return graphOf(edges);
}

/** The log-probability of so many right answers, from none to all, in one pass. */
export function howManyRight(leads: readonly number[]): number[] {
  const totals = pathTotals(countingLattice(leads), logSemiring, ({ weight }) => weight, nodeOf(0, 0));
  return Array.from(
    { length: leads.length + 1 },
    (_, count) => totals.get(nodeOf(leads.length, count)) ?? Number.NaN,
  );
}

export const rightAnswers = measurement({
  id: 'right-answers',
  needs: { forms: surfaceForms },
  kinds: {
    ...each('exact', 'n', 'edges'),
    counts: { count: 'exact', probability: { kind: 'probability', within: 'relativeError' } },
    ...each('rank', 'low', 'high', 'actual'),
    expected: { kind: 'perplexity', within: 'perplexity' },
  },
  async measure({ forms }) {
    const leads = at(forms.prompts, 0).items.map(({ lead }) => lead);
    const counts = howManyRight(leads).map((logprob, count) => ({ count, probability: Math.exp(logprob) }));
    /** The smallest count that, with all below it, holds the share. */
    const quantile = (share: number): number => {
      let held = 0;
      for (const { count, probability } of counts) {
        held += probability;
        if (held >= share) return count;
      }
      return leads.length;
    };
    const [low, high] = [quantile(0.025), quantile(0.975)];
    const actual = leads.filter((lead) => lead > 0).length;
    return {
      n: leads.length,
      edges: countingLattice(leads).edges.length,
      counts,
      expected: counts.reduce((sum, { count, probability }) => sum + count * probability, 0),
      low,
      high,
      actual,
      verdict: actual < low ? ('fewer' as const) : either(actual > high, 'more', 'as many'),
    };
  },
});
