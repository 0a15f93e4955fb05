import { type DataText, join, prose, section, table } from '#report';
import { count, given, math, nats, probability, ref, term, text } from '#report/values';
import { semiringTable } from './semirings.measure.ts';

type Cell = Parameters<typeof prose>[1];

/** A semiring as a table shows it; the pair is ⊕ and ⊗. */
interface SemiringRow {
  readonly name: Cell;
  readonly edge: Cell;
  readonly operations: readonly [Cell, Cell];
  readonly asks: Cell;
  readonly says: Cell;
}

/** With zero and one. */
interface CommonRow extends SemiringRow {
  readonly neutral: readonly [Cell, Cell];
}

type Columns<Row> = Parameters<typeof table<Row>>[0]['columns'];

const LAWS: readonly (readonly [law: Cell, use: Cell])[] = [
  [
    prose`${math`(a \oplus b) \otimes w = (a \otimes w) \oplus (b \otimes w)`}`,
    prose`The forward pass extends a node's total once.`,
  ],
  [
    prose`⊕ is associative and commutative`,
    prose`Paths into a node may be combined in any order and grouping.`,
  ],
  [
    prose`*zero* ⊕ ${math`a = a`} and *one* ⊗ ${math`a = a`}; *zero* ⊗ ${math`a`} = *zero*; the same from the right`,
    prose`Nodes may start with *zero* and the start with *one*. An impossible edge adds nothing.`,
  ],
  [
    prose`⊗ is associative, and ${math`w \otimes (a \oplus b) = (w \otimes a) \oplus (w \otimes b)`}`,
    prose`A path may be cut in two and a total extended at its front. Only a backward pass (${ref('backward')}) needs this.`,
  ],
];

const SUM_PRODUCT = { operations: [math`+`, math`\times`], neutral: [given(0), given(1)] } as const;

const operations: Columns<SemiringRow> = [
  ['semiring', (row) => row.name],
  ['⊕', ({ operations: [plus] }) => plus],
  ['⊗', ({ operations: [, times] }) => times],
];
const neutral: Columns<CommonRow> = [
  ['zero', ({ neutral: [zero] }) => zero],
  ['one', ({ neutral: [, one] }) => one],
];
const answers = (end: DataText): Columns<SemiringRow> => [
  ['edge', (row) => row.edge],
  ['what you get', (row) => row.asks],
  [prose`at ${text(end)}`, (row) => row.says],
];

export const semirings = section({
  id: 'semirings',
  title: prose`Semiring laws, and common semirings: tropical, Viterbi, counting`,
  needs: { m: semiringTable },
  write({ m }) {
    const common: readonly CommonRow[] = [
      {
        name: prose`counting`,
        ...SUM_PRODUCT,
        edge: given(1),
        asks: prose`number of paths`,
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
        asks: prose`log-probability of all paths (nats)`,
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
        name: prose`max-plus`,
        operations: [math`\max`, math`+`],
        neutral: [math`-\infty`, given(0)],
        edge: math`\ln p`,
        asks: prose`log-probability of the best path (nats)`,
        says: nats(m.bestLogprob, 2),
      },
      {
        name: prose`min-plus`,
        operations: [math`\min`, math`+`],
        neutral: [math`+\infty`, given(0)],
        edge: math`-\ln p`,
        asks: prose`cost of the best path, now the *shortest path*`,
        says: nats(m.leastCost, 2),
      },
    ];
    return [
      prose`Why may the loop combine paths first and extend the result afterwards? Because multiplication distributes over
        addition: ${math`0.16 w + 0.07 w = (0.16 + 0.07)\,w`}. The same law holds for ${math`\max`}, which is why one loop
        serves both. ${ref('laws')} lists all laws of a semiring, the forward pass's first.`,
      table({
        id: 'laws',
        caption: prose`The laws of a semiring. Floats obey them up to rounding.`,
        rows: LAWS,
        columns: [
          ['law', ([law]) => law],
          ['what it allows', ([, use]) => use],
        ],
      }),
      prose`Not every operation qualifies. The mean cannot be ⊕, because it is not ${term('associative')}: the mean of
        0.16, 0.07 and 0.175, taken two at a time, is ${probability(m.means.left, 3)} or ${probability(m.means.right, 3)},
        depending on the grouping.

        ${ref('semiring-card')} lists operations that do. Programs that minimize *costs* take ${math`-\ln p`} as the cost of
        an edge. The most probable path then is the shortest one, and ⊕ is ${math`\min`}. Max-plus and min-plus are known
        as *tropical* semirings. For more semirings, see ${ref('more-semirings')}.`,
      table({
        id: 'semiring-card',
        caption: prose`Common semirings, with the weight of an edge and the answer at ${text(m.end)}.`,
        rows: common,
        columns: [...operations, ...neutral, ...answers(m.end)],
      }),
    ];
  },
});

export const moreSemirings = section({
  id: 'more-semirings',
  title: prose`More semirings: k best paths, bottlenecks, entropy`,
  needs: { m: semiringTable },
  write({ m }) {
    const likely = ({ path, probability: p }: typeof m.best) => prose`${text(path)} ${probability(p, 3)}`;
    const others: readonly SemiringRow[] = [
      {
        name: prose`Boolean`,
        operations: [prose`or`, prose`and`],
        edge: prose`true`,
        asks: prose`whether there is a path`,
        says: text(m.reachable),
      },
      {
        name: prose`bottleneck (max-min)`,
        operations: [math`\max`, math`\min`],
        edge: math`p`,
        asks: prose`weakest step of the widest path`,
        says: probability(m.widest, 2),
      },
      {
        name: prose`k-best`,
        operations: [prose`the k best of both lists`, prose`the k best of all combinations`],
        edge: prose`a list with this edge`,
        asks: prose`the ${count(m.k)} best paths`,
        says: join(m.kBest.map(likely)),
      },
      {
        name: prose`expectation`,
        operations: [
          math`\langle p_1 + p_2,\, r_1 + r_2 \rangle`,
          math`\langle p_1 p_2,\, p_1 r_2 + r_1 p_2 \rangle`,
        ],
        edge: math`\langle p, -p \ln p \rangle`,
        asks: prose`entropy of the path in nats, ${math`r/p + \ln p`}`,
        says: nats(m.entropy, 2),
      },
    ];
    return [
      prose`A weight need not be a number (${ref('more-semirings-table')}). A k-best weight is a list of paths; ⊗ extends each path of
        one list by each path of the other, and both operations keep the k best. A weight of the expectation semiring is a
        pair: ${math`p`} adds up probabilities, and ${math`r`} adds up each path's probability times its
        ${term('surprisal')}. From the total pair comes the ${term('entropy')} of the path.`,
      table({
        id: 'more-semirings-table',
        caption: prose`More semirings, with the weight of an edge and the answer at ${text(m.end)}.`,
        rows: others,
        columns: [...operations, ...answers(m.end)],
      }),
      prose`Libraries such as [OpenFst](https://www.openfst.org) store costs, so the ⊕ of their log semiring is
        ${math`-\ln(e^{-a} + e^{-b})`}. Instead of taking logarithms, a program can also *scale*: divide the totals of
        each step by their sum, and add up the logarithms of these sums.`,
    ];
  },
});
