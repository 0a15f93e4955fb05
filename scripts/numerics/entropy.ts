import { indexOfLargest } from './log-sum-exp.ts';

/**
 * Shannon entropy in nats, H = -Σ p ln p, between 0 and ln n. [n], not rescaled. p = 0 adds nothing; a negative or NaN
 * probability gives NaN.
 */
export function entropy(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i] ?? Number.NaN;
    if (p !== 0) sum += p * Math.log(p);
  }
  return 0 - sum; // 0 - …, so that certainty has entropy 0 and not -0
}

/**
 * Entropy in nats of the softmax of logits: with s = z - max and N = Σ e^s, H = ln N - Σ s e^s / N. A logit of
 * -Infinity adds nothing; a NaN, a +Infinity, or nothing but -Infinity gives NaN.
 */
export function entropyOfLogits(logits: ArrayLike<number>): number {
  const winner = indexOfLargest(logits);
  const largest = logits[winner] ?? 0;
  let rest = 0;
  let weighted = 0;
  for (let i = 0; i < logits.length; i++) {
    const shifted = (logits[i] ?? Number.NaN) - largest;
    if (i === winner && shifted === 0) continue; // e^0 = 1 goes into log1p, 0 · e^0 adds nothing
    const weight = Math.exp(shifted);
    rest += weight;
    if (weight !== 0) weighted += shifted * weight;
  }
  return Math.log1p(rest) - weighted / (1 + rest);
}
