import { curious, list, prose, section } from '#report';
import { asPython, equation, math, percent, real, term, text } from '#report/values';
import { cycles } from './cycles.measure.ts';

export const otherGraphs = section({
  id: 'other-graphs',
  title: prose`Cycles and the Kleene star`,
  needs: { m: cycles },
  write: ({ m: { rounds, ...m } }) => [
    prose`Suppose that a walk that reaches x starts again at S. Now the graph has two *cycles*,
      ${list(rounds.map(({ via, probability: p }) => prose`S→${text(via)}→x→S (${asPython(p, '.3g')})`))}, and
      infinitely many paths. So \`totals\` raises an error. Can the paths still be added up?

      A walk may take the cycles in any order, so add them up first. The walk comes back to S with probability
      ${math`a =`} ${percent(m.returns, 3)}, the sum of both. It comes back twice with probability ${math`a^2`}, and so
      on. The sum over all numbers of rounds is the ${term('closure')} of ${math`a`}, also called its *Kleene star*.
      Here it is a geometric series:`,
    equation`a^* = 1 + a + a^2 + \cdots = \frac{1}{1 - a}`,
    prose`On our map, ${math`a^*`} = ${real(m.visits, 4)}, the expected number of visits to S, counting the start. After the
      last visit, the walk takes one of the three paths to z, so it ends in z with probability
      ${math`0.405 \cdot a^* =`} ${percent(m.reaches, 3)}.

      The series has a sum because ${math`a < 1`}. In any semiring, the closure is *one* ⊕ ${math`a`} ⊕
      ${math`(a \otimes a)`} ⊕ ⋯, if this sum exists. For max-plus it is *one* if ${math`a \le 0`}, as for any
      log-probability: then a further round never improves a path. For counting, ${math`a = 2`}, the number of
      cycles, so the sum grows without end.`,
    curious(prose`A graph with many cycles`, [
      prose`Iterate. Begin with *one* at the start and *zero* at every other node. In each round, compute every total anew
        from those of the round before: extend the totals of its predecessors by their edges, and combine them. At the
        start, combine them with *one*, too. Stop when no total changes any more.

        For max-plus, that takes at most as many rounds as there are nodes (the *Bellman–Ford* algorithm), if no cycle
        improves a path. Sums of probabilities only approach their limits. But together the totals satisfy a system of
        linear equations, and a solver finds them all at once. Check first that there are limits, because a solver
        answers even if there are none: for ${math`a = 2`}, it says ${math`1/(1 - 2) = -1`}.`,
    ]),
  ],
});
