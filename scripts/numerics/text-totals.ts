import { bitsPerByte } from './bits-per-byte.ts';
import { perplexity } from './perplexity.ts';
import { compensatedSum } from './sum.ts';

/** What the log-probabilities of a text's tokens come to, in nats. A token without one counts in nothing. */
export interface TextTotals {
  /** How many tokens have a log-probability. */
  readonly count: number;
  readonly totalLogprob: number;
  /** Null where no token has a log-probability, as the perplexity is. */
  readonly meanLogprob: number | null;
  readonly perplexity: number | null;
  /** Null where the tokens that count have no bytes. */
  readonly bitsPerByte: number | null;
}

/** The totals of every text that is scored: by a measurement, by a command, or in the Lab. */
export function textTotals(
  tokens: readonly { readonly logprob: number | null; readonly bytes: number }[],
): TextTotals {
  const scored = tokens.filter(({ logprob }) => logprob !== null);
  const count = scored.length;
  const totalLogprob = compensatedSum(scored.map(({ logprob }) => logprob ?? Number.NaN));
  const bytes = scored.reduce((sum, token) => sum + token.bytes, 0);
  const meanLogprob = count === 0 ? null : totalLogprob / count;
  return {
    count,
    totalLogprob,
    meanLogprob,
    perplexity: meanLogprob === null ? null : perplexity(meanLogprob),
    bitsPerByte: bytes === 0 ? null : bitsPerByte(totalLogprob, bytes),
  };
}
