import { greedyAgainstBest } from '#chapters/04-log-space-joint-probability/best-pair.measure';
import { choose, code, curious, figure, prose, section, table, visible } from '#report';
import { codeText, count, nats, percent, rank, ref, term, text, token } from '#report/values';
import { drawnTree } from './drawing.ts';
import { prefixTree, ROOT } from './prefix-tree.measure.ts';

export const prefixTreeSection = section({
  id: 'prefix-tree',
  title: prose`A language model is a tree`,
  needs: { m: prefixTree, searches: greedyAgainstBest },
  write({ m, searches }) {
    const pieceOf = ({ kind, piece }: (typeof m.edges)[number]) =>
      kind === 'rest' ? m.others : visible(piece);
    const winner = m.best[0];
    const search = searches.rows.find(({ prompt }) => prompt === m.prompt);
    const firsts = choose(search?.looked ?? 'at several', {
      'at one': prose`one first token`,
      'at several': prose`${rank(search?.expansions)} first tokens`,
    });
    const isDrawn = search?.best === winner?.text;
    const isOver = search?.search === 'exact';
    const drawn = isOver ? ('the drawn one' as const) : ('given up' as const);
    const another = isOver ? ('another' as const) : ('another, given up' as const);
    const likeliest = prose`the likeliest pair that is drawn.`;
    const best = prose`The likeliest pair that is drawn is ${token(winner?.text)}.`;
    const found = isDrawn ? drawn : another;
    return [
      prose`Now the graph of a real model, ${codeText(m.model)}. Begin with “${text(m.prompt)}”. Each next token
        is an edge, and its weight is its ${term('log-probability')}. Two different token sequences never lead
        to the same node, because the model *remembers*: whatever has been written so far may change what
        comes next. So the graph is a tree.

        It is a wide one, with ${count(m.vocabularySize)} edges out of every node. Draw the ${count(m.firsts)}
        likeliest first tokens and two after each, and at each node bundle everything else into one edge,
        ${text(m.others)}. What does a bundle weigh? The ⊕ of all edges in it: the ${term('log-sum-exp')} of
        all tokens not drawn.`,
      curious(prose`How is a bundle computed, and is anything missing?`, [
        code('#chapters/05-log-semiring-on-graphs/prefix-tree.measure', 'everything-else'),
        m.otherWay === null
          ? prose`One minus the probability of what is drawn gives nothing here: what is drawn is so nearly
              everything that rounding leaves zero.`
          : prose`One minus the probability of what is drawn gives the same, up to ${nats(m.otherWay)}.`,
        choose(m.sums, {
          yes: prose`With the bundles nothing is missing: at every node the ⊕ of the edges is zero nats, a
            probability of one, and so is the total of all leaves. The bundle at the root holds
            ${percent(m.restAtRoot)}.`,
          no: prose`With the bundles nothing should be missing; here the ⊕ of the edges at a node differs from
            zero by up to ${nats(m.largestSum)}. The bundle at the root holds ${percent(m.restAtRoot)}.`,
        }),
      ]),
      prose`Does the likeliest first token start the likeliest pair? ${ref('prefix-tree-drawn')} draws the
        tree.`,
      figure({
        id: 'prefix-tree-drawn',
        caption: prose`The likeliest continuations of “${text(m.prompt)}”. Below each token stands its
          log-probability in nats, given what leads there. Thickness shows the share of the total probability,
          the dashed orange line ${choose(m.verdict, {
            'greedy is beaten': likeliest,
            'greedy is best': likeliest,
            'all are equal': prose`one of the pairs, which are all equally likely.`,
          })}`,
        alt: prose`A tree of two steps. The edge for the first tokens that are not drawn ${choose(
          m.thickest,
          {
            'the rest': prose`is the thickest, with`,
            'a token': prose`has`,
          },
        )} ${percent(m.restAtRoot)}. ${choose(m.verdict, {
          'greedy is beaten': best,
          'greedy is best': best,
          'all are equal': prose`All pairs of tokens are equally likely.`,
        })}`,
        ...drawnTree(m.edges, ROOT, pieceOf, { height: 580, roomRight: 0.55 }),
      }),
      choose(m.verdict, {
        'greedy is beaten': prose`What to see: it does not. Greedy writes ${token(m.greedy)} with
          ${nats(m.greedyTotal, { digits: 2 })}. Max-plus over the drawn pairs finds ${token(winner?.text)}
          with ${nats(winner?.total, { digits: 2 })}: the trap of our first graph, in a real model.`,
        'greedy is best': prose`What to see: it does. The greedy pair ${token(m.greedy)}, with
          ${nats(m.greedyTotal, { digits: 2 })}, is also the best pair that is drawn. In our first graph it
          was not.`,
        'all are equal': prose`What to see: here every first token does. All pairs that are drawn are equally
          likely, with ${nats(winner?.total, { digits: 2 })}.`,
      }),
      ...(m.verdict === 'all are equal'
        ? []
        : [
            choose(found, {
              'the drawn one': prose`Is it the best of all pairs, drawn or not? The search of ${ref('greedy')}
          settles it: it looks at ${firsts}, and ${token(search?.best)} is indeed the best of all.`,
              'given up': prose`Is it the best of all pairs, drawn or not? The search of ${ref('greedy')} could not
          settle it: it was given up after ${firsts}.`,
              'another, given up': prose`Is it the best of all pairs, drawn or not? It is not. The search of
          ${ref('greedy')} was given up after ${firsts}, but found a better one, ${token(search?.best)}, with
          ${nats(search?.bestTotal, { digits: 2 })}.`,
              another: prose`Is it the best of all pairs, drawn or not? The search of ${ref('greedy')} settles it:
          it looks at ${firsts}, and ${token(search?.best)} is better, with
          ${nats(search?.bestTotal, { digits: 2 })}.`,
            }),
          ]),
      curious(prose`The pairs as a table`, [
        table({
          id: 'prefix-tree-edges',
          caption: prose`The pairs of the tree, in nats: first token, second token, and both. The sums were
            rounded after adding.`,
          rows: m.pairs,
          columns: [
            ['first', (row) => token(row.first)],
            ['second', (row) => (row.kind === 'rest' ? text(m.others) : token(row.second))],
            ['first (nats)', (row) => nats(row.one, { digits: 2 })],
            ['second (nats)', (row) => nats(row.other, { digits: 2 })],
            ['both (nats)', (row) => nats(row.total, { digits: 2 })],
          ],
        }),
      ]),
    ];
  },
});
