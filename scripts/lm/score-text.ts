import { bitsPerByte } from '#numerics/bits-per-byte';
import { predictionOf } from '#numerics/fast-log-softmax';
import { perplexity } from '#numerics/perplexity';
import type { Forward } from './forward.ts';
import { visitPositions } from './read-texts.ts';
import type { Tokenizer } from './tokenizer.ts';
import type { Ids, TextScore, TokenScore } from './types.ts';

export const NOTHING_BEFORE = { logprob: null, rank: null, entropy: null };

/** Scores every token of `ids` given `context`; see LanguageModel.score. */
export async function scoreText(
  forward: Forward,
  tokenizer: Tokenizer,
  ids: Ids,
  context: Ids,
): Promise<TextScore> {
  const all = [...context, ...ids];
  const measured: Pick<TokenScore, 'logprob' | 'rank' | 'entropy'>[] = [];
  if (context.length === 0) measured.push(NOTHING_BEFORE);
  let next = new Float32Array(0);
  await visitPositions(forward, all, Math.max(0, context.length - 1), (position, logits) => {
    const target = all[position + 1];
    if (target === undefined) {
      next = logits.slice();
    } else {
      const { logprob, rank, entropy } = predictionOf(logits, target);
      measured.push({ logprob, rank, entropy });
    }
  });
  const tokens = tokenizer.pieces(ids).map((piece, i) => ({ ...piece, ...(measured[i] ?? NOTHING_BEFORE) }));
  return { tokens, ...summary(tokens), next: { logits: next } };
}

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
