import { powerToDecibels } from './decibel.ts';
import { largest, smallest } from './extremes.ts';
import { pow } from './pow.ts';
import { mean } from './sum.ts';

// Uniform quantisation, after B. Widrow, I. Kollár, "Quantization Noise" (2008), chapters 1 and 15.

const MOST_BITS = 32; // float64 would have steps for some twenty more

/** 2^bits levels, both ends of the range included, so 2^bits - 1 steps. */
function stepOver(range: number, bits: number): number {
  if (!Number.isInteger(bits) || bits < 1 || bits > MOST_BITS) {
    throw new RangeError(`bits must be a whole number from 1 to ${MOST_BITS}, got ${bits}`);
  }
  return range / (pow(2, bits) - 1);
}

/** The smallest and the largest value; NaN for both when there are none or one is no finite number. */
function rangeOf(signal: ArrayLike<number>): { low: number; high: number } {
  const [low, high] = [smallest(signal), largest(signal)];
  return Number.isFinite(low) && Number.isFinite(high)
    ? { low, high }
    : { low: Number.NaN, high: Number.NaN };
}

interface Quantised {
  /** [n] the level nearest to each value. */
  readonly values: Float64Array;
  /** The distance of neighbouring levels; no value is moved by more than half of it. */
  readonly step: number;
}

/**
 * Rounds every value of a signal [n] to the nearest of 2^bits equally spaced levels, from its smallest value to its
 * largest. Values that are equal, or too close for a step, stay as they are, with a step of 0; a value that is not
 * finite, or a range beyond float64, makes all NaN. Throws a RangeError unless `bits` is a whole number from 1 to 32.
 */
export function quantise(signal: ArrayLike<number>, bits: number): Quantised {
  const { low, high } = rangeOf(signal);
  const step = stepOver(high - low, bits);
  const nearest = (x: number): number =>
    step === 0 ? x : Math.min(high, low + Math.round((x - low) / step) * step);
  return { values: Float64Array.from(signal, nearest), step };
}

/** The signal [n] without its mean. */
export function withoutMean(signal: ArrayLike<number>): Float64Array {
  const center = mean(signal);
  return Float64Array.from(signal, (x) => x - center);
}

function meanSquare(signal: ArrayLike<number>): number {
  return mean(Float64Array.from(signal, (x) => x * x));
}

/**
 * In dB: the mean square of the signal [n] over the mean square of what was changed. Nothing changed gives +Infinity,
 * or NaN in silence. Throws a RangeError when the two differ in length.
 */
export function signalToNoise(signal: ArrayLike<number>, changed: ArrayLike<number>): number {
  if (signal.length !== changed.length) {
    throw new RangeError(`the signal has ${signal.length} values, what became of it ${changed.length}`);
  }
  const noise = Float64Array.from(signal, (x, i) => (changed[i] ?? Number.NaN) - x);
  return powerToDecibels(meanSquare(signal) / meanSquare(noise));
}
