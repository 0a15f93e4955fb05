import { predictionOf } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import type { Forward } from './forward.ts';
import { visitPositions } from './read-texts.ts';
import { NOTHING_BEFORE, summary } from './summary.ts';
import type { Tokenizer } from './tokenizer.ts';
import type { Ids, TextScore, TokenScore } from './types.ts';

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
  const tokens = tokenizer.pieces(ids).map((piece, i) => ({ ...piece, ...at(measured, i) }));
  return { tokens, ...summary(tokens), next: { logits: next } };
}
