/** Checks of arguments. Each error names the argument, what it must be, and what came. */

export function assertPositiveInteger(name: string, n: number): void {
  if (!(Number.isSafeInteger(n) && n > 0)) {
    throw new RangeError(`${name} must be a positive integer, got ${n}`);
  }
}

/** Checks the confidence level of an interval. */
export function assertLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be above 0 and below 1, got ${level}`);
}

/** Asks for at least one item, and for each a confidence from 0 to 1 and an outcome (whether it was right). */
export function assertConfidences(confidences: ArrayLike<number>, outcomes: readonly boolean[]): void {
  assertPaired('confidences', confidences, outcomes);
  assertProbabilities('confidences', confidences);
}

export function assertPaired(name: string, values: ArrayLike<unknown>, outcomes: ArrayLike<boolean>): void {
  if (values.length !== outcomes.length) {
    throw new RangeError(
      `${name} and outcomes must have the same length, got ${values.length} and ${outcomes.length}`,
    );
  }
  assertSome(name, values);
}

export function assertSome(name: string, values: ArrayLike<unknown>): void {
  if (values.length === 0) throw new RangeError(`${name} must not be empty`);
}

export function assertProbabilities(name: string, values: ArrayLike<number>): void {
  const wrong = Array.from(values).findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) throw new RangeError(`${name}[${wrong}] must be from 0 to 1, got ${values[wrong]}`);
}
