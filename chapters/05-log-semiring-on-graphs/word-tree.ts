import { choose, claim, curious, figure, join, prose, section, table, visible } from '#report';
import { count, countInWords, nats, percent, ref, text, token } from '#report/values';
import { drawnTree } from './drawing.ts';
import { ROOT, wordTree } from './word-tree.measure.ts';

export const wordTreeSection = section({
  id: 'word-tree',
  title: prose`When may two nodes be merged?`,
  needs: { m: wordTree },
  write({ m }) {
    const leaves = prose`A tree with ${count(m.count)} leaves.`;
    const alone = prose`What to see: the one way has ${nats(m.own)}, and with it nothing is missed.`;
    const together = prose`What to see: the log-sum-exp of all ways is ${nats(m.all)}. The usual way alone has
      ${nats(m.own)}, so the rest adds ${nats(m.gain)}. ${claim(m.all, m.own, {
        greater: prose`Who scores the usual one only misses that much.`,
        less: prose`A sum below one of its parts would be an error.`,
        tooClose: prose`To score the usual one only is a very small sin here.`,
      })}`;
    const differ = prose`How likely a full stop is afterwards differs by up to
      ${nats(m.stopSpread, { digits: 2 })} between them.`;
    const stops = prose`${claim(m.highestStop, m.lowestStop, {
      greater: differ,
      less: differ,
      tooClose: prose`Here a full stop is as likely after each of them; but it need not be.`,
    })}`;
    return [
      prose`The tokeniser writes ${token(m.word)} as ${choose(m.ownIsOne, {
        yes: prose`one token`,
        no: prose`${countInWords(m.ownTokens)} tokens`,
      })}. But the model may also spell it, and every way
        to cut the word into tokens is a path. ${choose(m.complete, {
          yes: prose`${ref('word-tree-drawn')} has all ${count(m.count)} after “${text(m.prompt)}”.`,
          'no pieces': prose`Its four characters can be cut in ${count(m.possible)} ways; of these,
            ${ref('word-tree-drawn')} has those whose pieces the vocabulary has, after “${text(m.prompt)}”.`,
          no: prose`Its four characters can be cut in ${count(m.possible)} ways; ${count(m.count)} of them are
            paths, because the vocabulary has no token ${join(m.missing.map(token))} without the space.
            ${ref('word-tree-drawn')} has them after “${text(m.prompt)}”.`,
        })}`,
      figure({
        id: 'word-tree-drawn',
        caption: prose`All ways to write ${token(m.word)}, as a tree. Below each token stands its
          log-probability in nats, given the tokens that lead there; a space alone is boxed. The dashed orange
          line is the tokeniser's own way${choose(m.others, {
            thin: prose`; next to it the rest has so small a share that it is drawn at the least width.`,
            thick: prose`; thickness shows the share of each edge.`,
            none: prose`, and the only one.`,
          })}`,
        alt: prose`${choose(m.others, { none: prose`A single path.`, thin: leaves, thick: leaves })} The tokeniser's own way has ${nats(m.own)} and
          ${choose(m.others, {
            thin: prose`nearly all of the weight; the other edges are thin.`,
            thick: prose`${percent(m.ownShare)} of the weight of all.`,
            none: prose`all of the weight.`,
          })}`,
        ...drawnTree(m.edges, ROOT, ({ piece }) => visible(piece), { height: 400, roomRight: 0.35 }),
      }),
      curious(prose`How likely is each way, and what follows?`, [
        table({
          id: 'word-tree-cuts',
          caption: prose`The ways to write ${token(m.word)}, and how likely a full stop is after each. The
            sums were rounded after adding.`,
          rows: m.cuts,
          columns: [
            ['pieces', (row) => join(row.pieces.map(token), prose` `)],
            ['log-probability (nats)', (row) => nats(row.total)],
            [prose`then ${token(m.stop)} (nats)`, (row) => nats(row.stop)],
          ],
        }),
      ]),
      prose`${choose(m.others, { none: alone, thin: together, thick: together })}

        Do all these ways lead on alike? ${choose(m.others, {
          none: prose`With one way there is nothing to compare.`,
          thin: stops,
          thick: stops,
        })} So here is the rule: **two nodes may be merged only
        where the future is the same.** In a hidden Markov model it is: all paths to a state share one node,
        since tomorrow depends on today's state only. In a language model it is not: no two paths meet, and
        dynamic programming saves nothing inside the tree. What you may always add up is different leaves: no
        leaf lies on the way to another, so they exclude each other.`,
      ...(m.compared === 'not enough'
        ? []
        : [
            curious(prose`Why not one node for each place in the word?`, [
              prose`The tree has ${count(m.nodes)} nodes, ${choose(m.smaller, {
                yes: prose`but a word of four characters has only ${count(m.positions)} places, from before the first
            to after the last. A graph with one node for each place would be smaller.`,
                no: prose`no more than the ${count(m.positions)} places of a word of four characters: with so few ways
            nothing could be saved.`,
              })} ${ref('same-letters')} shows what the model says after the same
          letters.`,
              table({
                id: 'same-letters',
                caption: prose`The same letters so far, in other tokens: the log-probability of ${token(m.last)}
            next.`,
                rows: m.histories,
                columns: [
                  ['so far', (row) => join(row.pieces.map(token), prose` `)],
                  [prose`next ${token(m.last)} (nats)`, (row) => nats(row.logprob)],
                ],
              }),
              prose`${claim(m.highest, m.lowest, {
                greater: prose`What to see: to us the text is the same, to the model it is not. The next
            ${token(m.last)} has anything from ${nats(m.lowest)} to ${nats(m.highest)}.`,
                less: prose`The order of the table says otherwise: the first row is not the highest.`,
                tooClose: prose`What to see: for these letters the tokens so far hardly matter, ${nats(m.lowest)} to
            ${nats(m.highest)}.`,
              })} ${claim(m.highestStop, m.lowestStop, {
                greater: prose`After the whole word it still matters: how likely a full stop is depends on how the
            word was written, by up to ${nats(m.stopSpread, { digits: 2 })} (${ref('word-tree-cuts')}).`,
                less: prose`The highest of the full stops is below the lowest, which cannot be.`,
                tooClose: prose`After the whole word it matters little for a full stop how the word was written.`,
              })}${choose(m.sameDigits, {
                yes: prose` (One number stands in both tables by coincidence: they are different tokens.)`,
                no: prose``,
              })}`,
            ]),
          ]),
    ];
  },
});
