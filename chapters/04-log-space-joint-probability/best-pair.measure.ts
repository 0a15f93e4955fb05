import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { nats, percent, rank, ref, text, token } from '#report/values';
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

/** The ids of two tokens, and the sum of their log-probabilities. */
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
    beaten: 'exact',
    shownPrompt: 'exact',
    shown: { text: 'exact', place: 'exact', first: 'nats', pair: 'nats' },
    threshold: 'nats',
    winner: {
      first: 'exact',
      place: 'rank',
      firstLogprob: 'nats',
      second: 'exact',
      secondProbability: 'probability',
    },
    skipped: 'exact',
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
    const beaten: 'none' | 'one' | 'several' = differing === 0 ? 'none' : differing === 1 ? 'one' : 'several';
    const [one] = results;
    const textOf = (id: number | undefined): string => lm.pieces([id ?? -1])[0]?.text ?? '';
    const place = one?.firsts.findIndex(([id]) => id === one.best.first) ?? -1;
    const firstLogprob = one?.firsts[place]?.[1] ?? Number.NaN;
    return {
      rows,
      differing,
      beaten,
      shownPrompt: one?.prompt ?? '',
      shown: (one?.firsts ?? []).slice(0, SHOWN).map(([id, first], index) => ({
        text: textOf(id),
        place: index + 1,
        first,
        pair: one?.expanded[index]?.total ?? null,
      })),
      threshold: one?.best.total ?? Number.NaN,
      winner: {
        first: textOf(one?.best.first),
        place: place + 1,
        firstLogprob,
        second: textOf(one?.best.second),
        secondProbability: Math.exp((one?.best.total ?? Number.NaN) - firstLogprob),
      },
      skipped: textOf(one?.firsts[one.expanded.length]?.[0]),
    };
  },
});

export const greedy = section({
  id: 'greedy',
  title: prose`Always the likeliest token is not always the likeliest text`,
  needs: { m: greedyAgainstBest },
  write({ m }) {
    const [shown] = m.rows;
    const shownVerdict = shown?.verdict ?? 'greedy is best';
    return [
      prose`
        A program that writes *greedily* takes the likeliest token, then the likeliest after that, and so on. Is the result
        the likeliest text? Not necessarily: a modest first token may open the door to a very likely second one. But
        there are billions of pairs to try.

        Log-space helps again. A second token adds a term that is zero at best. So go through the first tokens from the
        likeliest on, look up the best second token of each, and stop as soon as the next first token *alone* is no better
        than the best pair so far. All later ones are no better. The search is exact, and short.
        ${ref('best-pair-search')} shows one at work.
      `,
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
      prose`
        What to see: ${choose(shownVerdict, {
          'greedy is beaten': prose`${token(m.winner.first)} is only number ${rank(m.winner.place)} as a first token
          (${nats(m.winner.firstLogprob, { digits: 2 })}). But ${token(m.winner.second)} follows it with a probability of
          ${percent(m.winner.secondProbability)}, so its pair stands at ${nats(m.threshold, { digits: 2 })} (the dashed line), to
          the right of the greedy pair ${token(shown?.greedy)} (${nats(shown?.greedyTotal, { digits: 2 })}).`,
          'greedy is best': prose`the likeliest first token leads to the best pair here, ${token(shown?.best)}, at
          ${nats(m.threshold, { digits: 2 })} (the dashed line).`,
        })} ${token(m.skipped)} and all below it lie left of the line already with one token.
      `,
      curious(prose`How is the search written?`, [
        prose`
          A \`Pair\` holds the ids of its two tokens and the sum of their log-probabilities. \`expand\` asks the model.
        `,
        code('#chapters/04-log-space-joint-probability/best-pair.measure', 'best-pair'),
      ]),
      prose`Does that happen often? ${ref('greedy-table')} tries five beginnings of our choice.`,
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
      prose`
        What to see: ${choose(m.beaten, {
          none: prose`greedy found the best pair after each of the five beginnings, which is luck, not a law.`,
          one: prose`after one of the five beginnings greedy is beaten.`,
          several: prose`after ${rank(m.differing)} of the five beginnings greedy is beaten.`,
        })} Where the search stopped after one first token, its best pair was already likelier than any other first token
        alone. What this search does exactly for two tokens, *beam search* does approximately for many: it keeps only the few
        best beginnings at each step.
      `,
      prose`
        Do not conclude that the likeliest text is the best one. The likeliest continuation of a story is often a dull one,
        which is why programs *draw* tokens when they write.
      `,
    ];
  },
});
