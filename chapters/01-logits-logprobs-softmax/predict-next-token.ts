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

/** Ids of a chat in which the user speaks first, ready for the model's answer; without a template, line by line. */
export function chatPrompt(lm: LanguageModel, turns: readonly string[]): number[] {
  const messages = turns.map((content, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content,
  }));
  return lm.encode(lm.chat(messages) ?? `${turns.join('\n')}\n`);
}

/** The probability of everything beyond the k likeliest, added up from the small end so that nothing is lost. */
export function massBeyond(prediction: Prediction, k: number): number {
  let mass = 0;
  for (let place = prediction.order.length - 1; place >= k; place--) {
    mass += Math.exp(at(prediction.logprobs, prediction.order[place]));
  }
  return mass;
}
