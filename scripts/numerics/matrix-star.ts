import { at } from './list.ts';
import type { Semiring } from './semiring-interface.ts';

/**
 * The star of a matrix, I ⊕ A ⊕ A⊗A ⊕ …: [n × n] -> [n × n]. Where A holds the weights of the steps from i to j, the
 * star has the ⊕ over all paths from i to j. Floyd and Warshall's algorithm, with the semiring's `closure` for going
 * round at a node. Throws the RangeError of `closure` where a sum has no end, and one for a semiring without closure. A
 * cycle that leaves nothing but a rounding error for the way out counts as one that can be left.
 *
 * Source: D. J. Lehmann, "Algebraic Structures for Transitive Closure", Theoretical Computer Science 4 (1977).
 */
// #region matrix-star
export function matrixStar<Weight>(
  semiring: Semiring<Weight>,
  matrix: readonly (readonly Weight[])[],
): Weight[][] {
  const { name, one, plus, times, closure } = semiring;
  if (!closure) throw new RangeError(`the semiring "${name}" has no closure`);
  let star = matrix.map((row) => [...row]);
  for (const via of matrix.keys()) {
    const round = closure(at(at(star, via), via));
    star = star.map((row) => {
      const to = times(at(row, via), round);
      return row.map((direct, end) => plus(direct, times(to, at(at(star, via), end))));
    });
  }
  // So far every path has a step.
  return star.map((row, start) => row.map((weight, end) => (start === end ? plus(one, weight) : weight)));
}
// #endregion matrix-star
