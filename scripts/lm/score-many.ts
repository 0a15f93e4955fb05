import { summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import type { Forward } from './forward.ts';
import { readTexts } from './read-texts.ts';
import type { ChoiceScores, ContinuationScore, Ids, ScoredChoices, ScoredItem } from './types.ts';

/** Scores the continuations of many contexts; see LanguageModel.scoreChoices. */
export async function scoreChoices(
  forward: Forward,
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
      total: logprobs.reduce((sum, logprob) => sum + logprob, 0),
    })),
  }));
}

/** Scores continuations of many contexts; see LanguageModel.scoreMany. */
export async function scoreItems(
  forward: Forward,
  items: readonly ScoredItem[],
): Promise<ContinuationScore[]> {
  const questions = items.map(({ context, continuation }) => ({ context, continuations: [continuation] }));
  return (await scoreChoices(forward, questions)).flatMap(({ scores }) => scores);
}

/** The logits after many texts; see LanguageModel.nextOfMany. */
export async function nextAfter(forward: Forward, texts: readonly Ids[]): Promise<Float32Array[]> {
  const results = texts.map(() => new Float32Array(0));
  const readings = texts.map((ids) => ({ ids, from: ids.length - 1 }));
  await readTexts(forward, readings, ({ readings: places, logits }) => {
    for (const place of places) results[place] = logits.slice();
  });
  return results;
}
