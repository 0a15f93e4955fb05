import { bitsPerByte } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import { compensatedSum } from '#numerics/sum';
import type { TextScore, TokenScore } from './types.ts';

export const NOTHING_BEFORE = { logprob: null, rank: null, entropy: null };

/** Total, mean, perplexity and bits per byte over the tokens that have a log-probability. */
export function summary(
  tokens: readonly TokenScore[],
): Pick<TextScore, 'totalLogprob' | 'meanLogprob' | 'perplexity' | 'bitsPerByte'> {
  const scored = tokens.filter(({ logprob }) => logprob !== null);
  const totalLogprob = compensatedSum(scored.map(({ logprob }) => logprob ?? Number.NaN));
  const bytes = scored.reduce((sum, token) => sum + token.bytes.length, 0);
  const meanLogprob = scored.length === 0 ? null : totalLogprob / scored.length;
  return {
    totalLogprob,
    meanLogprob,
    perplexity: meanLogprob === null ? null : perplexity(meanLogprob),
    bitsPerByte: bytes === 0 ? null : bitsPerByte(totalLogprob, bytes),
  };
}
