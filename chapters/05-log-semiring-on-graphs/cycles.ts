import { prose, section } from '#report';
import { equation, math, percent, real, term } from '#report/values';
import { cycles } from './cycles.measure.ts';

export const otherGraphs = section({
  id: 'other-graphs',
  title: prose`Cycles and the Kleene star`,
  needs: { m: cycles },
  write: ({ m }) => [
    prose`Suppose that a walk that reaches x starts again at S. Now the graph has a *cycle* and infinitely many
      paths, and \`totals\` raises an error. Can the paths still be added up?

      A walk comes back to S with probability ${math`a =`} ${percent(m.returns, 3)}. It comes back twice with
      probability ${math`a^2`}, and so on. The sum over all numbers of rounds is the ${term('closure')} of
      ${math`a`}, also called its *Kleene star*. Here it is a geometric series:`,
    equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
    prose`It is ${real(m.visits, 4)}, the average number of visits to S. After the last visit, the walk takes one of
      the three paths to z, so it ends in z with probability ${math`0.405 \cdot a^* =`} ${percent(m.reaches, 3)}.

      The series has a sum because ${math`a < 1`}. In any semiring, the closure is *one* ⊕ ${math`a`} ⊕
      ${math`(a \otimes a)`} ⊕ ⋯, if this sum exists. For max-plus it is *one*, because a further round never
      makes a path better. For counting, it does not exist. A graph with
      many cycles needs the closure of a matrix. With probabilities, this is the inverse ${math`(I - A)^{-1}`}; with
      max-plus, it is the algorithm of Floyd and Warshall ([Mohri](https://cs.nyu.edu/~mohri/pub/jalc.pdf)). Both are
      one function in \`scripts/numerics/matrix-star.ts\`.`,
  ],
});
