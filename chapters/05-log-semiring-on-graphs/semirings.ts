import { choose, code, curious, join, prose, section, table } from '#report';
import { cite, count, given, math, nats, probability, ref, term, text } from '#report/values';
import { semiringCard } from './semirings.measure.ts';
import { shortestPath } from './shortest-path.measure.ts';

const TWO = { digits: 2 } as const;
type Cell = Parameters<typeof prose>[1];

/** A line of the card; the pairs are of ⊕ and ⊗, and of what changes nothing under them. */
interface Line {
  readonly name: Cell;
  readonly edge: Cell;
  readonly operations: readonly [Cell, Cell];
  readonly neutral: readonly [Cell, Cell];
  readonly asks: Cell;
  readonly says: Cell;
}

export const semirings = section({
  id: 'semirings',
  title: prose`Five rules, seven questions`,
  needs: { m: semiringCard, pass: shortestPath },
  write({ m, pass }) {
    const likely = ({ path, probability: p }: typeof m.best) => prose`${text(path)} (${probability(p, TWO)})`;
    const rows: readonly Line[] = [
      {
        name: prose`Boolean`,
        edge: prose`true`,
        operations: [prose`or`, prose`and`],
        neutral: [prose`false`, prose`true`],
        asks: prose`Is there a path?`,
        says: choose(m.reachable, { yes: prose`yes`, no: prose`no` }),
      },
      {
        name: prose`counting`,
        edge: prose`${given(1)}`,
        operations: [math`+`, math`\times`],
        neutral: [given(0), given(1)],
        asks: prose`How many paths?`,
        says: count(m.paths),
      },
      {
        name: prose`probability`,
        edge: math`p`,
        operations: [math`+`, math`\times`],
        neutral: [given(0), given(1)],
        asks: prose`How likely are all together?`,
        says: probability(m.probability, TWO),
      },
      {
        name: prose`log`,
        edge: math`\ln p`,
        operations: [prose`log-add-exp`, math`+`],
        neutral: [math`-\infty`, given(0)],
        asks: prose`The same, in nats`,
        says: nats(m.log, TWO),
      },
      {
        name: prose`max-plus, Viterbi`,
        edge: prose`${math`\ln p`}, with the step`,
        operations: [prose`the better`, math`+`],
        neutral: [math`-\infty`, given(0)],
        asks: prose`The best path`,
        says: likely(m.best),
      },
      {
        name: prose`k-best`,
        edge: prose`a list of that one path`,
        operations: [prose`the k best of both`, prose`all pairs, the k best`],
        neutral: [prose`no path`, prose`the path without a step`],
        asks: prose`The ${count(m.k)} best`,
        says: prose`${join(m.kBest.map(likely))}`,
      },
      {
        name: prose`expectation`,
        edge: math`\langle p, -p \ln p \rangle`,
        operations: [prose`pairs added`, math`\langle p_1 p_2,\, p_1 r_2 + r_1 p_2 \rangle`],
        neutral: [math`\langle 0, 0 \rangle`, math`\langle 1, 0 \rangle`],
        asks: prose`How open is the choice of path, in nats? (${term('entropy')})`,
        says: nats(m.entropy, TWO),
      },
    ];
    return [
      prose`So “and then” was ${math`+`}, and “or else” was ${math`\min`} or log-add-exp. Call them ⊗ and ⊕. The pass
        never looks inside them. It needs five rules:

        - For ⊕ and for ⊗, brackets do not matter.
        - For ⊕, neither does the order.
        - A *zero* (no path) changes nothing under ⊕, a *one* (no step) nothing under ⊗.
        - Zero under ⊗ gives zero: a path with an impossible step is impossible.
        - ⊗ distributes over ⊕, from both sides.

        Two operations that keep them are a ${term('semiring')}. ${ref('semiring-card')} has seven, and what one function, \`pathTotals\`, says with each of the end ${text(m.end)} on our map. ${cite('goodman-1999')} swapped them inside a parser in the same way.`,
      table({
        id: 'semiring-card',
        caption: prose`Seven semirings by their textbook names. With costs, ${math`-\ln p`} for an edge and the smaller of two
          for ⊕, the fifth is *min-plus* or *tropical*: the shortest path.`,
        rows,
        columns: [
          ['semiring', (row) => row.name],
          ['what you get', (row) => row.asks],
          [prose`at ${text(m.end)}`, (row) => row.says],
          ['an edge weighs', (row) => row.edge],
          ['⊕', ({ operations: [plus] }) => plus],
          ['⊗', ({ operations: [, times] }) => times],
          ['zero', ({ neutral: [zero] }) => zero],
          ['one', ({ neutral: [, one] }) => one],
        ],
      }),
      prose`The log semiring is the probability semiring on another scale. Max is not: of two equal weights it keeps
        one and forgets the other. Log-add-exp remembers both, and adds ${math`\ln 2`}.`,
      curious(prose`What does the whole algorithm look like in code?`, [
        prose`A semiring is an interface; four of the seven are short.`,
        code('#numerics/semiring', 'semiring'),
        code('#numerics/semirings', 'simple-semirings'),
        prose`The pass is written once, for all of them. It goes from component to component; without cycles each is a single
          node.`,
        code('#numerics/path-totals', 'path-totals'),
        choose(pass.agreement, {
          agree: prose`On graphs with up to ${count(pass.listed)} paths we listed every path, too: the sums agree.`,
          differ: prose`On graphs with up to ${count(pass.listed)} paths we listed every path, too, and the sums differ.`,
        }),
      ]),
    ];
  },
});
