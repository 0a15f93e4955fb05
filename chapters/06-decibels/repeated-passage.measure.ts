import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { asked } from '../03-logprobs-as-confidence/facts.ts';
import { RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

/** The passage with the right answer twice before each question: what the second copy is worth, in decibels. */
export const repeatedPassage = measurement({
  id: 'repeated-passage',
  needs: { scores: retrievalScores },
  data: { set: RETRIEVAL_FILE },
  kinds: { rows: { second: 'decibels' } },
  async measure({ scores, data, lm }) {
    const items = readRetrievalSet(data.set);
    const choices = await lm.scoreChoices(
      items.map((item) => {
        const prompt = `${item.gold}\n${retrievalPrompt(item, 'gold')}`;
        return asked(lm, prompt, [item.answer, item.falseAnswer]);
      }),
      { entropies: false },
    );
    const rows = items.map(({ id }, index) => {
      const once = scores.rows.find((one) => one.id === id && one.condition === 'gold');
      if (!once) throw new RangeError(`item "${id}" was not scored with its passage`);
      const { scores: answers } = at(choices, index);
      const twice = at(answers, 0).total - at(answers, 1).total;
      return { second: natsToDecibels(twice - (once.answer - once.falseAnswer)) };
    });
    return { rows };
  },
});
