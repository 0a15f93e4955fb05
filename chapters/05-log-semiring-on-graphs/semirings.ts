import { choose, code, curious, join, prose, section, table } from '#report';
import { cite, count, given, math, nats, probability, real, ref, term, text } from '#report/values';
import { semiringCard } from './semirings.measure.ts';
import { shortestPath } from './shortest-path.measure.ts';

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
  title: prose`Eight laws, seven semirings`,
  needs: { m: semiringCard, pass: shortestPath },
  write({ m, pass }) {
    const likely = ({ path, probability: p }: typeof m.best) => prose`${text(path)} (${probability(p, 3)})`;
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
        says: probability(m.probability, 3),
      },
      {
        name: prose`log`,
        edge: math`\ln p`,
        operations: [prose`log-add-exp`, math`+`],
        neutral: [math`-\infty`, given(0)],
        asks: prose`The same, in nats`,
        says: nats(m.log, 2),
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
        asks: prose`How open is the choice of path, in nats? (entropy)`,
        says: prose`⟨${probability(m.pair.p, 3)}, ${real(m.pair.r, 3)}⟩, so ${math`r/p + \ln p`} = ${nats(m.entropy, 2)}`,
      },
    ];
    return [
      prose`So \`andThen\` was ${math`+`}, and \`orElse\` was ${math`\min`} or log-add-exp. Call them ⊗ and ⊕. The pass never looks inside them. It needs eight laws, in five lines:

        - For ⊕ and for ⊗, brackets do not matter: totals grow edge by edge.
        - For ⊕, neither does the order: ways into a node may come in any.
        - A *zero* (no path) changes nothing under ⊕, a *one* (no step, where we start) nothing under ⊗.
        - Zero under ⊗ gives zero: a path with an impossible step is impossible.
        - ⊗ distributes over ⊕, from both sides: add first, go on afterwards.

        Two operations that keep them are a ${term('semiring')}. The mean cannot be ⊕, because brackets matter: averaging the first two ways to ${text(m.end)} first gives ${probability(m.means.left, 3)}, the last two first ${probability(m.means.right, 3)}. ${ref('semiring-card')} has seven, and what one function, \`pathTotals\`, says of ${text(m.end)} with each. The loop in ${ref('one-pass')} has four of them, and the widest path. ${cite('goodman-1999')} swaps semirings inside a parser.`,
      table({
        id: 'semiring-card',
        caption: prose`Seven semirings by their textbook names. The fifth, written with costs ${math`-\ln p`} and
          ${math`\min`}, is called *min-plus* or *tropical*: the shortest path. (Libraries such as [OpenFst](https://www.openfst.org) keep costs, too: their log semiring has ${math`-\ln(e^{-x} + e^{-y})`} for ⊕, and zero is ${math`+\infty`}.) The last carries a pair: ${math`p`}, the sum of the path probabilities ${math`p_i`}, and ${math`r`}, that of ${math`-p_i \ln p_i`}. The paths' shares of the total, ${math`p_i / p`}, have the ${term('entropy')} ${math`r/p + \ln p`}.`,
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
      curious(prose`What do the laws, the pass and two semirings look like in code?`, [
        prose`A semiring is an interface. Two of the seven are the log semiring, and Viterbi's, which carries the path along:
          \`compare\` puts the higher score first, \`join\` adds two scores and appends the steps.`,
        code('#numerics/semiring', 'semiring'),
        code('#numerics/semirings', 'log-semiring'),
        code('#numerics/path-semirings', 'max-plus-semiring'),
        prose`The pass is written once, for all of them. It goes from component to component: nodes on common cycles, without
          cycles a single node.`,
        code('#numerics/path-totals', 'path-totals'),
        choose(pass.agreement, {
          agree: prose`On graphs with up to ${count(pass.listed)} paths we listed every path, too: the sums agree.`,
          differ: prose`On graphs with up to ${count(pass.listed)} paths we listed every path, too, and the sums differ.`,
        }),
      ]),
    ];
  },
});
