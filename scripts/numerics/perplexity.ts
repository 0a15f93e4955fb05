import { mean } from './sum.ts';

/**
 * e^-mean of the mean log-probability in nats: the number of equally likely tokens that would be as uncertain.
 * +Infinity for a mean below -709.78.
 */
export function perplexity(meanLogprob: number): number {
  return Math.exp(-meanLogprob);
}

/** The same for the log-probabilities of tokens in nats. No tokens give NaN; one of -Infinity gives +Infinity. */
export function perplexityOf(logprobs: ArrayLike<number>): number {
  return perplexity(mean(logprobs));
}
