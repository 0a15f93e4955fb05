import { mean } from './sum.ts';

/**
 * Perplexity from the mean log-probability in nats: e^-mean. A model of perplexity k is, on the (geometric) average,
 * as unsure as one that chooses between k equally likely tokens.
 *
 * Special cases:
 * - 0, certainty: 1
 * - -Infinity, or a mean below -709.78, where exp leaves the range of float64: +Infinity
 * - +Infinity, which is the log of no probability: 0
 * - NaN: NaN
 *
 * Source: F. Jelinek, R. L. Mercer, L. R. Bahl, J. K. Baker, "Perplexity: a measure of the difficulty of speech
 * recognition tasks", Journal of the Acoustical Society of America 62 (1977).
 */
// #region perplexity
export function perplexity(meanLogprob: number): number {
  return Math.exp(-meanLogprob);
}
// #endregion perplexity

/**
 * Perplexity of a sequence from the log-probabilities of its tokens in nats.
 *
 * Special cases: no tokens give NaN; one token of -Infinity gives +Infinity, whatever the others are; NaN gives NaN.
 */
export function perplexityOf(logprobs: ArrayLike<number>): number {
  return perplexity(mean(logprobs));
}
