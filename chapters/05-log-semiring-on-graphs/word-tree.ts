import { choose, claim, curious, figure, join, prose, section, table, visible } from '#report';
import { count, nats, percent, ref, text, token } from '#report/values';
import { drawnTree } from './drawing.ts';
import { ROOT, wordTree } from './word-tree.measure.ts';

export const wordTreeSection = section({
  id: 'word-tree',
  title: prose`When may two nodes be merged?`,
  needs: { m: wordTree },
  write({ m }) {
    return [
      prose`The tokeniser writes ${token(m.word)} as one token. But the model may also spell it, and every way
        to cut the word into tokens is a path. ${choose(m.complete, {
          yes: prose`${ref('word-tree-drawn')} has all ${count(m.count)} after “${text(m.prompt)}”.`,
          no: prose`Its four characters can be cut in ${count(m.possible)} ways; ${count(m.count)} of them are
            paths, because the vocabulary has no token ${join(m.missing.map(token))} without the space.
            ${ref('word-tree-drawn')} has them after “${text(m.prompt)}”.`,
        })}`,
      figure({
        id: 'word-tree-drawn',
        caption: prose`All ways to write ${token(m.word)}, as a tree. Below each token stands its
          log-probability in nats, given the tokens that lead there; a space alone is boxed. The dashed orange
          line is the tokeniser's own way; next to it the others have so small a share that all are drawn at
          the least width.`,
        alt: prose`A tree with ${count(m.count)} leaves. The tokeniser's own way has ${nats(m.own)} and
          ${percent(m.ownShare)} of the weight of all; the other edges are thin.`,
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
      prose`What to see: the log-sum-exp of all ways is ${nats(m.all)}. The usual way alone has
        ${nats(m.own)}, so the others add ${nats(m.gain)}. ${claim(m.all, m.own, {
          greater: prose`Who scores the usual one only misses that much.`,
          less: prose`A sum below one of its parts would be an error.`,
          tooClose: prose`To score the usual one only is a very small sin here.`,
        })}

        Do all these ways lead on alike? How likely a full stop is afterwards differs by up to
        ${nats(m.stopSpread, { digits: 2 })} between them. So here is the rule: **two nodes may be merged only
        where the future is the same.** In a hidden Markov model it is: all paths to a state share one node,
        since tomorrow depends on today's state only. In a language model it is not: no two paths meet, and
        dynamic programming saves nothing inside the tree. What you may always add up is different leaves: no
        leaf lies on the way to another, so they exclude each other.`,
      curious(prose`Why not one node for each place in the word?`, [
        prose`The tree has ${count(m.nodes)} nodes, but a word of four characters has only
          ${count(m.positions)} places, from before the first to after the last. A graph with one node for
          each place would be smaller. ${ref('same-letters')} shows what the model says after the same
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
            ${nats(m.highest)}. That is luck.`,
        })} ${claim(m.highestStop, m.lowestStop, {
          greater: prose`After the whole word it still matters: how likely a full stop is depends on how the
            word was written, by up to ${nats(m.stopSpread, { digits: 2 })} (${ref('word-tree-cuts')}).`,
          less: prose`The highest of the full stops is below the lowest, which cannot be.`,
          tooClose: prose`After the whole word, a full stop is about as likely however the word was written.`,
        })} ${choose(m.sameDigits, {
          yes: prose`(One number stands in both tables by coincidence: they are different tokens.)`,
          no: prose``,
        })}`,
      ]),
    ];
  },
});
