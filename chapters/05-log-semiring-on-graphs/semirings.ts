import { join, prose, section, table } from '#report';
import { cite, count, given, math, nats, probability, ref, term, text } from '#report/values';
import { semiringTable } from './semirings.measure.ts';

type Cell = Parameters<typeof prose>[1];

/** A row of the table; the pairs are ⊕ and ⊗, and zero and one. */
interface Row {
  readonly name: Cell;
  readonly edge: Cell;
  readonly operations: readonly [Cell, Cell];
  readonly neutral: readonly [Cell, Cell];
  readonly asks: Cell;
  readonly says: Cell;
}

const LAWS: readonly (readonly [law: Cell, use: Cell])[] = [
  [
    prose`⊕ is associative and commutative`,
    prose`Edges into a node may arrive in any order, and be combined in any grouping.`,
  ],
  [
    prose`${math`(a \oplus b) \otimes w = (a \otimes w) \oplus (b \otimes w)`}`,
    prose`The forward pass extends a node's total once, instead of each path into it.`,
  ],
  [
    prose`${math`w \otimes (a \oplus b) = (w \otimes a) \oplus (w \otimes b)`}`,
    prose`The backward pass (${ref('backward')}) does the same from the end.`,
  ],
  [
    prose`⊗ is associative`,
    prose`A path may be cut in the middle: everything before an edge, the edge, everything after it.`,
  ],
  [
    prose`*one* ⊗ ${math`a = a = a`} ⊗ *one*`,
    prose`The start has a total before any edge: that of the path without edges.`,
  ],
  [
    prose`*zero* ⊕ ${math`a = a`}, and *zero* ⊗ ${math`a`} = *zero*`,
    prose`A node that no path reaches, or an impossible edge, adds nothing. (\`pass\` leaves such nodes out instead.)`,
  ],
];

const SUM_PRODUCT = { operations: [math`+`, math`\times`], neutral: [given(0), given(1)] } as const;

export const semirings = section({
  id: 'semirings',
  title: prose`Laws and semirings`,
  needs: { m: semiringTable },
  write({ m }) {
    const likely = ({ path, probability: p }: typeof m.best) => prose`${text(path)} ${probability(p, 3)}`;
    const rows: readonly Row[] = [
      {
        name: prose`Boolean`,
        operations: [prose`or`, prose`and`],
        neutral: [prose`false`, prose`true`],
        edge: prose`true`,
        asks: prose`Is there a path?`,
        says: text(m.reachable),
      },
      {
        name: prose`counting`,
        ...SUM_PRODUCT,
        edge: given(1),
        asks: prose`How many paths?`,
        says: count(m.paths),
      },
      {
        name: prose`probability (sum-product)`,
        ...SUM_PRODUCT,
        edge: math`p`,
        asks: prose`probability of all paths`,
        says: probability(m.probability, 3),
      },
      {
        name: prose`log`,
        operations: [prose`log-add-exp`, math`+`],
        neutral: [math`-\infty`, given(0)],
        edge: math`\ln p`,
        asks: prose`the same in nats`,
        says: nats(m.log, 2),
      },
      {
        name: prose`Viterbi (max-product)`,
        operations: [math`\max`, math`\times`],
        neutral: [given(0), given(1)],
        edge: math`p`,
        asks: prose`probability of the best path`,
        says: probability(m.best.probability, 3),
      },
      {
        name: prose`max-plus; with costs min-plus: tropical`,
        operations: [math`\max`, math`+`],
        neutral: [math`-\infty`, given(0)],
        edge: math`\ln p`,
        asks: prose`the same in nats`,
        says: nats(m.bestLogprob, 2),
      },
      {
        name: prose`bottleneck (max-min)`,
        operations: [math`\max`, math`\min`],
        neutral: [given(0), math`\infty`],
        edge: math`p`,
        asks: prose`weakest step of the widest path`,
        says: probability(m.widest, 2),
      },
      {
        name: prose`k-best`,
        operations: [prose`the k best of both`, prose`the k best of all pairs`],
        neutral: [prose`no path`, prose`the empty path`],
        edge: prose`a list of one path`,
        asks: prose`the ${count(m.k)} best paths`,
        says: join(m.kBest.map(likely)),
      },
      {
        name: prose`expectation`,
        operations: [prose`add pairs`, math`\langle p_1 p_2,\, p_1 r_2 + r_1 p_2 \rangle`],
        neutral: [math`\langle 0, 0 \rangle`, math`\langle 1, 0 \rangle`],
        edge: math`\langle p, -p \ln p \rangle`,
        asks: prose`${term('entropy')} of the path, ${math`r/p + \ln p`}`,
        says: nats(m.entropy, 2),
      },
    ];
    return [
      prose`Why may \`pass\` combine paths first and extend the result afterwards? Because multiplication
        distributes over addition: ${math`a w + b w = (a + b)\,w`}. ${ref('laws')} lists the laws behind each step.`,
      table({
        id: 'laws',
        caption: prose`The laws of a semiring, and the step that each one serves.`,
        rows: LAWS,
        columns: [
          ['law', ([law]) => law],
          ['what it allows', ([, use]) => use],
        ],
      }),
      prose`Two operations with these laws are a ${term('semiring')}. The laws are sufficient, not necessary: the forward
        pass alone uses only the first two rows and *one*. The mean cannot be ⊕, because it is not ${term('associative')}. Averaging the first two paths to ${text(m.end)} first gives ${probability(m.means.left, 3)}, the last two first
        ${probability(m.means.right, 3)}.

        In floating point, log-add-exp is associative only up to rounding. If two paths are equally probable, our \`maxPlus\` keeps
        the one that arrives first. Other pairs of operations answer other questions (${ref('semiring-card')}).`,
      table({
        id: 'semiring-card',
        caption: prose`Semirings by their names in the field, and their answer at ${text(m.end)}.`,
        rows,
        columns: [
          ['semiring', (row) => row.name],
          ['⊕', ({ operations: [plus] }) => plus],
          ['⊗', ({ operations: [, times] }) => times],
          ['zero', ({ neutral: [zero] }) => zero],
          ['one', ({ neutral: [, one] }) => one],
          ['weight of an edge', (row) => row.edge],
          ['what you get', (row) => row.asks],
          [prose`at ${text(m.end)}`, (row) => row.says],
        ],
      }),
      prose`The log semiring is the probability semiring on a logarithmic scale; max-plus is the Viterbi semiring on that scale. Libraries such as
        [OpenFst](https://www.openfst.org) store costs, so the ⊕ of their log semiring is
        ${math`-\ln(e^{-a} + e^{-b})`}. ${cite('huang-2008')} covers parse trees.`,
    ];
  },
});
