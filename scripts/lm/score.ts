import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { NOTHING_BEFORE } from './language-model.ts';
import { type Reader, readTexts, visitPositions } from './shared-prefixes.ts';
import type { Tokenizer } from './tokenizer.ts';
import type { ChoiceScores, Ids, ScoredChoices, TextTokens, TokenScore } from './types.ts';

/** Scores every token of `ids` given `context`; see LanguageModel.score. */
export async function scoreText(
  forward: Reader,
  tokenizer: Tokenizer,
  ids: Ids,
  context: Ids,
): Promise<TextTokens> {
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
  return { tokens, next: { logits: next } };
}

/** Scores the continuations of many contexts; see LanguageModel.scoreChoices. */
export async function scoreChoices(
  forward: Reader,
  questions: readonly ScoredChoices[],
): Promise<ChoiceScores[]> {
  const entropies = questions.map(() => Number.NaN);
  const answers = questions.map(({ continuations }) =>
    continuations.map((ids) => ({ ids, logprobs: [] as number[] })),
  );
  // A context alone is read for its entropy; what goes on from it shares it, and so costs nothing twice.
  const readings = questions.flatMap(({ context }, question) => {
    const from = context.length - 1;
    const alone = { ids: context, from, question, answer: undefined };
    const continued = at(answers, question)
      .filter(({ ids }) => ids.length > 0)
      .map((answer) => ({ ids: [...context, ...answer.ids.slice(0, -1)], from, question, answer }));
    return [alone, ...continued];
  });
  await readTexts(forward, readings, ({ readings: places, position, logits }) => {
    const { largest, logNormalizer, entropy } = summarizePrediction(logits);
    for (const place of places) {
      const { from, question, answer } = at(readings, place);
      const next = answer?.ids[position - from];
      if (next === undefined) entropies[question] = entropy;
      else answer?.logprobs.push(at(logits, next) - largest - logNormalizer);
    }
  });
  return answers.map((own, question) => ({
    entropy: at(entropies, question),
    scores: own.map(({ ids, logprobs }) => ({
      ids,
      logprobs,
      total: compensatedSum(logprobs),
    })),
  }));
}

/** The logits after many texts; see LanguageModel.nextOfMany. */
export async function nextAfter(forward: Reader, texts: readonly Ids[]): Promise<Float32Array[]> {
  const results = texts.map(() => new Float32Array(0));
  const readings = texts.map((ids) => ({ ids, from: ids.length - 1 }));
  await readTexts(forward, readings, ({ readings: places, logits }) => {
    for (const place of places) results[place] = logits.slice();
  });
  return results;
}
