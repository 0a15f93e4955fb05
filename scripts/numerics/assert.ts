/** What several functions ask of their arguments. An error names the argument, what it must be, and what came. */

/** Throws a RangeError unless a number of something (named first) is a positive integer, exact in float64. */
export function assertPositiveInteger(name: string, n: number): void {
  if (!(Number.isSafeInteger(n) && n > 0)) {
    throw new RangeError(`${name} must be a positive integer, got ${n}`);
  }
}

/** Throws a RangeError unless a temperature is above 0 and finite. */
export function assertTemperature(temperature: number): void {
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(`temperature must be a positive finite number, got ${temperature}`);
  }
}

/** Throws a RangeError unless the level of an interval is above 0 and below 1. */
export function assertLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be above 0 and below 1, got ${level}`);
}

/**
 * Throws a RangeError unless there is at least one item, and for each of them a confidence from 0 to 1 and an outcome
 * (whether the chosen answer was right).
 */
export function assertConfidences(confidences: ArrayLike<number>, outcomes: readonly boolean[]): void {
  assertPaired('confidences', confidences, outcomes);
  assertProbabilities('confidences', confidences);
}

/** Throws a RangeError unless there is at least one value, and one outcome for each; `name` says what they are. */
export function assertPaired(name: string, values: ArrayLike<unknown>, outcomes: ArrayLike<boolean>): void {
  if (values.length !== outcomes.length) {
    throw new RangeError(
      `${name} and outcomes must have the same length, got ${values.length} and ${outcomes.length}`,
    );
  }
  assertSome(name, values);
}

/** Throws a RangeError for an empty list. */
export function assertSome(name: string, values: ArrayLike<unknown>): void {
  if (values.length === 0) throw new RangeError(`${name} must not be empty`);
}

/** Throws a RangeError unless every value is from 0 to 1. */
export function assertProbabilities(name: string, values: ArrayLike<number>): void {
  const wrong = Array.from(values).findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) throw new RangeError(`${name}[${wrong}] must be from 0 to 1, got ${values[wrong]}`);
}
