import { code, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, math, nats, rank, ref, text, token } from '#report/values';
import { visible } from '#report/visible';

const PROMPTS = [
  'The best thing about',
  'The capital of France is',
  'She opened the door and',
  'Once upon a',
  'I would like a cup of',
];
/** How many first tokens the figure shows. */
const SHOWN = 10;

/** A pair of tokens, by place of the first in the order of likelihood. */
interface Pair {
  readonly first: number;
  readonly second: number;
  readonly total: number;
}

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
    rows: {
      prompt: 'exact',
      greedy: 'exact',
      greedyTotal: 'nats',
      best: 'exact',
      bestTotal: 'nats',
      expansions: 'rank',
      verdict: 'exact',
    },
    differing: 'rank',
    anyDiffers: 'exact',
    shownPrompt: 'exact',
    shown: { text: 'exact', place: 'exact', first: 'nats', pair: 'nats' },
    threshold: 'nats',
  },
  async measure({ lm }) {
    const results = [];
    for (const prompt of PROMPTS) {
      const ids = lm.encode(prompt);
      const { logits } = await lm.next(ids);
      const firsts = lm.top(logits, 200).map(({ id, logprob }) => [id, logprob] as const);
      const found = await bestPair(firsts, async (first) => {
        const next = await lm.next([...ids, first]);
        const second = lm.top(next.logits, 1)[0];
        if (!second) throw new RangeError('an empty vocabulary has no likeliest token');
        return second;
      });
      results.push({ prompt, firsts, ...found });
    }
    const rows = results.map(({ prompt, best, expanded }) => {
      const greedy = expanded[0] ?? best;
      const verdict: 'greedy is best' | 'greedy is beaten' =
        greedy.first === best.first ? 'greedy is best' : 'greedy is beaten';
      return {
        prompt,
        greedy: lm.decode([greedy.first, greedy.second]),
        greedyTotal: greedy.total,
        best: lm.decode([best.first, best.second]),
        bestTotal: best.total,
        expansions: expanded.length,
        verdict,
      };
    });
    const differing = rows.filter((row) => row.verdict === 'greedy is beaten').length;
    const anyDiffers: 'some' | 'none' = differing > 0 ? 'some' : 'none';
    const [one] = results;
    return {
      rows,
      differing,
      anyDiffers,
      shownPrompt: one?.prompt ?? '',
      shown: (one?.firsts ?? []).slice(0, SHOWN).map(([id, first], index) => ({
        text: lm.pieces([id])[0]?.text ?? '',
        place: index + 1,
        first,
        pair: one?.expanded[index]?.total ?? null,
      })),
      threshold: one?.best.total ?? Number.NaN,
    };
  },
});

export const greedy = section({
  id: 'greedy',
  title: prose`Always the likeliest token is not always the likeliest text`,
  needs: { m: greedyAgainstBest },
  write({ m }) {
    const [shown] = m.rows;
    return [
      prose`
        A program that writes *greedily* takes the likeliest token, then the likeliest after that, and so on. Is the result
        the likeliest text? Not necessarily: a modest first token may open the door to a very likely second one. To know,
        one would have to try all pairs of tokens, and there are billions of them.

        Log-space helps again. A second token adds a term that is zero at best. So go through the first tokens from the
        likeliest on, look up the best second token of each, and stop as soon as the next first token *alone* is no better
        than the best pair so far. Everything behind it is worse still. The search is exact, and short.
      `,
      code('#chapters/04-log-space-joint-probability/best-pair', 'best-pair'),
      prose`${ref('best-pair-search')} shows one search at work.`,
      figure({
        id: 'best-pair-search',
        caption: prose`
          The search after “${text(m.shownPrompt)}”: the log-probability of each first token (square) and of its best pair
          (circle). First tokens left of the dashed line cannot win any more and were not expanded.
        `,
        alt: prose`
          For ten first tokens a square, and a circle further left for each of the ${rank(shown?.expansions)} that were
          expanded. The best pair stands at ${nats(m.threshold)}.
        `,
        data: {
          rows: m.shown.flatMap((row) => [
            { token: visible(row.text), place: row.place, part: 'first token', logprob: row.first },
            { token: visible(row.text), place: row.place, part: 'with its best second', logprob: row.pair },
          ]),
          threshold: [{ logprob: m.threshold }],
        },
        spec: {
          height: { step: 24 },
          layer: [
            {
              mark: { type: 'point', filled: true, size: 80 },
              encoding: {
                y: {
                  field: 'token',
                  type: 'nominal',
                  sort: null,
                  title: null,
                  axis: { style: 'tokens' },
                },
                x: {
                  field: 'logprob',
                  type: 'quantitative',
                  title: 'log-probability, in nats',
                  scale: { zero: false },
                },
                color: { field: 'part', type: 'nominal', title: null },
                shape: {
                  field: 'part',
                  type: 'nominal',
                  title: null,
                  scale: { range: ['square', 'circle'] },
                },
              },
            },
            {
              data: { name: 'threshold' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'logprob', type: 'quantitative' } },
            },
          ],
        },
      }),
      table({
        id: 'greedy-table',
        caption: prose`Greedy and best pairs after five beginnings, and how many first tokens the search had to look at.`,
        rows: m.rows,
        columns: [
          { head: prose`after`, cell: (row) => prose`${text(row.prompt)}` },
          { head: prose`greedy pair`, cell: (row) => prose`${token(row.greedy)}` },
          {
            head: prose`sum (nats)`,
            align: 'right',
            cell: (row) => prose`${nats(row.greedyTotal, { digits: 2 })}`,
          },
          { head: prose`best pair`, cell: (row) => prose`${token(row.best)}` },
          {
            head: prose`sum (nats)`,
            align: 'right',
            cell: (row) => prose`${nats(row.bestTotal, { digits: 2 })}`,
          },
          { head: prose`looked at`, align: 'right', cell: (row) => prose`${rank(row.expansions)}` },
        ],
      }),
      choose(m.anyDiffers, {
        some: prose`
          What to see: after ${count(m.differing)} of the beginnings greedy is beaten. Where only one first token was
          looked at, its lead was large enough at once. What ${ref('greedy-table')} does for two tokens, *beam search*
          does approximately for many.
        `,
        none: prose`
          What to see: greedy found the best pair after each of these beginnings. That is luck, not a law; what
          ${ref('greedy-table')} does exactly for two tokens, *beam search* does approximately for many.
        `,
      }),
      prose`
        Do not conclude that the likeliest text is the best one. The likeliest continuation of a story is often a dull one,
        which is why programs *draw* tokens when they write. Here ${math`\ell`} is a measuring instrument, not a taste.
      `,
    ];
  },
});
