import { bitsPerByte } from '#numerics/bits-per-byte';
import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { ownTexts, scoreAfterStart, startOf, TEXT_FILES } from './texts.measure.ts';

const SENTENCE = 'The grey cat sold a ladder to the bishop.';
const TIMES = 6;

export const repetition = measurement({
  id: 'repetition',
  kinds: {
    times: 'exact',
    ...each('exact', 'tokens', 'bytes'),
    ...each('perplexity', 'first', 'last', 'perplexity'),
    bitsPerByte: 'bits',
  },
  async measure({ lm }) {
    const copies = Array.from({ length: TIMES }, (_, copy) =>
      lm.encode(copy === 0 ? SENTENCE : ` ${SENTENCE}`),
    );
    const ids = copies.flat();
    const logprobs = await scoreAfterStart(lm, ids);
    const bytes = new TextEncoder().encode(lm.decode(ids)).length;
    return {
      sentence: SENTENCE,
      times: TIMES,
      tokens: ids.length,
      bytes,
      first: perplexityOf(logprobs.slice(0, at(copies, 0).length)),
      last: perplexityOf(logprobs.slice(-at(copies, TIMES - 1).length)),
      perplexity: perplexityOf(logprobs),
      bitsPerByte: bitsPerByte(compensatedSum(logprobs), bytes),
    };
  },
});

/** Countries with their capital and another large city. */
const CAPITALS = [
  ['Australia', 'Canberra', 'Sydney'],
  ['Brazil', 'Brasília', 'Rio de Janeiro'],
  ['Canada', 'Ottawa', 'Toronto'],
  ['China', 'Beijing', 'Shanghai'],
  ['India', 'New Delhi', 'Mumbai'],
  ['Morocco', 'Rabat', 'Casablanca'],
  ['New Zealand', 'Wellington', 'Auckland'],
  ['Nigeria', 'Abuja', 'Lagos'],
  ['Pakistan', 'Islamabad', 'Karachi'],
  ['the United Arab Emirates', 'Abu Dhabi', 'Dubai'],
  ['Turkey', 'Ankara', 'Istanbul'],
  ['Vietnam', 'Hanoi', 'Ho Chi Minh City'],
] as const;

/** How often a false sentence is likelier than the true one. */
export const trueAndFalse = measurement({
  id: 'true-and-false',
  kinds: {
    pairs: 'exact',
    likelier: 'rank',
    rows: { ...each('perplexity', 'right', 'wrong'), factor: 'probability' },
    worst: { ...each('perplexity', 'right', 'wrong'), factor: 'probability' },
  },
  async measure({ lm }) {
    const score = async (country: string, city: string) => {
      const sentence = `The capital of ${country} is ${city}.`;
      const logprobs = await scoreAfterStart(lm, lm.encode(sentence));
      return { sentence, total: compensatedSum(logprobs), perplexity: perplexityOf(logprobs) };
    };
    const rows = [];
    for (const [country, capital, other] of CAPITALS) {
      const [right, wrong] = [await score(country, capital), await score(country, other)];
      rows.push({
        truth: right.sentence,
        falsehood: wrong.sentence,
        right: right.perplexity,
        wrong: wrong.perplexity,
        /** How many times as likely the whole false sentence is: the two may differ in their number of tokens. */
        factor: Math.exp(wrong.total - right.total),
      });
    }
    const likelier = rows.filter(({ factor }) => factor > 1);
    const worst = [...rows].sort((a, b) => b.factor - a.factor);
    return {
      pairs: rows.length,
      likelier: likelier.length,
      worst: at(worst, 0),
      rows,
    };
  },
});

/** How many tokens of each text the model continues, and how many it writes. */
const READ = 32;
const WRITTEN = 48;
const SEED = 11;
const TEMPERATURES = [1, 0.7, 0];

/** The perplexity of the texts as we wrote them, and of what the model writes in their place. */
export const ownWriting = measurement({
  id: 'own-writing',
  dependsOnEngine: 'a draw may choose another token where probabilities differ in their last digits',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    ...each('exact', 'texts', 'read', 'written', 'drawn'),
    people: 'perplexity',
    rows: {
      temperature: 'exact',
      tokens: 'rank',
      perplexity: 'perplexity',
      saved: each('nats', 'low', 'high'),
    },
  },
  async measure({ lm, data, own }) {
    const prompts = own.texts.map(({ name }) => [
      ...startOf(lm),
      ...lm.encode(data[name as keyof typeof data]).slice(0, READ),
    ]);
    const ours = own.texts.map(({ logprobs }) => logprobs.slice(READ, READ + WRITTEN));
    const rows = [];
    for (const temperature of TEMPERATURES) {
      const samples = await lm.generate(prompts, { maxTokens: WRITTEN, temperature, seed: SEED, stop: [] });
      const logprobs = samples.flatMap((sample) => sample.logprobs);
      /** By how many nats a token of the model's costs less than one of ours, text by text. */
      const saved = samples.map((sample, text) => mean(sample.logprobs) - mean(at(ours, text)));
      const { low, high } = meanInterval(saved, { random: seededRandom(12).next });
      rows.push({
        temperature,
        texts: samples.map(({ ids }, text) => ({ after: at(own.texts, text).name, text: lm.decode(ids) })),
        tokens: logprobs.length,
        perplexity: perplexityOf(logprobs),
        saved: { low, high },
      });
    }
    return {
      texts: own.texts.length,
      read: READ,
      written: WRITTEN,
      drawn: own.texts.length * WRITTEN,
      people: perplexityOf(ours.flat()),
      rows,
    };
  },
});
