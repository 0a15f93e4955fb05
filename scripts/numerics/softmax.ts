import { indexOfLargest } from './log-sum-exp.ts';

/**
 * p_i = exp(z_i / T) / Σ exp(z_j / T), in float64. [n] -> [n]. The largest logit is subtracted first, so nothing
 * overflows. All probabilities are NaN where the logits hold a NaN, a +Infinity, or nothing but -Infinity. Throws a
 * RangeError unless the temperature is a positive finite number.
 */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new RangeError(`temperature must be a positive finite number, got ${temperature}`);
  }
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
 * Log-probabilities in nats, in float64. [n] -> [n]. The largest term of the sum is exactly 1 and goes into log1p, so
 * that a winner with p near 1 keeps its digits. NaN where `softmax` gives NaN.
 */
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
