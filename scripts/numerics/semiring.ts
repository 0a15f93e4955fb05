/**
 * A semiring: two operations on weights. ⊗ (`times`) joins what follows each other on a path, ⊕ (`plus`) joins paths
 * side by side. The rules: both do not care how three are grouped, and ⊕ which of two comes first (⊗ may); `zero`
 * changes nothing under ⊕, `one` nothing under ⊗; `zero` under ⊗ gives `zero`: a path with an impossible step is
 * impossible; ⊗ distributes over ⊕ from both sides, which is what lets an algorithm add up all paths without listing
 * them.
 *
 * Source: M. Mohri, "Semiring Frameworks and Algorithms for Shortest-Distance Problems", Journal of Automata,
 * Languages and Combinatorics 7 (2002).
 */
// #region semiring
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
  /** a* = one ⊕ a ⊕ a⊗a ⊕ …: a loop taken any number of times. Throws a RangeError where the sum has no end. */
  closure?(a: Weight): Weight;
}
// #endregion semiring

export function plusAll<Weight>(semiring: Semiring<Weight>, weights: Iterable<Weight>): Weight {
  let total = semiring.zero;
  for (const weight of weights) total = semiring.plus(total, weight);
  return total;
}

/** With the sides of ⊗ exchanged: for walking over paths from their ends. */
export function mirrored<Weight>(semiring: Semiring<Weight>): Semiring<Weight> {
  return { ...semiring, times: (a, b) => semiring.times(b, a) };
}
