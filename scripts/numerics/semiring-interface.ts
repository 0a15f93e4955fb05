// Source: M. Mohri, "Semiring Frameworks and Algorithms for Shortest-Distance Problems", Journal of Automata,
// Languages and Combinatorics 7 (2002).
// #region semiring
/**
 * Two operations on weights, ⊗ (`times`) along a path and ⊕ (`plus`) across paths, that keep eight laws:
 *
 *     (a ⊕ b) ⊕ c = a ⊕ (b ⊕ c)           (a ⊗ b) ⊗ c = a ⊗ (b ⊗ c)
 *     a ⊕ b = b ⊕ a
 *     zero ⊕ a = a                        one ⊗ a = a = a ⊗ one
 *     zero ⊗ a = zero = a ⊗ zero
 *     a ⊗ (b ⊕ c) = (a ⊗ b) ⊕ (a ⊗ c)     (a ⊕ b) ⊗ c = (a ⊗ c) ⊕ (b ⊗ c)
 */
export interface Semiring<Weight> {
  readonly name: string;
  /** What no path weighs. */
  readonly zero: Weight;
  /** What a path without a step weighs. */
  readonly one: Weight;
  /** Paths side by side. */
  plus(a: Weight, b: Weight): Weight;
  /** Steps one after the other. */
  times(a: Weight, b: Weight): Weight;
  /**
   * A loop taken any number of times: a* = one ⊕ a ⊕ a⊗a ⊕ …, so that a* = one ⊕ a ⊗ a*. Throws a RangeError where the
   * sum has no end.
   */
  closure?(a: Weight): Weight;
}
// #endregion semiring

export function plusAll<Weight>(semiring: Semiring<Weight>, weights: Iterable<Weight>): Weight {
  let total = semiring.zero;
  for (const weight of weights) total = semiring.plus(total, weight);
  return total;
}
