import { compensatedSum } from './sum.ts';

/**
 * Bounds in nats on the entropy of a prediction over so many tokens, from the log-probabilities of the likeliest ones,
 * at least one.
 */
export function entropyBounds(logprobs: readonly number[], vocabularySize: number) {
  const listed = compensatedSum(logprobs.map(Math.exp));
  // Rounded log-probabilities may add up to a little more than one.
  const hidden = Math.max(0, 1 - listed);
  const known = compensatedSum(logprobs.map((logprob) => -Math.exp(logprob) * logprob));
  const unlisted = vocabularySize - logprobs.length;
  const evenly = hidden > 0 && unlisted > 0 ? Math.log(unlisted / hidden) : 0;
  return { atLeast: known - hidden * Math.min(...logprobs), atMost: known + hidden * evenly };
}
