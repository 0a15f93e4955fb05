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
/** The search is given up after so many first tokens: a model that is sure of nothing would need them all. */
const MOST = 200;
/** From so many pairs on they are counted in billions. */
const BILLIONS = 1e9;

/** Pairs that differ by less, in nats, differ by rounding. */
export const SAME = 1e-9;

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

/** The first token that a search did not look at, if any, and whether that one alone is no better than the best pair. */
export function searchEnd(
  firsts: readonly (readonly [id: number, logprob: number])[],
  { best, expanded }: { readonly best: Pair; readonly expanded: readonly Pair[] },
) {
  const [skipped, alone] = firsts[expanded.length] ?? [null, Number.NEGATIVE_INFINITY];
  return { skipped, search: either(alone <= best.total, 'exact', 'stopped') };
}

export const greedyAgainstBest = measurement({
  id: 'greedy-against-best',
  kinds: {
    rows: { greedyTotal: 'nats', bestTotal: 'nats', expansions: 'rank' },
    differing: 'rank',
    shown: { place: 'exact', first: 'nats', pair: 'nats' },
    threshold: 'nats',
    winner: { place: 'rank', secondProbability: 'probability' },
    most: 'exact',
  },
  async measure({ lm }) {
    const results = [];
    for (const prompt of PROMPTS) {
      const ids = lm.encode(prompt);
      const { logits } = await lm.next(ids);
      const firsts = lm.top(logits, MOST + 1).map(({ id, logprob }) => [id, logprob] as const);
      const found = await bestPair(firsts.slice(0, MOST), async (first) => {
        const next = await lm.next([...ids, first]);
        return at(lm.top(next.logits, 1), 0);
      });
      results.push({ prompt, firsts, ...found, ...searchEnd(firsts, found) });
    }
    const rows = results.map(({ prompt, best, expanded, search }) => {
      const greedy = expanded[0] ?? best;
      return {
        prompt,
        greedy: lm.decode([greedy.first, greedy.second]),
        greedyTotal: greedy.total,
        best: lm.decode([best.first, best.second]),
        bestTotal: best.total,
        expansions: expanded.length,
        looked: either(expanded.length === 1, 'at one', 'at several'),
        verdict: either(greedy.first === best.first, 'greedy is best', 'greedy is beaten'),
        search,
      };
    });
    const differing = rows.filter((row) => row.verdict === 'greedy is beaten').length;
    const { prompt, firsts, best, expanded, skipped, search } = at(results, 0);
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
      shownPairs: either(
        expanded.length > 1 && expanded.every(({ total }) => best.total - total < SAME),
        'alike',
        'different',
      ),
      shownEnd: either(expanded.length < SHOWN, 'drawn', 'beyond'),
      winner: {
        first: textOf(best.first),
        place: place + 1,
        second: textOf(best.second),
        secondProbability: Math.exp(best.total - firstLogprob),
      },
      skipped: skipped === null ? '' : textOf(skipped),
      shownSearch: skipped === null ? ('all' as const) : search,
      searches: either(
        rows.some((row) => row.search === 'stopped'),
        'some stopped',
        'exact',
      ),
      most: MOST,
      pairs: either(lm.vocabularySize ** 2 > BILLIONS, 'billions', 'very many'),
    };
  },
});
