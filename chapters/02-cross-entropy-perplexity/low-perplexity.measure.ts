import { bitsPerByte } from '#numerics/bits-per-byte';
import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { perplexity, perplexityOf } from '#numerics/perplexity';
import { pow } from '#numerics/pow';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { named } from './lists.ts';
import { ownTexts, scoreAfterStart, startOf, TEXT_FILES } from './texts.measure.ts';

const SENTENCE = ' The grey cat sold a ladder to the bishop.';
const TIMES = 6;

export const repetition = measurement({
  id: 'repetition',
  needs: { own: ownTexts },
  kinds: {
    times: 'exact',
    ...each('exact', 'tokens', 'bytes'),
    ...each('perplexity', 'first', 'last', 'perplexity'),
    bitsPerByte: 'bits',
  },
  async measure({ lm, own }) {
    const sentence = lm.encode(SENTENCE);
    const ids = Array.from({ length: TIMES }, () => sentence).flat();
    const logprobs = await scoreAfterStart(lm, ids);
    const time = (index: number) =>
      perplexityOf(logprobs.slice(index * sentence.length, (index + 1) * sentence.length));
    const bytes = new TextEncoder().encode(lm.decode(ids)).length;
    const whole = perplexityOf(logprobs);
    const [first, last] = [time(0), time(TIMES - 1)];
    return {
      sentence: SENTENCE.trim(),
      times: TIMES,
      tokens: ids.length,
      bytes,
      first,
      last,
      perplexity: whole,
      bitsPerByte: bitsPerByte(compensatedSum(logprobs), bytes),
      course: last > 2 * first ? ('rises' as const) : either(last < first / 2, 'falls', 'does not'),
      place: either(whole < named(own.texts, 'harbour').perplexity, 'below our paragraph', 'not below'),
    };
  },
});

/** Countries whose best-known city is not the capital: where, the capital, the other city. */
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
    for (const [country, capital, famous] of CAPITALS) {
      const [right, wrong] = [await score(country, capital), await score(country, famous)];
      rows.push({
        truth: right.sentence,
        falsehood: wrong.sentence,
        right: right.perplexity,
        wrong: wrong.perplexity,
        /** How many times as likely the false sentence is, as a whole: the two may differ in their number of tokens. */
        factor: Math.exp(wrong.total - right.total),
      });
    }
    const likelier = rows.filter(({ factor }) => factor > 1);
    const worst = [...rows].sort((a, b) => b.factor - a.factor);
    return {
      pairs: rows.length,
      likelier: likelier.length,
      any: either(likelier.length > 0, 'some', 'none'),
      worst: at(worst, 0),
      rows,
    };
  },
});

/** Tokens of each text that the model goes on from, and how many it writes. */
const READ = 32;
const WRITTEN = 48;
const SEED = 11;
const TEMPERATURES = [1, 0.7, 0];

/** The perplexity of what stands in the texts, and of what the model writes in its place. */
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
      /** What a token of the model's costs less than one of ours, text by text. */
      const saved = samples.map((sample, text) => mean(sample.logprobs) - mean(at(ours, text)));
      const { low, high } = meanInterval(saved, { random: seededRandom(12).next });
      rows.push({
        temperature,
        tokens: logprobs.length,
        perplexity: perplexityOf(logprobs),
        saved: { low, high },
        verdict: low > 0 ? ('below ours' as const) : either(high < 0, 'above ours', 'unclear'),
      });
    }
    const people = perplexityOf(ours.flat());
    const [fair, cool, cold] = [at(rows, 0), at(rows, 1), at(rows, 2)];
    const falls = cold.perplexity < cool.perplexity && cool.perplexity < fair.perplexity;
    return {
      texts: own.texts.length,
      read: READ,
      written: WRITTEN,
      drawn: own.texts.length * WRITTEN,
      people,
      rows,
      fair: fair.verdict,
      course: either(
        falls && cool.verdict === 'below ours' && cold.verdict === 'below ours',
        'falls below ours',
        either(falls, 'falls', 'does not'),
      ),
    };
  },
});

/** Perplexity by the right base, and by the wrong one. */
export const wrongBase = measurement({
  id: 'wrong-base',
  needs: { own: ownTexts },
  kinds: { nats: 'nats', ...each('perplexity', 'right', 'wrong') },
  async measure({ own }) {
    const nats = -mean(named(own.texts, 'harbour').logprobs);
    return { nats, right: perplexity(-nats), wrong: pow(2, nats) };
  },
});
