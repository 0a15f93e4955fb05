import { indexOfLargest } from './log-sum-exp.ts';

/**
 * The hot loop of scoring: what one prediction [V] says about the token that came next, in two passes over float32
 * logits. The same numbers as `logSoftmax` and `entropyOfLogits` to about 1e-13, three times as fast: exp is looked up
 * in a table of 1/1024ths and a cubic does what is left of the exponent. No other input than a Float32Array, and no
 * temperature.
 *
 * A NaN, a +Infinity or nothing but -Infinity among the logits means no distribution, and every number but the rank is
 * NaN.
 */
export interface Prediction {
  readonly largest: number;
  /** ln Σ exp(z - largest) in nats: log p = (z - largest) - logNormalizer. Between 0 and ln V. */
  readonly logNormalizer: number;
  /** In nats, of the whole prediction. */
  readonly entropy: number;
}

export interface TargetPrediction extends Prediction {
  /** In nats. */
  readonly logprob: number;
  /** 1 + the number of tokens with a higher logit, or with the same logit and a smaller id. */
  readonly rank: number;
}

const FARTHEST = 750; // exp(-750) is 0 in float64: larger distances from the winner need no table
const STEPS = 1024;

/** exp(-i / 1024). Six megabytes, but only the few hundred kilobytes for distances that occur are ever touched. */
const TABLE = Float64Array.from({ length: FARTHEST * STEPS + 1 }, (_, i) => Math.exp(-i / STEPS));

/** exp(-distance) for 0 <= distance <= 750: the table for the nearest 1/1024th, Taylor's cubic for the rest. */
function expOfMinus(distance: number): number {
  const step = (distance * STEPS + 0.5) | 0;
  const rest = step / STEPS - distance; // within ± 1/2048: the quartic term is below 2.4e-15
  return (TABLE[step] ?? 0) * (1 + rest * (1 + rest * (0.5 + rest * (1 / 6))));
}

/** What the loops below hand back: two numbers a call, without making an object. */
const sums = new Float64Array(2);

/**
 * Adds Σ exp(-d) and Σ d exp(-d) over logits[from..to) to `sums`, d = largest - logit. Two logits a turn with sums
 * of their own, because one sum would wait for itself.
 */
function addWeights(logits: Float32Array, from: number, to: number, largest: number): void {
  let [evenWeight, evenDistance, oddWeight, oddDistance] = [0, 0, 0, 0];
  let i = from;
  for (; i + 1 < to; i += 2) {
    const even = Math.min(largest - (logits[i] ?? 0), FARTHEST);
    const odd = Math.min(largest - (logits[i + 1] ?? 0), FARTHEST);
    const evenExp = expOfMinus(even);
    const oddExp = expOfMinus(odd);
    evenWeight += evenExp;
    oddWeight += oddExp;
    evenDistance += even * evenExp;
    oddDistance += odd * oddExp;
  }
  if (i < to) {
    const last = Math.min(largest - (logits[i] ?? 0), FARTHEST);
    evenWeight += expOfMinus(last);
    evenDistance += last * expOfMinus(last);
  }
  sums[0] = (sums[0] ?? 0) + (evenWeight + oddWeight);
  sums[1] = (sums[1] ?? 0) + (evenDistance + oddDistance);
}

/** Normaliser and entropy once the winner is known. Its own term is 1 exactly and goes into log1p. */
function summarizeAround(logits: Float32Array, winner: number): Prediction {
  const largest = logits[winner] ?? Number.NaN;
  sums.fill(0);
  addWeights(logits, 0, winner, largest);
  addWeights(logits, winner + 1, logits.length, largest);
  // A winner of ±Infinity or NaN is no distance of 0 from itself: then nothing is a number.
  const rest = (sums[0] ?? 0) + (largest - largest);
  const logNormalizer = Math.log1p(rest);
  return { largest, logNormalizer, entropy: logNormalizer + (sums[1] ?? 0) / (1 + rest) };
}

/** What `scanAbove` finds: how many logits are above a floor, and the index of the largest, or -1. */
const found = { count: 0, winner: -1 };

/**
 * Counts the logits above `floor` and finds the first of the largest. Few are above, so four are tested a turn, and
 * looked at one by one only when one of them is.
 */
function scanAbove(logits: Float32Array, floor: number): void {
  const { length } = logits;
  let count = 0;
  let winner = -1;
  let largest = floor;
  for (let start = 0; start < length; start += 4) {
    const a = logits[start] ?? floor;
    const b = logits[start + 1] ?? floor;
    const c = logits[start + 2] ?? floor;
    const d = logits[start + 3] ?? floor;
    if (!(a > floor || b > floor || c > floor || d > floor)) continue;
    for (let i = start; i < Math.min(start + 4, length); i++) {
      const z = logits[i] ?? floor;
      if (z > floor) count++;
      if (z > largest) {
        largest = z;
        winner = i;
      }
    }
  }
  found.count = count;
  found.winner = winner;
}

/** Normaliser and entropy of one prediction. Throws a RangeError when there are no logits. */
export function summarizePrediction(logits: Float32Array): Prediction {
  if (logits.length === 0) throw new RangeError('a prediction needs at least one logit, got none');
  return summarizeAround(logits, indexOfLargest(logits));
}

/**
 * Log-probability and rank of the token `target`, with normaliser and entropy. Throws a RangeError unless `target` is
 * the index of a logit.
 */
export function predictionOf(logits: Float32Array, target: number): TargetPrediction {
  const z = Number.isInteger(target) ? logits[target] : undefined;
  if (z === undefined) throw new RangeError(`target must be from 0 to ${logits.length - 1}, got ${target}`);
  scanAbove(logits, z);
  let rank = 1 + found.count;
  let winner = found.winner;
  for (let equal = logits.indexOf(z); equal !== -1 && equal < target; equal = logits.indexOf(z, equal + 1)) {
    rank++; // an equal logit with a smaller id is ahead
  }
  if (winner === -1) winner = Math.max(0, logits.indexOf(z));
  const prediction = summarizeAround(logits, winner);
  return { ...prediction, logprob: z - prediction.largest - prediction.logNormalizer, rank };
}
