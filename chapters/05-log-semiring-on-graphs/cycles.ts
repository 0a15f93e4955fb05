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
      prose`Change the rules of the map: a walk that reaches x starts again at S. Now there are infinitely many paths, and
        \`pass\` throws an error. Their probabilities form a geometric series: the walk ends in z with probability
        ${percent(m.reaches, 3)}. If you keep only the *best* path, and no edge makes a path better, cycles do no harm.
        *Dijkstra's algorithm* then visits the nodes best first, without a topological order.`,
      curious(prose`How do you add up all paths of a graph with cycles?`, [
        prose`From S, a walk reaches x with probability ${math`a =`} ${percent(m.returns, 3)}, and z with
          ${percent(m.once, 3)}. It may first return to S any number of times, so it ends in z with probability
          ${math`0.405 \cdot a^*`}, where ${math`a^*`} is the ${term('closure')} of ${math`a`}:`,
        equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
        prose`Here ${math`a^* =`} ${real(m.visits, 4)}, the average number of visits to S. With a cycle, the gradient is not a
          share but the *expected number of times* that a walk to z takes the edge: ${real(m.uses, 2)} for the edge from x to S.`,
        prose`In any semiring, the closure is *one* ⊕ ${math`a`} ⊕ ${math`(a \otimes a)`} ⊕ ⋯, if this sum exists
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
        prose`One function handles all cycles. Let ${math`w_{ij}`} be the total of all paths from ${math`i`} to
          ${math`j`} so far, at first the weight of the edge. Take each node ${math`k`} in turn as a stopover. A new
          path leads from ${math`i`} to ${math`k`}, around ${math`k`} any number of times, and on to ${math`j`}:`,
        equation`w_{ij} \;\leftarrow\; w_{ij} \oplus \left(w_{ik} \otimes w_{kk}^* \otimes w_{kj}\right)`,
        code('#numerics/matrix-star', 'matrix-star'),
        prose`A \`Semiring\` in the project's library has two more fields than ours, \`name\` and \`closure\`. With
          max-plus this is the algorithm of Floyd and Warshall. With probabilities it is Gauss–Jordan elimination: it
          computes ${math`(I - A)^{-1}`}, where ${math`A`} holds the edge probabilities. It takes ${math`n^3`} steps
          for ${math`n`} nodes, so \`scripts/numerics/path-totals.ts\` uses it only within each cycle.
          [Mohri](https://cs.nyu.edu/~mohri/pub/jalc.pdf) also shows when a loop over the edges terminates.`,
      ]),
    ];
  },
});
