import { mean } from './sum.ts';

/**
 * e^-mean of the mean log-probability in nats: as unsure as choosing between so many equally likely tokens, on the
 * (geometric) average. +Infinity for a mean below -709.78, where exp leaves the range of float64.
 *
 * Source: F. Jelinek, R. L. Mercer, L. R. Bahl, J. K. Baker, "Perplexity: a measure of the difficulty of speech
 * recognition tasks", Journal of the Acoustical Society of America 62 (1977).
 */
// #region perplexity
export function perplexity(meanLogprob: number): number {
  return Math.exp(-meanLogprob);
}
// #endregion perplexity

/** Of the log-probabilities of tokens in nats. No tokens give NaN; one of -Infinity gives +Infinity. */
export function perplexityOf(logprobs: ArrayLike<number>): number {
  return perplexity(mean(logprobs));
}
