import { bitsPerByte } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import type { TextScore, TokenScore } from './types.ts';

export const NOTHING_BEFORE = { logprob: null, rank: null, entropy: null };

/** Total, mean, perplexity and bits per byte over the tokens that have a log-probability. */
export function summary(
  tokens: readonly TokenScore[],
): Pick<TextScore, 'totalLogprob' | 'meanLogprob' | 'perplexity' | 'bitsPerByte'> {
  let totalLogprob = 0;
  let count = 0;
  let bytes = 0;
  for (const token of tokens) {
    if (token.logprob === null) continue;
    totalLogprob += token.logprob;
    count += 1;
    bytes += token.bytes.length;
  }
  const meanLogprob = count === 0 ? null : totalLogprob / count;
  return {
    totalLogprob,
    meanLogprob,
    perplexity: meanLogprob === null ? null : perplexity(meanLogprob),
    bitsPerByte: bytes === 0 ? null : bitsPerByte(totalLogprob, bytes),
  };
}
