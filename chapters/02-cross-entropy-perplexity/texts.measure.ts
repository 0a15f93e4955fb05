import type { LanguageModel } from '#lm/types';
import { bitsPerByte } from '#numerics/bits-per-byte';
import { predictionOf } from '#numerics/fast-log-softmax';
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

/**
 * What stands before every text that this chapter scores, unless it says otherwise: the token that begins or parts
 * documents, by its usual names; else any special token, else a line break.
 */
export function startOf(lm: LanguageModel): number[] {
  const names = Object.keys(lm.specialTokens);
  const usual = [/^<\|endoftext\|>$/, /^<s>$|bos|begin/i, /./].map((name) =>
    names.find((one) => name.test(one)),
  );
  const start = usual.find((name) => name !== undefined);
  return start === undefined ? lm.encode('\n') : [lm.specialTokens[start] ?? 0];
}

/** The log-probabilities of tokens after the start token. */
export async function scoreAfterStart(lm: LanguageModel, ids: readonly number[]): Promise<readonly number[]> {
  return at(await lm.scoreContinuations(startOf(lm), [ids]), 0).logprobs;
}

/** The tokens of a text, as many of them as a model can read at once after a start of one or two. */
export const readable = (lm: LanguageModel, text: string) => lm.encode(text).slice(0, lm.contextLength - 2);

/** How many of the likeliest tokens are kept for each place of the paragraph. */
const KEPT = 5;

/**
 * What the model would have written at every place of the paragraph: its likeliest tokens with their probabilities,
 * what it gave all others together, and the entropy; and what that said of the actual token. One entry a token of
 * the text, in its order.
 */
export const candidates = measurement({
  id: 'harbour-candidates',
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    places: {
      ...each('probability', 'probabilities', 'others'),
      ...each('nats', 'entropy', 'logprob'),
      rank: 'rank',
    },
  },
  async measure({ lm, data }) {
    const [start, ids] = [startOf(lm), readable(lm, data.harbour)];
    const places: {
      likeliest: string[];
      probabilities: number[];
      others: number;
      entropy: number;
      logprob: number;
      rank: number;
    }[] = [];
    await lm.everyPosition([...start, ...ids], (position, logits) => {
      const place = position + 1 - start.length;
      if (place < 0 || place === ids.length) return; // inside the start, or behind the last token
      const top = lm.top(logits, KEPT);
      const { entropy, logprob, rank } = predictionOf(logits, at(ids, place));
      const probabilities = top.map(({ logprob }) => Math.exp(logprob));
      places.push({
        likeliest: top.map(({ text }) => text),
        probabilities,
        others: Math.max(0, 1 - compensatedSum(probabilities)),
        entropy,
        logprob,
        rank,
      });
    });
    return { places };
  },
});

export const ownTexts = measurement({
  id: 'own-texts',
  // One of the texts has been read for the candidates.
  needs: { thought: candidates },
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
  async measure({ lm, data, thought }) {
    const start = startOf(lm);
    const texts = [];
    for (const { name, about } of OWN_TEXTS) {
      const ids = readable(lm, data[name]);
      const tokens =
        name === 'harbour' ? thought.places : (await lm.score(ids, start, { entropies: false })).tokens;
      const logprobs = tokens.map(({ logprob }) => {
        if (logprob !== null) return logprob;
        throw new RangeError('a token has no score');
      });
      const total = compensatedSum(logprobs);
      const bytes = lm.pieces(ids).reduce((sum, piece) => sum + piece.bytes.length, 0);
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
    const pieces = lm.pieces(readable(lm, data.harbour));
    const harbour = thought.places.map(({ logprob, entropy, rank }, place) => {
      return { text: at(pieces, place).text, logprob, entropy, rank };
    });
    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      start: at(lm.pieces(start), 0).text,
      texts,
      harbour,
    };
  },
});
