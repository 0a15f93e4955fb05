import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom, seededShuffle } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { named } from './lists.ts';
import { ownTexts, START, specialToken, TEXT_FILES } from './texts.measure.ts';

/** From the Declaration of Independence of the United States (1776): very probably in the training data many times. */
const MEMORISED =
  'We hold these truths to be self-evident, that all men are created equal, that they are endowed by their Creator ' +
  'with certain unalienable Rights, that among these are Life, Liberty and the pursuit of Happiness.';

const SEED = 2;

const SHOWN_TOKENS = 6;

export const goodAndBad = measurement({
  id: 'good-and-bad',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    vocabularySize: 'exact',
    bound: 'nats',
    halfWidth: 'nats',
    memorisedFirstGuesses: 'rank',
    rows: {
      name: 'exact',
      opening: 'exact',
      tokens: 'exact',
      meanSurprisal: 'nats',
      low: 'nats',
      high: 'nats',
      perplexity: 'perplexity',
    },
  },
  async measure({ lm, data, own }) {
    const start = specialToken(lm, START);
    const random = seededRandom(SEED);
    const special = new Set(Object.values(lm.specialTokens));
    const ordinary = Array.from({ length: lm.vocabularySize }, (_, id) => id).filter(
      (id) => !special.has(id),
    );
    const row = (name: string, ids: readonly number[], logprobs: readonly number[]) => {
      const surprisals = logprobs.map((logprob) => -logprob);
      return {
        name,
        opening: lm.pieces(ids.slice(0, SHOWN_TOKENS)).map((piece) => piece.text),
        tokens: ids.length,
        meanSurprisal: mean(surprisals),
        ...meanInterval(surprisals, { random: random.next }),
        perplexity: perplexityOf(logprobs),
      };
    };
    const scored = async (name: string, ids: readonly number[]) => {
      const { logprobs } = at(await lm.scoreContinuations([start], [ids]), 0);
      return row(name, ids, logprobs);
    };
    const memorised = (await lm.score(lm.encode(MEMORISED), [start])).tokens;
    const ids = lm.encode(data.harbour);
    const words = seededShuffle(data.harbour.split(' '), random).join(' ');
    const noise = ids.map(() => at(ordinary, random.below(ordinary.length)));
    const paragraph = row('our paragraph', ids, named(own.texts, 'harbour').logprobs);
    return {
      vocabularySize: lm.vocabularySize,
      bound: Math.log(lm.vocabularySize),
      halfWidth: (paragraph.high - paragraph.low) / 2,
      memorisedFirstGuesses: memorised.filter(({ rank }) => rank === 1).length,
      rows: [
        row(
          'memorised',
          memorised.map(({ id }) => id),
          memorised.map(({ logprob }) => logprob ?? Number.NaN),
        ),
        paragraph,
        await scored('its words shuffled', lm.encode(words)),
        await scored('random tokens', noise),
      ],
    };
  },
});
