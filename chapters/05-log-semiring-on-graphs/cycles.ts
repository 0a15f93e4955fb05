import { code, curious, prose, section, table } from '#report';
import { equation, given, math, percent, real, ref, term } from '#report/values';
import { cycles } from './cycles.measure.ts';

type Cell = Parameters<typeof prose>[1];

const CLOSURES: readonly (readonly [semiring: Cell, exists: Cell, value: Cell])[] = [
  [prose`probability`, math`0 \le a < 1`, math`1/(1 - a)`],
  [prose`log`, math`a < 0`, math`-\ln(1 - e^a)`],
  [prose`max-plus`, prose`${math`a \le 0`}: no cycle has a negative cost`, prose`one, that is ${given(0)}`],
  [prose`Boolean`, prose`always`, prose`true`],
  [prose`counting`, prose`${math`a = 0`}: the cycle cannot be taken`, given(1)],
];

export const cyclesSection = section({
  id: 'loops',
  title: prose`Cycles`,
  needs: { m: cycles },
  write({ m }) {
    return [
      prose`Change the rules of the map: a walk that reaches x starts again at S. There are infinitely many paths, and \`pass\` refuses: no order of the edges works. How
        probable is it now to end in z?

        A round returns to S with probability ${math`a =`} ${percent(m.returns, 3)}, that of reaching x. Add up no round, one round, two rounds and so on. The sum is the ${term('closure')} of ${math`a`}:`,
      equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
      prose`On a cycle, a total counts *visits* and may exceed one: a walk is at S ${real(m.visits, 3)} times on average. Each time, it leads to z without a return with probability ${percent(m.once, 3)}, so the walk ends in z with ${math`1.379 \cdot 0.405 =`} ${percent(m.reaches, 3)}.

        On a cycle, the gradient of the log total is not a share but the *expected number of times* that a walk to z takes the edge: ${real(m.uses, 2)} for the edge from x to S.

        Not every closure exists (${ref('closures')}).`,
      table({
        id: 'closures',
        caption: prose`The closure of a cycle of weight ${math`a`}, which solves ${math`a^* = 1 \oplus a \otimes a^*`}.`,
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
        prose`With max-plus this is the algorithm of Floyd and Warshall. With probabilities it is Gauss–Jordan elimination, and
          computes the inverse of ${math`I - A`}, where ${math`A`} holds the edges. It takes ${math`n^3`} steps for ${math`n`} nodes, so
          \`scripts/numerics/path-totals.ts\` uses it only within each cycle. [Mohri](https://cs.nyu.edu/~mohri/pub/jalc.pdf) says when a loop
          over the edges terminates as well.`,
      ]),
    ];
  },
});
