import { code, curious, prose, section, table } from '#report';
import { equation, given, math, percent, real, ref, term } from '#report/values';
import { cycles } from './cycles.measure.ts';

type Cell = Parameters<typeof prose>[1];

const CLOSURES: readonly (readonly [semiring: Cell, exists: Cell, value: Cell])[] = [
  [prose`probability`, math`0 \le a < 1`, math`1/(1 - a)`],
  [prose`log`, math`a < 0`, math`-\ln(1 - e^a)`],
  [prose`max-plus`, math`a \le 0`, given(0)],
  [prose`counting`, math`a = 0`, given(1)],
];

export const cyclesSection = section({
  id: 'loops',
  title: prose`Cycles`,
  needs: { m: cycles },
  write({ m }) {
    return [
      prose`Change the rules of the map: a walk that reaches x starts again at S. Now there are infinitely many paths, and no
        order of the edges satisfies \`pass\`. What is the probability of ending in z?

        From S, a walk reaches x with probability ${math`a =`} ${percent(m.returns, 3)}, and z with probability
        ${percent(m.once, 3)}. It may return to S no time, once, twice, and so on before it goes to z, so the answer is
        ${math`0.405 \cdot (1 + a + a^2 + \cdots)`}. The sum in brackets is the ${term('closure')} of ${math`a`}:`,
      equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
      prose`Here it is ${real(m.visits, 4)}, and the walk ends in z with probability ${math`1.379 \cdot 0.405 =`}
        ${percent(m.reaches, 3)}. The closure is also the average number of visits to S: on a cycle, a total may exceed one.
        Likewise, the gradient of the log total is then not a share, but the *expected number of times* that a walk to z
        takes the edge: ${real(m.uses, 2)} for the edge from x to S.

        In any semiring, the closure is *one* ⊕ ${math`a`} ⊕ ${math`(a \otimes a)`} ⊕ ⋯, but it does not always exist
        (${ref('closures')}).`,
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
      curious(prose`How does one function handle all cycles of a graph?`, [
        prose`Let ${math`w_{ij}`} be the total of all paths from ${math`i`} to ${math`j`} so far, at first the weight of the edge. Take each node ${math`k`} in turn as a
          stopover. A new path leads from ${math`i`} to ${math`k`}, around ${math`k`} any number of times, and on to ${math`j`}:`,
        equation`w_{ij} \;\leftarrow\; w_{ij} \oplus \left(w_{ik} \otimes w_{kk}^* \otimes w_{kj}\right)`,
        code('#numerics/matrix-star', 'matrix-star'),
        prose`A \`Semiring\` in the project's library has two more fields than ours, \`name\` and \`closure\`. With max-plus this is the algorithm of Floyd and Warshall. With probabilities it is Gauss–Jordan elimination, and
          computes the inverse of ${math`I - A`}, where ${math`A`} holds the edges. It takes ${math`n^3`} steps for ${math`n`} nodes, so
          \`scripts/numerics/path-totals.ts\` uses it only within each cycle. [Mohri](https://cs.nyu.edu/~mohri/pub/jalc.pdf) says when a loop
          over the edges terminates as well.`,
      ]),
    ];
  },
});
