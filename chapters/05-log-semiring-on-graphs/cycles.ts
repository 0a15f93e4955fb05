import { prose, section } from '#report';
import { equation, math, percent, real, ref, term } from '#report/values';
import { cycles } from './cycles.measure.ts';

export const otherGraphs = section({
  id: 'other-graphs',
  title: prose`Cycles and the Kleene star`,
  needs: { m: cycles },
  write: ({ m }) => [
    prose`Suppose that a walk that reaches x starts again at S. Now the graph has a *cycle* and infinitely many paths, and
      \`totals\` raises an error. Can the paths still be added up?

      A walk comes back to S with probability ${math`a =`} ${percent(m.returns, 3)}. It comes back twice with probability
      ${math`a^2`}, and so on. The sum over all numbers of rounds is the ${term('closure')} of ${math`a`}, also called its
      *Kleene star*. Here it is a geometric series:`,
    equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
    prose`It is ${real(m.visits, 4)}, the average number of visits to S. After the last visit, the walk takes one of the
      three paths to z, so it ends in z with probability ${math`0.405 \cdot a^* =`} ${percent(m.reaches, 3)}.

      The series has a sum because ${math`a < 1`}. In any semiring, the closure is *one* ⊕ ${math`a`} ⊕
      ${math`(a \otimes a)`} ⊕ ⋯, if this sum exists. For max-plus it is *one*, because a further round never
      makes a path better. For counting, it does not exist. ${ref('all-cycles')} handles graphs with many cycles.`,
  ],
});

export const allCycles = section({
  id: 'all-cycles',
  title: prose`All cycles of a graph: Floyd–Warshall, matrix inverse, Dijkstra`,
  needs: { m: cycles },
  write: ({ m }) => [
    prose`One function handles all cycles of a graph. Let ${math`w_{ij}`} be the total of all paths from ${math`i`} to
      ${math`j`} so far, at first the weight of the edge. Take each node ${math`k`} in turn as a stopover. A new
      path leads from ${math`i`} to ${math`k`}, around ${math`k`} any number of times, and on to ${math`j`}:`,
    equation`w_{ij} \;\leftarrow\; w_{ij} \oplus \left(w_{ik} \otimes w_{kk}^* \otimes w_{kj}\right)`,
    prose`With max-plus, this is the algorithm of Floyd and Warshall. With probabilities, it is Gauss–Jordan elimination: it
      computes ${math`(I - A)^{-1}`}, where ${math`A`} holds the edge probabilities. It takes ${math`n^3`} steps for
      ${math`n`} nodes. The project has it in \`scripts/numerics/matrix-star.ts\`, and uses it only within each cycle.
      [Mohri](https://cs.nyu.edu/~mohri/pub/jalc.pdf) also shows when a loop over the edges ends by itself.

      With a cycle, the posterior of a step becomes the *expected number of times* that a walk takes it. A walk to z takes
      the step x→S ${real(m.uses, 2)} times on average.

      If you keep only the *best* path, and no edge makes a path better, *Dijkstra's algorithm* visits the nodes best first.
      It needs no topological order.`,
  ],
});
