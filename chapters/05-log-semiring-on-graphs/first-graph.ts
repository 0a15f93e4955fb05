import { figure, join, prose, section, table } from '#report';
import { count, equation, math, nats, probability, ref, text } from '#report/values';
import { drawn, FIRST_SPOTS, foldedEdgeTable } from './drawing.ts';
import { firstGraph } from './first-graph.measure.ts';

export const addingPaths = section({
  id: 'adding-paths',
  title: prose`A graph of choices`,
  needs: { m: firstGraph },
  write({ m }) {
    const ends = m.ends.map(({ end, total }) => prose`${probability(total, { digits: 2 })} (${text(end)})`);
    return [
      prose`Draw choices that follow each other as a graph: a node for each situation, an edge for each step,
        and on the edge the probability of taking it. ${ref('first-graph-drawn')} has two steps. From S one
        goes to A or to B, from there to one of three ends: x, y or z. It is a toy that can be checked by
        hand; a real model's graph comes later.`,
      figure({
        id: 'first-graph-drawn',
        caption: prose`The first graph, read from left to right. On each edge stands its probability, given
          where it begins; the thicker the edge, the larger the share of the total probability that goes
          through it. The dashed orange line marks the likeliest path.`,
        alt: prose`A graph from S through A or B to the ends x, y and z. The likeliest path is ${text(m.best)}
          with a probability of ${probability(m.bestProbability)}; the edge from S to A is the thickest.`,
        ...drawn({ spots: FIRST_SPOTS, edges: m.edges, height: 290 }),
      }),
      foldedEdgeTable('first-graph-edges', prose`The edges of the first graph.`, m.edges),
      prose`Two rules of probability are at work. Steps that follow each other are *multiplied*: the path from
        S through A to x has ${math`0.6 \cdot 0.4`}. Paths that exclude each other are *added*: x is reached
        through A or through B. ${ref('first-graph-paths')} lists all paths.`,
      table({
        id: 'first-graph-paths',
        caption: prose`All ${count(m.pathCount)} paths from S to an end.`,
        rows: m.paths,
        columns: [
          ['path', (row) => text(row.path)],
          ['probability', (row) => probability(row.probability, { digits: 2 })],
          ['log-probability (nats)', (row) => nats(row.logprob)],
        ],
      }),
      prose`What to see: adding the rows that end alike, the ends have ${join(ends)}.

        Now take ten situations instead of two, a hundred steps in a row, and let each situation lead to all
        ten of the next: that makes ${math`10^{100}`} paths, more than there are atoms in the universe. Nobody
        can list them. Nobody has to, because paths *meet*. Say a further step with probability ${math`w`}
        leads on from x. Both paths to x go on with it, and what they share may be taken out of the sum:`,
      equation`0.24 \cdot w + 0.36 \cdot w = (0.24 + 0.36) \cdot w`,
      prose`So add up first what arrives in x, then go on from there, once. School calls this the distributive
        law. With it, one look at each of about ten thousand edges is enough. The law holds for other
        operations than adding and multiplying, too, and so the algorithm of this chapter works for them as
        well.`,
    ];
  },
});
