import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';

const PROMPTS = [
  'The best thing about',
  'The capital of France is',
  'She opened the door and',
  'Once upon a',
  'I would like a cup of',
];
/** How many first tokens the figure shows. */
const SHOWN = 10;

/** The ids of two tokens, and the sum of their log-probabilities. */
export type Pair = { readonly first: number; readonly second: number; readonly total: number };

// #region best-pair
/**
 * The likeliest pair of tokens, exactly. `firsts` are [id, log-probability] from the likeliest on; `expand` gives the
 * likeliest token after one of them. A second token can only lower the sum, so the search ends as soon as the next
 * first token alone is no better than the best pair found.
 */
export async function bestPair(
  firsts: readonly (readonly [id: number, logprob: number])[],
  expand: (first: number) => Promise<{ id: number; logprob: number }>,
): Promise<{ best: Pair; expanded: Pair[] }> {
  let best: Pair = { first: -1, second: -1, total: Number.NEGATIVE_INFINITY };
  const expanded: Pair[] = [];
  for (const [first, logprob] of firsts) {
    if (logprob <= best.total) break;
    const second = await expand(first);
    const pair = { first, second: second.id, total: logprob + second.logprob };
    expanded.push(pair);
    if (pair.total > best.total) best = pair;
  }
  return { best, expanded };
}
// #endregion best-pair

export const greedyAgainstBest = measurement({
  id: 'greedy-against-best',
  kinds: {
    rows: { greedyTotal: 'nats', bestTotal: 'nats', expansions: 'rank' },
    differing: 'rank',
    shown: { place: 'exact', first: 'nats', pair: 'nats' },
    threshold: 'nats',
    winner: { place: 'rank', firstLogprob: 'nats', secondProbability: 'probability' },
  },
  async measure({ lm }) {
    const results = [];
    for (const prompt of PROMPTS) {
      const ids = lm.encode(prompt);
      const { logits } = await lm.next(ids);
      const firsts = lm.top(logits, 200).map(({ id, logprob }) => [id, logprob] as const);
      const found = await bestPair(firsts, async (first) => {
        const next = await lm.next([...ids, first]);
        return at(lm.top(next.logits, 1), 0);
      });
      results.push({ prompt, firsts, ...found });
    }
    const rows = results.map(({ prompt, best, expanded }) => {
      const greedy = expanded[0] ?? best;
      return {
        prompt,
        greedy: lm.decode([greedy.first, greedy.second]),
        greedyTotal: greedy.total,
        best: lm.decode([best.first, best.second]),
        bestTotal: best.total,
        expansions: expanded.length,
        verdict: either(greedy.first === best.first, 'greedy is best', 'greedy is beaten'),
      };
    });
    const differing = rows.filter((row) => row.verdict === 'greedy is beaten').length;
    const { prompt, firsts, best, expanded } = at(results, 0);
    const textOf = (id: number) => at(lm.pieces([id]), 0).text;
    const place = firsts.findIndex(([id]) => id === best.first);
    const [, firstLogprob] = at(firsts, place);
    return {
      rows,
      differing,
      beaten: differing === 0 ? ('none' as const) : either(differing === 1, 'one', 'several'),
      shownPrompt: prompt,
      shown: firsts.slice(0, SHOWN).map(([id, first], index) => ({
        text: textOf(id),
        place: index + 1,
        first,
        pair: expanded[index]?.total ?? null,
      })),
      threshold: best.total,
      winner: {
        first: textOf(best.first),
        place: place + 1,
        firstLogprob,
        second: textOf(best.second),
        secondProbability: Math.exp(best.total - firstLogprob),
      },
      skipped: textOf(at(firsts, expanded.length)[0]),
    };
  },
});
