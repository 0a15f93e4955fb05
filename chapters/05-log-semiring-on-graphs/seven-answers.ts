import { code, curious, type Inline, join, type Prose, prose, section, table } from '#report';
import { count, equation, given, math, nats, probability, ref, term, text } from '#report/values';
import { sevenOnFirst } from './seven-answers.measure.ts';

export const seven = section({
  id: 'seven-answers',
  title: prose`One function, seven answers`,
  needs: { m: sevenOnFirst },
  write({ m }) {
    type Place = (typeof m.places)[number];
    const named = ({ path, probability: p }: Place['best']) =>
      prose`${text(path)} (${probability(p, { digits: 2 })})`;
    const rows: readonly (readonly [name: Prose, cell: (place: Place) => Inline])[] = [
      [prose`Boolean`, ({ reachable }) => (reachable === 'yes' ? prose`yes` : prose`no`)],
      [prose`counting`, ({ paths }) => count(paths)],
      [prose`probability`, (place) => probability(place.probability, { digits: 2 })],
      [prose`log (nats)`, ({ log }) => nats(log)],
      [prose`max-plus`, ({ best }) => named(best)],
      [prose`${given(m.k)}-best`, ({ kBest }) => join(kBest.map(named), prose`; `)],
      [prose`entropy (nats)`, ({ entropy }) => nats(entropy)],
    ];
    const columnOf = (place: Place) =>
      [prose`${text(place.end)}`, ([, cell]: (typeof rows)[number]) => cell(place), 'left'] as const;
    return [
      prose`Here is the algorithm, a ${term('dynamic programme')}. Give every node a total: ⊕ over all paths
        that lead to it. Go through the nodes in ${term('topological order')}, so that a node's total is
        complete before it is used. For each edge, take the total where it begins, join the edge with ⊗, and
        add the result with ⊕ where it ends. Each *edge* is looked at once, however many paths there are.`,
      code('#numerics/path-totals', 'path-totals'),
      prose`Nothing in it says what a weight is. Run it seven times on the first graph, with seven semirings,
        each with its own edge weights, and read ${ref('seven-answers-table')}.`,
      table({
        id: 'seven-answers-table',
        caption: prose`Seven semirings on the first graph: the totals of the ends, and of any end, which is ⊕
          over the three. Scores of paths, which are in nats, are printed as probabilities. The last row shows
          the entropy computed from the total, not the total itself, so its columns do not add up.`,
        rows,
        columns: [['semiring', ([name]) => name], ...m.places.map(columnOf)],
      }),
      prose`What to see: each column is the same place, asked seven times. For any end the total probability
        is one, so the log total is zero but for rounding. The paths to y and to z through A are equally
        likely; in the ${given(m.k)}-best list the tie is broken alphabetically. The last row is an entropy:
        zero where there is only one way, ${nats(m.entropy)} for any end. That is more than the three have on
        average, because which end is reached is uncertain, too.`,
      curious(prose`How do paths and entropies get into a weight?`, [
        prose`The function knows nothing of paths. A weight of max-plus *carries* its path: ⊗ joins two paths,
          ⊕ keeps the better one. What textbooks call back-pointers is hidden inside the weight.`,
        code('#numerics/path-semirings', 'max-plus-semiring'),
        code('#numerics/path-semirings', 'k-best-semiring'),
        prose`The last semiring has pairs ${math`\langle p, r \rangle`} for weights: a probability, and a
          probability times a value. Values add up along a path, and ${math`r`} gathers their average.`,
        equation`\langle p_1, r_1 \rangle \otimes \langle p_2, r_2 \rangle = \langle p_1 p_2,\; p_1 r_2 + r_1 p_2 \rangle`,
        code('#numerics/semirings', 'expectation-semiring'),
        prose`Take for the value of an edge its ${term('surprisal')}, ${math`-\ln p`}. Then ${math`r`} of the
          whole is the average surprisal of a path, and that is the ${term('entropy')}. Where the
          probabilities of the paths do not add up to one, as for a single end, divide by their sum first:
          ${math`H = r/p + \ln p`}.`,
      ]),
    ];
  },
});
