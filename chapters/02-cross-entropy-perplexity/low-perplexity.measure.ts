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

const EITHER_WAY = each('probability', 'started', 'unstarted');

/** How often a false sentence is likelier than the true one, with a start token before both and without. */
export const trueAndFalse = measurement({
  id: 'true-and-false',
  kinds: {
    pairs: 'exact',
    ...each('rank', 'started', 'unstarted', 'both'),
    rows: EITHER_WAY,
    worst: EITHER_WAY,
  },
  async measure({ lm }) {
    const totals = async (country: string, city: string) => {
      const sentence = `The capital of ${country} is ${city}.`;
      const [first = 0, ...rest] = lm.encode(sentence);
      const started = compensatedSum(await scoreAfterStart(lm, [first, ...rest]));
      const unstarted = at(await lm.scoreContinuations([first], [rest]), 0).total;
      return { sentence, started, unstarted };
    };
    const compare = async ([country, capital, other]: (typeof CAPITALS)[number]) => {
      const [right, wrong] = [await totals(country, capital), await totals(country, other)];
      return {
        truth: right.sentence,
        falsehood: wrong.sentence,
        /** How many times as likely the whole false sentence is. */
        started: Math.exp(wrong.started - right.started),
        unstarted: Math.exp(wrong.unstarted - right.unstarted),
      };
    };
    const rows: Awaited<ReturnType<typeof compare>>[] = [];
    for (const one of CAPITALS) rows.push(await compare(one));
    const least = (row: (typeof rows)[number]) => Math.min(row.started, row.unstarted);
    const worst = rows.reduce((most, row) => (least(row) > least(most) ? row : most));
    return {
      pairs: rows.length,
      started: rows.filter(({ started }) => started > 1).length,
      unstarted: rows.filter(({ unstarted }) => unstarted > 1).length,
      both: rows.filter((row) => least(row) > 1).length,
      worst,
      rows,
    };
  },
});

/** How many tokens of each text the model continues, how many it writes, and how often. */
const READ = 32;
const WRITTEN = 20;
const TIMES_DRAWN = 8;
const SEED = 11;
const TEMPERATURES = [1, 0.7];

/** The perplexity of the texts as we wrote them, and of what the model writes in their place, drawn several times. */
export const ownWriting = measurement({
  id: 'own-writing',
  dependsOnEngine: 'a draw may choose another token where probabilities differ in their last digits',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    ...each('exact', 'texts', 'read', 'written', 'draws'),
    people: 'perplexity',
    rows: {
      temperature: 'exact',
      ...each('perplexity', 'lowest', 'highest'),
      saved: each('nats', 'estimate', 'low', 'high'),
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
      // A sequence draws its own random numbers, and a prefix that several share is read once.
      const samples = await lm.generate(Array.from({ length: TIMES_DRAWN }, () => prompts).flat(), {
        maxTokens: WRITTEN,
        temperature,
        seed: SEED,
        stop: [],
      });
      const written = Array.from({ length: TIMES_DRAWN }, (_, draw) =>
        samples.slice(draw * prompts.length, (draw + 1) * prompts.length),
      );
      const perplexities = written.map((texts) => perplexityOf(texts.flatMap(({ logprobs }) => logprobs)));
      /** By how many nats a token of the model's costs less than one of ours, text by text. */
      const saved = prompts.map((_, text) => {
        const drawn = written.flatMap((texts) => at(texts, text).logprobs);
        return mean(drawn) - mean(at(ours, text));
      });
      rows.push({
        temperature,
        lowest: Math.min(...perplexities),
        highest: Math.max(...perplexities),
        saved: { estimate: mean(saved), ...meanInterval(saved, { random: seededRandom(12).next }) },
        texts: written.map((texts) => texts.map(({ ids }) => lm.decode(ids))),
      });
    }
    return {
      texts: own.texts.length,
      read: READ,
      written: WRITTEN,
      draws: TIMES_DRAWN,
      people: perplexityOf(ours.flat()),
      rows,
    };
  },
});
