import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom, seededShuffle } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { named } from './named.ts';
import { ownTexts, readable, scoreAfterStart, TEXT_FILES } from './texts.measure.ts';

/** From the Declaration of Independence of the United States (1776): very probably in the training data. */
const MEMORISED =
  'We hold these truths to be self-evident, that all men are created equal, that they are endowed by their Creator ' +
  'with certain unalienable Rights, that among these are Life, Liberty and the pursuit of Happiness.';

/** The same thought in our words, which no model has read. */
const REWORDED =
  'We think it plain that all people are born alike, that their maker gave them a few claims which nobody may take away, ' +
  'and that being alive, being free and looking for happiness are three of those.';

export const goodAndBad = measurement({
  id: 'good-and-bad',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    ...each('exact', 'vocabularySize', 'randomIds'),
    bound: 'nats',
    rows: { tokens: 'exact', meanSurprisal: 'nats', low: 'nats', high: 'nats', perplexity: 'perplexity' },
  },
  async measure({ lm, data, own }) {
    const random = seededRandom(2);
    const special = new Set(Object.values(lm.specialTokens));
    const ordinary = Array.from({ length: lm.vocabularySize }, (_, id) => id).filter(
      (id) => !special.has(id),
    );
    const row = (name: string, ids: readonly number[], logprobs: readonly number[]) => {
      const surprisals = logprobs.map((logprob) => -logprob);
      return {
        name,
        text: lm.decode(ids),
        tokens: ids.length,
        meanSurprisal: mean(surprisals),
        ...meanInterval(surprisals, { random: random.next }),
        perplexity: perplexityOf(logprobs),
      };
    };
    const scored = async (name: string, ids: readonly number[]) =>
      row(name, ids, await scoreAfterStart(lm, ids));
    const ids = readable(lm, data.harbour);
    const words = seededShuffle(data.harbour.split(' '), random).join(' ');
    const noise = ids.map(() => at(ordinary, random.below(ordinary.length)));
    return {
      vocabularySize: lm.vocabularySize,
      bound: Math.log(lm.vocabularySize),
      /** As a text they would be cut into other tokens. */
      randomIds: noise,
      rows: [
        await scored('a famous sentence', readable(lm, MEMORISED)),
        await scored('the same, reworded', readable(lm, REWORDED)),
        row('our paragraph', ids, named(own.texts, 'harbour').logprobs),
        await scored('its words shuffled', readable(lm, words)),
        await scored('random tokens', noise),
      ],
    };
  },
});
