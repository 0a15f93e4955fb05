/**
 * An isomorphism is a one-to-one map under which two operations correspond. `transport` makes the one operation from
 * the other and the map, which is called transport of structure.
 */

// #region transport
export type Operation = (x: number, y: number) => number;

/** A one-to-one map of numbers, and its inverse. */
export interface Bijection {
  readonly to: (x: number) => number;
  readonly back: (y: number) => number;
}

/** x ∗ y = f⁻¹(f(x) ∘ f(y)). ∗ obeys the laws of ∘ if numbers are exact and ∘ stays in the range of f. */
export function transport(operation: Operation, { to, back }: Bijection): Operation {
  return (x, y) => back(operation(to(x), to(y)));
}
// #endregion transport
