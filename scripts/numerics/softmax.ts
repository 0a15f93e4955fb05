import { assertTemperature } from './assert.ts';
import { indexOfLargest } from './log-sum-exp.ts';

/**
 * p_i = exp(z_i / T) / Σ exp(z_j / T), in float64. [n] -> [n]. The largest logit is subtracted first: that changes no
 * probability, and no exponent is then above 0. A NaN, a +Infinity, or nothing but -Infinity means no distribution,
 * and every probability is NaN.
 *
 * Throws a RangeError unless the temperature is a positive finite number: T = 0 is not a softmax but its limit.
 */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  assertTemperature(temperature);
  const largest = logits[indexOfLargest(logits)] ?? Number.NaN;
  // Written as loops: a vocabulary is long, and `map` takes three times as long.
  const weights = new Float64Array(logits.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = Math.exp(((logits[i] ?? Number.NaN) - largest) / temperature);
    weights[i] = weight;
    total += weight;
  }
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? Number.NaN) / total;
  return weights;
}

/**
 * Log-probabilities in nats: ℓ_i = (z_i - max) - ln Σ exp(z_j - max), in float64. [n] -> [n]. Adding a constant to all
 * logits leaves the result the same bit for bit, as long as the addition itself does not round. The largest term of
 * the sum is exactly 1 and goes into log1p, so a winner with p near 1 keeps its digits, where the log of the rounded p
 * would be 0. Where no distribution is meant, all are NaN, as in `softmax`.
 */
// #region log-softmax
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const winner = indexOfLargest(logits);
  const largest = logits[winner] ?? Number.NaN;
  const shifted = new Float64Array(logits).map((z) => z - largest);

  let rest = shifted[winner] ?? 0; // 0; NaN if the largest logit is not finite
  shifted.forEach((s, i) => {
    if (i !== winner) rest += Math.exp(s);
  });
  const logNormalizer = Math.log1p(rest);
  return shifted.map((s) => s - logNormalizer);
}
// #endregion log-softmax
