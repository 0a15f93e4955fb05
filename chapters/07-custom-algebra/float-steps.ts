/** Float64 numbers lie on a grid; its steps are what this chapter's rounding errors are measured in. */

/** The distance from a float64 to the next one of larger size: a step in its last digit. */
export function stepOf(value: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -1022);
  return 2 ** (exponent - 52);
}

/** The distance from -k to the float64 just above it, for k > 0. */
export function stepAbove(k: number): number {
  return 2 ** (Math.ceil(Math.log2(k)) - 53);
}
