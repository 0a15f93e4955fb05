import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';

/** The text that the chapter keeps coming back to. */
export const PROMPT = 'The capital of France is';

/** The prediction of the token after `text`: logits [V], log-probabilities [V] and the ids, the likeliest first. */
export async function predict(lm: LanguageModel, text: string) {
  const { logits } = await lm.next(lm.encode(text));
  return { logits, logprobs: logSoftmax(logits), order: orderOf(logits) };
}

export type Prediction = Awaited<ReturnType<typeof predict>>;

/** Ids by falling logit; equal ones by smaller id. */
export function orderOf(logits: Float32Array): Uint32Array {
  const order = Uint32Array.from(logits.keys());
  return order.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
}

/** The probability of everything beyond the k likeliest, added up from the small end so that nothing is lost. */
export function massBeyond(prediction: Prediction, k: number): number {
  let mass = 0;
  for (let place = prediction.order.length - 1; place >= k; place--) {
    mass += Math.exp(at(prediction.logprobs, prediction.order[place]));
  }
  return mass;
}

/** How many of the likeliest tokens it takes to hold `share` of the probability. */
export function tokensHolding(prediction: Prediction, share: number): number {
  let mass = 0;
  for (const [place, id] of prediction.order.entries()) {
    mass += Math.exp(at(prediction.logprobs, id));
    if (mass >= share) return place + 1;
  }
  return prediction.order.length;
}

/**
 * The tokens of words that the model knows as one token. Any other word's place is taken by the likeliest token that is
 * not among them, so that every model has as many tokens to look at.
 */
export function tokensOf(lm: LanguageModel, { order }: Prediction, words: readonly string[]) {
  const own = words.map((word) => lm.encode(word)).map((ids) => (ids.length === 1 ? ids[0] : undefined));
  const others = order.filter((id) => !own.includes(id)).values();
  return lm.pieces(own.map((id) => id ?? others.next().value ?? 0));
}
