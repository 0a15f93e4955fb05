import { choose, code, curious, figure, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { count, nats, percent, rank, ref, text, token } from '#report/values';
import { greedyAgainstBest } from './best-pair.measure.ts';

export const greedy = section({
  id: 'greedy',
  title: prose`Always the likeliest token is not always the likeliest text`,
  needs: { m: greedyAgainstBest },
  write: ({ m }) => [
    prose`A program that writes *greedily* takes the likeliest token, then the likeliest after that, and so
      on. Is the result the likeliest text? Not necessarily: a modest first token may open the door to a very
      likely second one. But there are ${choose(m.pairs, { billions: prose`billions of`, 'very many': prose`very many` })} pairs to try.

      Log-space helps again. A second token adds a term that is zero at best. So go through the first tokens
      from the likeliest on, look up the best second token of each, and stop as soon as the next first token
      *alone* is no better than the best pair so far. All later ones are no better. The search is exact,
      ${choose(m.searches, {
        exact: prose`and short`,
        'some stopped': prose`unless it is given up, for it need not be short`,
      })}. ${ref('best-pair-search')} shows one at work.`,
    figure({
      id: 'best-pair-search',
      caption: prose`The search after “${text(m.shownPrompt)}”: the log-probability of each first token
        (square) and of its best pair (circle). ${choose(m.shownEnd, {
          drawn: prose`First tokens left of the dashed line cannot win any more and were not expanded.`,
          beyond: prose`The dashed line is the best pair of the whole search, which went on after these ten.`,
        })}`,
      alt: prose`For ten first tokens a square, and for those that were expanded a circle, never further right
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
    prose`What to see: ${choose(m.rows[0]?.verdict ?? 'greedy is best', {
      'greedy is beaten': prose`${token(m.winner.first)} is only number ${rank(m.winner.place)} as a first
        token (${nats(m.winner.firstLogprob, { digits: 2 })}). But ${token(m.winner.second)} follows it with a
        probability of ${percent(m.winner.secondProbability)}, so its pair stands at
        ${nats(m.threshold, { digits: 2 })} (the dashed line), to the right of the greedy pair
        ${token(m.rows[0]?.greedy)} (${nats(m.rows[0]?.greedyTotal, { digits: 2 })}).`,
      'greedy is best': choose(m.shownPairs, {
        alike: prose`all pairs that were looked at are equally likely, ${nats(m.threshold, { digits: 2 })} (the
          dashed line).`,
        different: prose`the likeliest first token leads to the best pair here,
          ${token(m.rows[0]?.best)}, at ${nats(m.threshold, { digits: 2 })} (the dashed line).`,
      }),
    })} ${choose(m.shownSearch, {
      exact: prose`${token(m.skipped)} and all below it lie left of the line already with one token.`,
      all: prose`No first token lies left of the line with one token: the search had to look at them all.`,
      stopped: prose`The search was given up before ${token(m.skipped)}, which alone is still likelier
        than that pair: a better one may have been missed.`,
    })}`,
    curious(prose`How is the search written?`, [
      prose`A \`Pair\` holds the ids of its two tokens and the sum of their log-probabilities. \`expand\` asks
        the model.`,
      code('#chapters/04-log-space-joint-probability/best-pair.measure', 'best-pair'),
    ]),
    prose`How often is greedy beaten? ${ref('greedy-table')} tries five beginnings of our choice.`,
    table({
      id: 'greedy-table',
      caption: prose`Greedy and best pairs after five beginnings, and how many first tokens the search
        looked at.`,
      rows: m.rows,
      columns: [
        ['after', (row) => text(row.prompt)],
        ['greedy pair', (row) => token(row.greedy)],
        ['sum (nats)', (row) => nats(row.greedyTotal, { digits: 2 })],
        ['best pair', (row) => token(row.best)],
        ['sum (nats)', (row) => nats(row.bestTotal, { digits: 2 })],
        ['looked at', (row) => rank(row.expansions)],
      ],
    }),
    prose`What to see: ${choose(m.beaten, {
      none: choose(m.searches, {
        exact: prose`greedy found the best pair after each of the five beginnings, which is not a law.`,
        'some stopped': prose`no search found a better pair than the greedy one.`,
      }),
      one: prose`after one of the five beginnings greedy is beaten.`,
      several: prose`after ${rank(m.differing)} of the five beginnings greedy is beaten.`,
    })}${choose(m.shortest, {
      'one token': prose` Where the search stopped after one first token, its best pair was already likelier
        than any other first token alone.`,
      'several tokens': prose``,
    })}${choose(m.searches, {
      exact: prose``,
      'some stopped': prose` After ${count(m.most)} first tokens we gave up: the pair in such a row is the best
          of those that were looked at, and perhaps not the best of all.`,
    })} What this search does exactly for two tokens, *beam search* does approximately for
      many: it keeps only the few best beginnings at each step.`,
    prose`Do not conclude that the likeliest text is the best one. The likeliest continuation of a story is
      often a dull one, which is why programs *draw* tokens when they write.`,
  ],
});
