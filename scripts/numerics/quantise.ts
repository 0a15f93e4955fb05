import { DECIBELS_PER_NAT, powerToDecibels } from './decibel.ts';
import { mean } from './sum.ts';

/**
 * Uniform quantisation: every value of a signal goes to the nearest of 2^bits equally spaced levels, and what it costs
 * is measured as noise.
 *
 * Source: B. Widrow, I. Kollár, "Quantization Noise" (2008), chapters 1 and 15.
 */

/** The bits of the widest whole numbers in common use; float64 would have steps for some twenty more. */
const MOST_BITS = 32;

function assertBits(bits: number): void {
  if (!Number.isInteger(bits) || bits < 1 || bits > MOST_BITS) {
    throw new RangeError(`bits must be a whole number from 1 to ${MOST_BITS}, got ${bits}`);
  }
}

/** The distance of neighbouring levels: 2^bits of them, both ends of the range included, so 2^bits - 1 steps. */
function stepOver(range: number, bits: number): number {
  assertBits(bits);
  return range / (2 ** bits - 1);
}

/** The smallest and the largest value; NaN for both when there are none or one is no finite number. */
function rangeOf(signal: ArrayLike<number>): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < signal.length; i++) {
    const value = signal[i] ?? Number.NaN;
    if (!Number.isFinite(value)) return { low: Number.NaN, high: Number.NaN };
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : { low: Number.NaN, high: Number.NaN };
}

/** A signal rounded to equally spaced levels. */
export interface Quantised {
  /** [n] the level nearest to each value. */
  readonly values: Float64Array;
  /** The distance of neighbouring levels; no value is moved by more than half of it. */
  readonly step: number;
}

/**
 * Rounds every value of a signal [n] to the nearest of 2^bits levels, equally spaced from its smallest value to its
 * largest (both are levels). Order is kept: of two values the larger never becomes the smaller.
 *
 * Special cases: no values give none, with a step of NaN; equal values stay as they are, with a step of 0, and so do
 * those so close that a step would be below the smallest float64; a value that is not finite has no range, and all
 * become NaN, as they do when the range is beyond float64, with a step of +Infinity.
 *
 * Throws a RangeError unless `bits` is a whole number from 1 to 32.
 */
// #region quantise
export function quantise(signal: ArrayLike<number>, bits: number): Quantised {
  const { low, high } = rangeOf(signal);
  const step = stepOver(high - low, bits);
  const nearest = (x: number): number =>
    step === 0 ? x : Math.min(high, low + Math.round((x - low) / step) * step);
  return { values: Float64Array.from(signal, nearest), step };
}
// #endregion quantise

/** The signal [n] without its mean. Special cases as for `mean`. */
export function withoutMean(signal: ArrayLike<number>): Float64Array {
  const center = mean(signal);
  return Float64Array.from(signal, (x) => x - center);
}

function meanSquare(signal: ArrayLike<number>): number {
  return mean(Float64Array.from(signal, (x) => x * x));
}

/**
 * Signal-to-noise ratio in dB: the mean square of the signal over the mean square of what was changed. [n], [n].
 * The signal is taken as it is: where a constant has no meaning, take its mean out first.
 *
 * Special cases: nothing changed gives +Infinity; no values, or nothing changed in silence, give NaN.
 *
 * Throws a RangeError when the two differ in length.
 */
// #region signal-to-noise
export function signalToNoise(signal: ArrayLike<number>, changed: ArrayLike<number>): number {
  if (signal.length !== changed.length) {
    throw new RangeError(`the signal has ${signal.length} values, what became of it ${changed.length}`);
  }
  const noise = Float64Array.from(signal, (x, i) => (changed[i] ?? Number.NaN) - x);
  return powerToDecibels(meanSquare(signal) / meanSquare(noise));
}
// #endregion signal-to-noise

/**
 * What `signalToNoise` should give for a signal quantised to so many bits if the rounding errors were spread evenly
 * over a step: their mean square is then step² / 12. About 6.02 dB for each bit.
 *
 * Special cases: equal values have no step, and give +Infinity, or NaN when they are 0; no values, and one that is not
 * finite, give NaN. Squares that leave the range of float64 give an infinity or NaN.
 *
 * Throws a RangeError unless `bits` is a whole number from 1 to 32.
 */
export function expectedSignalToNoise(signal: ArrayLike<number>, bits: number): number {
  const { low, high } = rangeOf(signal);
  return powerToDecibels(meanSquare(signal) / (stepOver(high - low, bits) ** 2 / 12));
}

/**
 * The dynamic range of a format of so many bits, in dB: 20 log10 2^bits, its number of levels as a ratio of amplitudes,
 * by convention. From the lowest level to the highest (peak to peak) there is one step less, 2^bits - 1, which is the
 * same to .01 dB from ten bits on. Against the largest amplitude, half of that range, a step is 6.02 dB higher.
 *
 * Throws a RangeError unless `bits` is a whole number from 1 to 32.
 */
export function fullScaleToStep(bits: number): number {
  assertBits(bits);
  return 2 * DECIBELS_PER_NAT * Math.LN2 * bits;
}

/**
 * The signal-to-noise ratio of a full-scale sine in so many bits, in dB: its mean square, an eighth of the squared
 * range, over step² / 12, which is 1.76 dB above `fullScaleToStep`. The range is again taken as 2^bits steps.
 *
 * Throws a RangeError unless `bits` is a whole number from 1 to 32.
 */
export function fullScaleSineToNoise(bits: number): number {
  return fullScaleToStep(bits) + powerToDecibels(1.5);
}
