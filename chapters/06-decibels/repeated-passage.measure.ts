import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { signTest } from '#numerics/sign-test';
import { median } from '#numerics/statistics';
import { each, either, measurement } from '#report/measurement';
import { asked } from '../03-logprobs-as-confidence/facts.ts';
import { RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

/** What moves the odds by fewer decibels has moved nothing. */
const NOTHING = 0.01;
/** So rarely would chance alone turn as many questions one way, when the direction is called clear. */
const CLEAR = 0.05;

/** The passage with the right answer twice before each question: what is the second copy worth? */
export const repeatedPassage = measurement({
  id: 'repeated-passage',
  needs: { scores: retrievalScores },
  data: { set: RETRIEVAL_FILE },
  kinds: {
    rows: each('decibels', 'first', 'second'),
    ...each('decibels', 'first', 'second'),
    questions: 'exact',
    further: 'rank',
  },
  async measure({ scores, data, lm }) {
    const items = readRetrievalSet(data.set);
    const choices = await lm.scoreChoices(
      items.map((item) => {
        const prompt = `${item.gold}\n${retrievalPrompt(item, 'gold')}`;
        return asked(lm, prompt, [item.answer, item.falseAnswer]);
      }),
      { entropies: false },
    );
    const rows = items.map(({ id }, i) => {
      const oddsAfter = (condition: string): number => {
        const row = scores.rows.find((one) => one.id === id && one.condition === condition);
        if (!row) throw new RangeError(`item "${id}" was not scored with the passage "${condition}"`);
        return natsToDecibels(row.answer - row.falseAnswer);
      };
      const { scores: twice } = at(choices, i);
      const once = oddsAfter('gold');
      return {
        first: once - oddsAfter('none'),
        second: natsToDecibels(at(twice, 0).total - at(twice, 1).total) - once,
      };
    });
    const [first, second] = [median(rows.map((row) => row.first)), median(rows.map((row) => row.second))];
    const { low, high } = medianInterval(rows.map((row) => row.first));
    const further = rows.filter((row) => row.second > NOTHING).length;
    const back = rows.filter((row) => row.second < -NOTHING).length;
    const isClear = signTest(further, back) < CLEAR;
    const more = either(second >= first, 'at least as much', 'less');
    return {
      rows,
      questions: rows.length,
      first,
      second,
      further,
      firstIs: either(low <= NOTHING && high >= -NOTHING, 'unclear', 'clear'),
      secondIs: isClear ? (further > back ? more : ('against' as const)) : ('unclear' as const),
    };
  },
});
