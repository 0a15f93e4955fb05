import type { LanguageModel } from '#lm/types';
import { bitsPerByte } from '#numerics/bits-per-byte';
import { at } from '#numerics/list';
import { perplexity } from '#numerics/perplexity';
import { compensatedSum } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

/**
 * The texts of this chapter, written for it and published nowhere before, so that no model can have learned them by
 * heart. One paragraph a file, without a line end.
 */
export const TEXT_FILES = {
  harbour: new URL('./texts/harbour.txt', import.meta.url),
  bread: new URL('./texts/bread.txt', import.meta.url),
  clockmaker: new URL('./texts/clockmaker.txt', import.meta.url),
  review: new URL('./texts/review.txt', import.meta.url),
  travel: new URL('./texts/travel.txt', import.meta.url),
  train: new URL('./texts/train.txt', import.meta.url),
  weather: new URL('./texts/weather.txt', import.meta.url),
};

export const OWN_TEXTS: readonly { readonly name: keyof typeof TEXT_FILES; readonly about: string }[] = [
  { name: 'harbour', about: 'a harbour at dawn' },
  { name: 'bread', about: 'a loaf of bread' },
  { name: 'clockmaker', about: 'a tower clock' },
  { name: 'review', about: 'a code review' },
  { name: 'travel', about: 'friends on a journey' },
  { name: 'train', about: 'a night train' },
  { name: 'weather', about: 'a weather station' },
];

/** What stands before every text that this chapter scores, unless it says otherwise. */
export const START = '<|endoftext|>';

/** The id of a special token. Throws a RangeError when the model has none of that name. */
export function specialToken(lm: LanguageModel, name: string): number {
  const id = lm.specialTokens[name];
  if (id === undefined) throw new RangeError(`${lm.id} has no special token ${name}`);
  return id;
}

/** The log-probabilities of tokens after the start token. */
export async function scoreAfterStart(lm: LanguageModel, ids: readonly number[]): Promise<readonly number[]> {
  return at(await lm.scoreContinuations([specialToken(lm, START)], [ids]), 0).logprobs;
}

export const ownTexts = measurement({
  id: 'own-texts',
  data: TEXT_FILES,
  kinds: {
    texts: {
      tokens: 'exact',
      bytes: 'exact',
      ...each('nats', 'logprobs', 'total', 'meanSurprisal'),
      perplexity: 'perplexity',
      bitsPerByte: 'bits',
    },
    harbour: { logprob: 'nats', entropy: 'nats', rank: 'rank' },
  },
  async measure({ lm, data }) {
    const start = [specialToken(lm, START)];
    const texts = [];
    let harbour: { text: string; logprob: number; entropy: number; rank: number }[] = [];
    for (const { name, about } of OWN_TEXTS) {
      const tokens = (await lm.score(lm.encode(data[name]), start)).tokens.map(
        ({ text, logprob, entropy, rank }) => {
          if (logprob !== null && entropy !== null && rank !== null) return { text, logprob, entropy, rank };
          throw new RangeError('a token has no score');
        },
      );
      if (name === 'harbour') harbour = tokens;
      const logprobs = tokens.map(({ logprob }) => logprob);
      const total = compensatedSum(logprobs);
      const bytes = new TextEncoder().encode(data[name]).length;
      texts.push({
        name: String(name),
        about,
        tokens: tokens.length,
        bytes,
        logprobs,
        total,
        meanSurprisal: -total / tokens.length,
        perplexity: perplexity(total / tokens.length),
        bitsPerByte: bitsPerByte(total, bytes),
      });
    }
    return { model: lm.id.split('/').at(-1) ?? lm.id, start: at(lm.pieces(start), 0).text, texts, harbour };
  },
});
