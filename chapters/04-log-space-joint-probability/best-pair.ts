import { choose, code, curious, figure, layout, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { count, equation, math, nats, percent, rank, ref, text, token } from '#report/values';
import { greedyAgainstBest, SAME } from './best-pair.measure.ts';
import { candidates } from './candidates.measure.ts';
import { isLevel } from './ties.ts';
import { wordEnds } from './whole-words.measure.ts';

export const greedy = section({
  id: 'greedy',
  title: prose`The first token decides too early`,
  needs: { m: greedyAgainstBest, decision: candidates, words: wordEnds },
  write: ({ m, decision, words }) => [
    prose`Scoring whole endings takes time. A tempting shortcut: read one prediction, and take the ending whose
      first token is likeliest. ${choose(isLevel(decision, 'first') ? 'level' : decision.shortcut, {
        level: prose`Here that is a tie, and “${text(decision.beginner.text)}” only the first in the list.`,
        'another winner': prose`It prefers “${text(decision.beginner.text)}”${
          decision.beginner.text === decision.right.text
            ? prose`, which happens to be what the story says`
            : prose``
        }.`,
        'same winner': prose`It prefers “${text(decision.beginner.text)}”, as the sum does.`,
      })} ${choose(decision.beginner.length, {
        several: prose`${token(decision.beginner.opening)} has ${percent(decision.beginner.first, 2)}, the whole ending ${percent(decision.beginner.whole, 2)}.`,
        one: prose`That one is a single token, with ${percent(decision.beginner.first, 2)}.`,
      })} A token's probability covers *every* text that begins with it. And endings that begin alike cannot be
      told apart at all.`,
    ...(words.rows.length === 0
      ? []
      : [
          curious(prose`When is a token a whole word?`, [
            prose`When no piece of a word follows. Add up the probabilities of the next tokens that end the word, here all
              that do not begin with a letter, a digit, or an apostrophe or hyphen before a letter. Then`,
            equation`q(\text{word}) = q(\text{token}) \cdot \sum_t q(t \mid \text{token})`,
            prose`with ${math`t`} over the tokens that end the word. ${choose(words.end, {
              always: prose`Here, after “${text(words.prompt)}”, the sum is practically one: each of the likeliest words
                ends with its token (${ref('word-table')}).`,
              'not always': prose`${ref('word-table')} does it after “${text(words.prompt)}”.`,
            })}`,
            table({
              id: 'word-table',
              caption: layout(
                words.rows.map(({ ends }) => ends),
                (...shares) => Math.max(...shares) - Math.min(...shares) < SAME,
              )
                ? prose`Some of the likeliest tokens made of a space and letters; the word ends equally often after each.`
                : prose`Of the likeliest tokens made of a space and letters, those after which the word ends least
                    often.`,
              rows: words.rows,
              columns: [
                ['token', (row) => token(row.text)],
                ['its probability', (row) => percent(row.begins)],
                ['word ends after it', (row) => percent(row.ends)],
                ['product', (row) => percent(row.whole)],
                ['a longer text', (row) => token(row.extension)],
              ],
            }),
            prose`Whole words exclude each other, so they may be added. A token and a longer text that begins with it may not: the
              probability of ${token(words.rows[0]?.text)} includes that of every text with
              ${token(words.rows[0]?.extension)}, and adding both counts those twice.`,
          ]),
        ]),
    prose`A model that writes *greedily* takes this shortcut at every token: the likeliest now, then the likeliest
      after that. Is the result at least the likeliest text? A modest first token may open the door to a very
      likely second one. But there are ${choose(m.pairs, { billions: prose`billions of`, 'very many': prose`very many` })}
      pairs to try.

      One bound saves us: a probability is at most one, so a second token never raises the product. So go through the first tokens from the likeliest on,
      look up the best second token of each, and stop when the next first token *alone* is no better than the best
      pair so far. The search is exact, ${choose(m.searches, {
        exact: prose`and short`,
        'some stopped': prose`unless it is given up, for it need not be short`,
      })} (${ref('best-pair-search')}).`,
    figure({
      id: 'best-pair-search',
      caption: prose`The search after “${text(m.shownPrompt)}”: the log-probability of each first token
        (square) and of its best pair (circle). ${choose(m.shownEnd, {
          drawn: prose`First tokens left of the dashed line cannot win any more and were not expanded.`,
          beyond: prose`The dashed line is the best pair of the whole search, which went on after these ten.`,
        })}`,
      alt: prose`For ten first tokens a square, and for each that was expanded a circle, never further right
        (${rank(m.rows[0]?.expansions)} in all). The best pair found has ${nats(m.threshold)}.`,
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
          mark.dots(
            {
              y: mark.n('token', { sort: null, title: null, axis: { style: 'tokens' } }),
              x: mark.q('logprob', { title: 'log-probability, in nats', scale: { zero: false } }),
              color: mark.n('part', { title: null }),
              shape: mark.n('part', { title: null, scale: { range: ['square', 'circle'] } }),
            },
            { size: 80 },
          ),
          mark.reference({ x: 'logprob' }, { data: 'threshold' }),
        ],
      },
    }),
    prose`${choose(m.rows[0]?.verdict ?? 'greedy is best', {
      'greedy is beaten': prose`${token(m.winner.first)} is only number ${rank(m.winner.place)} as a first
        token. But ${token(m.winner.second)} follows it with ${percent(m.winner.secondProbability, 2)}, so its pair
        stands at ${nats(m.threshold, 1)}, to the right of the greedy pair ${token(m.rows[0]?.greedy)}
        (${nats(m.rows[0]?.greedyTotal, 1)}).`,
      'greedy is best': choose(m.shownPairs, {
        alike: prose`All pairs that were looked at are equally likely, ${nats(m.threshold, 1)} (the
          dashed line).`,
        different: prose`The likeliest first token leads to the best pair here, ${token(m.rows[0]?.best)}, at
          ${nats(m.threshold, 1)} (the dashed line).`,
      }),
    })} ${choose(m.shownSearch, {
      exact: prose`${token(m.skipped)} and all below it are out already with one token.`,
      all: prose`No first token lies left of the line with one token: the search had to look at them all.`,
      stopped: prose`The search was given up before ${token(m.skipped)}, which alone is still likelier
        than that pair: a better one may have been missed.`,
    })} ${choose(m.beaten, {
      none: choose(m.searches, {
        exact: prose`Greedy found the best pair after each of the five beginnings that we tried
          (${ref('five-beginnings')}), which is not a law.`,
        'some stopped': prose`After none of five beginnings (${ref('five-beginnings')}) did a search find a better pair
          than the greedy one.`,
      }),
      one: prose`We tried five beginnings (${ref('five-beginnings')}); greedy lost after one of them.`,
      several: prose`Greedy was beaten after ${rank(m.differing)} of the five beginnings that we tried
        (${ref('five-beginnings')}).`,
    })} What this search does exactly for two tokens, *beam search* does approximately for many: it keeps the few
      best beginnings at each step.${choose(m.searches, {
        exact: prose``,
        'some stopped': prose` (After ${count(m.most)} first tokens we gave up.)`,
      })}`,
    curious(prose`How is the search written, and what did it find elsewhere?`, [
      prose`\`expand\` asks the model.`,
      code('#chapters/04-log-space-joint-probability/best-pair.measure', 'best-pair'),
      table({
        id: 'five-beginnings',
        caption: prose`Five beginnings: the greedy pair and the best that was found, in nats, and how many first tokens were
          expanded.`,
        rows: m.rows,
        columns: [
          ['beginning', (row) => text(row.prompt)],
          ['greedy', (row) => token(row.greedy)],
          ['nats', (row) => nats(row.greedyTotal, 2)],
          ['best found', (row) => token(row.best)],
          ['nats', (row) => nats(row.bestTotal, 2)],
          ['expanded', (row) => rank(row.expansions)],
        ],
      }),
    ]),
  ],
});
