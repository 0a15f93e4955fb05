import type { ChatMessage, Generation, Ids, LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { type Reply, valueIn, type Wrapping } from './value-in-reply.ts';

/** The most tokens of a reply, its wrapping included, in everything that this chapter asks. */
export const MOST_TOKENS = 20;

type Turn = readonly [asked: string, answer: string];

const INSTRUCTION = 'Answer in a few words.';
const wrapped = (answer: string) => `Answer: ${answer}`;
export const WRAPPING: Wrapping = { before: 'Answer:', after: null };

/** Examples of how to answer, then the question. */
export function shortAnswerChat(
  examples: readonly Turn[],
  question: string,
  instruction = INSTRUCTION,
  wrap = wrapped,
): readonly ChatMessage[] {
  return [
    ...examples.flatMap(([content, answer], place): ChatMessage[] => [
      { role: 'user', content: place === 0 ? `${instruction}\n${content}` : content },
      { role: 'assistant', content: wrap(answer) },
    ]),
    { role: 'user', content: question },
  ];
}

/** Shown before a question without a passage. */
export const CLOSED_BOOK: readonly Turn[] = [
  ['What colour is fresh snow?', 'white'],
  ['Who painted the Mona Lisa?', 'Leonardo da Vinci'],
];

/** The tokens before a reply: the model's chat template; without one, plain paragraphs. */
export const promptOfChat = (lm: LanguageModel, messages: readonly ChatMessage[]): number[] =>
  lm.encode(lm.chat(messages) ?? messages.map(({ content }) => `${content}\n\n`).join(''));

/** A generation as a chat API would return it. */
export function replyOf(lm: LanguageModel, { ids, logprobs, end }: Generation): Reply {
  const content = lm
    .pieces(ids)
    .map(({ text, bytes, special }, place) => ({ token: text, bytes, logprob: at(logprobs, place), special }))
    .filter(({ special }) => !special)
    .map(({ token, bytes, logprob }) => ({ token, bytes, logprob }));
  return { finish_reason: end, content };
}

/** What of a reply is stored: its value, or where there is none, the whole reply. */
export function answerIn(reply: Reply, wrapping = WRAPPING) {
  const value = valueIn(reply, wrapping);
  const whole = reply.content.map(({ token }) => token).join('');
  return {
    finish: reply.finish_reason,
    answered: value !== null,
    answer: value?.text ?? whole,
    tokens: value?.tokens.length ?? 0,
    sum: value?.logprob ?? null,
  };
}

/** A question about an answer, and the replies that say yes and no to what one wants to know. */
export interface Wording {
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

const spellings = (word: string) => [
  ...new Set([word, word.toLowerCase(), ` ${word}`, ` ${word.toLowerCase()}`]),
];

/**
 * What a model says after each text with each wording at its end, over the spellings of its two words: ln q(yes) − ln q(no)
 * in nats, and the probability that both words together hold. Each is [texts][wordings].
 */
export async function askedInWordings(
  lm: LanguageModel,
  texts: readonly string[],
  wordings: readonly Wording[],
) {
  const questions = texts.flatMap((text) =>
    wordings.map(({ text: wording, yes, no }) => ({
      context: promptOfChat(lm, [{ role: 'user', content: `${text}\n${wording}` }]),
      continuations: [...spellings(yes), ...spellings(no)].map((word) => lm.encode(word)),
      yes: spellings(yes).length,
    })),
  );
  const scored = await lm.scoreChoices(questions, { entropies: false });
  const asked = questions.map(({ yes }, i) => {
    const totals = at(scored, i).scores.map(({ total }) => total);
    return {
      odds: logSumExp(totals.slice(0, yes)) - logSumExp(totals.slice(yes)),
      said: Math.exp(logSumExp(totals)),
    };
  });
  return texts.map((_, i) => {
    const of = asked.slice(i * wordings.length, (i + 1) * wordings.length);
    return { odds: of.map(({ odds }) => odds), said: of.map(({ said }) => said) };
  });
}

/** So many prompts are continued in one call, because all of their keys and values are in memory together. */
const AT_ONCE = 80;

/** The likeliest reply to each prompt. Prompts that begin alike share a call, which reads what they share once. */
export async function greedyReplies(lm: LanguageModel, prompts: readonly Ids[]): Promise<Generation[]> {
  const key = (place: number) => at(prompts, place).join();
  const order = [...prompts.keys()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const replies: Generation[] = [];
  for (let start = 0; start < order.length; start += AT_ONCE) {
    const places = order.slice(start, start + AT_ONCE);
    const some = places.map((place) => at(prompts, place));
    const generations = await lm.generate(some, { maxTokens: MOST_TOKENS, temperature: 0 });
    for (const [i, place] of places.entries()) replies[place] = at(generations, i);
  }
  return replies;
}
