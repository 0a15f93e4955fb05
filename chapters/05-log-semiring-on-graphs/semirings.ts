import { curious, type DataText, join, prose, type Seen, section, table } from '#report';
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
    prose`⊕ is associative and commutative`,
    prose`Paths into a node may be combined in any order and grouping.`,
  ],
  [
    prose`${math`(a \oplus b) \otimes w = (a \otimes w) \oplus (b \otimes w)`}`,
    prose`The forward pass extends a node's total once.`,
  ],
  [
    prose`${math`w \otimes (a \oplus b) = (w \otimes a) \oplus (w \otimes b)`}`,
    prose`A backward pass extends a node's total once, too. If ⊗ is commutative, this is the law above, and the loop
      can run on reversed edges.`,
  ],
  [prose`⊗ is associative`, prose`A path may be cut before and after an edge (${ref('backward')}).`],
  [prose`*one* ⊗ ${math`a = a = a`} ⊗ *one*`, prose`The path without edges, at the start, weighs *one*.`],
  [
    prose`*zero* ⊕ ${math`a = a`}, and *zero* ⊗ ${math`a`} = *zero* = ${math`a`} ⊗ *zero*`,
    prose`An impossible edge adds nothing. (\`pass\` skips it.)`,
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
  title: prose`Laws and semirings`,
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
      prose`Why can \`pass\` combine paths first and extend the result afterwards? Because multiplication distributes
        over addition: ${math`a w + b w = (a + b)\,w`}.`,
      table({
        id: 'laws',
        caption: prose`The laws of a semiring, and what each one allows. Floats obey them up to rounding, and
          \`maxPlus\` up to ties. Its ⊗ is not commutative, because it joins paths.`,
        rows: LAWS,
        columns: [
          ['law', ([law]) => law],
          ['what it allows', ([, use]) => use],
        ],
      }),
      prose`A set of weights with two operations that obey the laws in ${ref('laws')} is a semiring. The mean cannot be
        ⊕, because it is not ${term('associative')}. Averaging the probabilities of the three paths to ${text(m.end)} two
        at a time gives ${probability(m.means.left, 3)} or ${probability(m.means.right, 3)}, depending on the grouping.

        ${ref('semiring-card')} lists common semirings.`,
      table({
        id: 'semiring-card',
        caption: prose`Common semirings, with the weight of an edge and the answer at ${text(m.end)}. The log and
          max-plus semirings are the probability and Viterbi semirings on a logarithmic scale.`,
        rows: common,
        columns: [...operations, ...neutral, ...answers(m.end)],
      }),
    ];
  },
});

/** A fold that the chapter has near its end, so that the numbers of its other tables have no gap. */
export function moreSemirings(m: Seen<typeof semiringTable>) {
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
      asks: prose`${term('entropy')} of the path in nats, ${math`r/p + \ln p`}`,
      says: nats(m.entropy, 2),
    },
  ];
  return curious(prose`What else can the loop compute?`, [
    table({
      id: 'more-semirings',
      caption: prose`More semirings, with the weight of an edge and the answer at ${text(m.end)}.`,
      rows: others,
      columns: [...operations, ...answers(m.end)],
    }),
    prose`A k-best weight is a list of paths; ⊗ extends each path of one list by each path of the other. In an
    expectation weight, ${math`p`} adds up probabilities, and ${math`r`} adds up each path's probability times its
    ${term('surprisal')}. Libraries such as [OpenFst](https://www.openfst.org) store costs, so the ⊕ of their log
    semiring is ${math`-\ln(e^{-a} + e^{-b})`}. Instead of taking logarithms, a program can *scale*: divide the
    totals of each step by their sum, and add up the logarithms of these sums.`,
  ]);
}
