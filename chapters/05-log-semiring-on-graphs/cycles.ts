import { code, curious, prose, section, table } from '#report';
import { equation, given, math, percent, real, ref, term } from '#report/values';
import { cycles } from './cycles.measure.ts';
import { semiringTable } from './semirings.measure.ts';
import { moreSemirings } from './semirings.ts';

type Cell = Parameters<typeof prose>[1];

const CLOSURES: readonly (readonly [semiring: Cell, exists: Cell, value: Cell])[] = [
  [prose`probability`, math`0 \le a < 1`, math`1/(1 - a)`],
  [prose`log`, math`a < 0`, math`-\ln(1 - e^a)`],
  [prose`max-plus`, math`a \le 0`, given(0)],
  [prose`counting`, math`a = 0`, given(1)],
];

/** What others compute by the same loop. */
const PROBLEMS = [
  {
    problem: prose`labelling words with a CRF (conditional random field)`,
    node: prose`a word with a label`,
    edge: prose`the next word with its label, weight ${math`e^{\text{score}}`}`,
    result: prose`log: the normalizer, over all labellings`,
  },
  {
    problem: prose`matching sound and transcript by CTC (connectionist temporal classification)`,
    node: prose`a frame of sound with a place in the transcript, where a blank before, between and after the letters is a place of its own`,
    edge: prose`the letter or blank of the next frame`,
    result: prose`log: the probability of the transcript, over all alignments`,
  },
  {
    problem: prose`the edit distance of two words`,
    node: prose`a prefix of each word`,
    edge: prose`insert, delete, replace or keep a letter`,
    result: prose`min-plus: the lowest cost of all ways to edit`,
  },
  {
    problem: prose`the lattice of a speech recognizer`,
    node: prose`a moment of the recording`,
    edge: prose`a word that may have been said`,
    result: prose`max-plus: the best transcript`,
  },
];

export const otherGraphs = section({
  id: 'other-graphs',
  title: prose`Cycles`,
  needs: { m: cycles, others: semiringTable },
  write: ({ m, others }) => [
    prose`If a walk that reaches x starts again at S, this *cycle* gives infinitely many paths, and \`pass\` throws an
      error. A walk from S returns with probability ${math`a =`} ${percent(m.returns, 3)}, any number of times. The sum
      over all rounds is the ${term('closure')} of ${math`a`}:`,
    equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
    prose`It exists because ${math`a < 1`}. It is ${real(m.visits, 4)}, the average number of visits to S, so the walk
      ends in z with probability ${math`0.405 \cdot a^* =`} ${percent(m.reaches, 3)}. In any semiring, the closure is
      *one* ⊕ ${math`a`} ⊕ ${math`(a \otimes a)`} ⊕ ⋯, if this sum exists (${ref('closures')}). With a cycle, the
      gradient is not a share but the *expected number of times* that a walk to z takes the edge: ${real(m.uses, 2)}
      for x→S.`,
    table({
      id: 'closures',
      caption: prose`The closure of a cycle of weight ${math`a`}.`,
      rows: CLOSURES,
      columns: [
        ['semiring', ([semiring]) => semiring],
        ['exists if', ([, exists]) => exists],
        [math`a^*`, ([, , value]) => value],
      ],
    }),
    curious(prose`Which problems are such graphs, and which code handles cycles?`, [
      table({
        id: 'other-graphs-table',
        caption: prose`Problems whose solutions are paths, and what a semiring computes over all paths.`,
        rows: PROBLEMS,
        columns: [
          ['problem', (row) => row.problem],
          ['node', (row) => row.node],
          ['edge', (row) => row.edge],
          ['semiring and result', (row) => row.result],
        ],
      }),
      prose`In a parse tree, a node joins two parts. Its edge has two tails and contributes
        ${math`w \otimes \alpha_\text{left} \otimes \alpha_\text{right}`} ([Huang](https://aclanthology.org/C08-5001)).

        One function handles all cycles. Let ${math`w_{ij}`} be the total of all paths from ${math`i`} to
          ${math`j`} so far, at first the weight of the edge. Take each node ${math`k`} in turn as a stopover. A new
          path leads from ${math`i`} to ${math`k`}, around ${math`k`} any number of times, and on to ${math`j`}:`,
      equation`w_{ij} \;\leftarrow\; w_{ij} \oplus \left(w_{ik} \otimes w_{kk}^* \otimes w_{kj}\right)`,
      code('#numerics/matrix-star', 'matrix-star'),
      prose`A \`Semiring\` in the project's library has two more fields than ours, \`name\` and \`closure\`. With
          max-plus this is the algorithm of Floyd and Warshall. With probabilities it is Gauss–Jordan elimination: it
          computes ${math`(I - A)^{-1}`}, where ${math`A`} holds the edge probabilities. It takes ${math`n^3`} steps
          for ${math`n`} nodes, so \`scripts/numerics/path-totals.ts\` uses it only within each cycle.
          [Mohri](https://cs.nyu.edu/~mohri/pub/jalc.pdf) also shows when a loop over the edges terminates.

          If you keep only the *best* path, and no edge makes a path better, cycles do no harm. *Dijkstra's algorithm*
          then visits the nodes best first and needs no topological order.`,
    ]),
    moreSemirings(others),
  ],
});
