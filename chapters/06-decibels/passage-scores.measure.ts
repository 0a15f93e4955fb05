import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { asked, sha256Of } from '../03-logprobs-as-confidence/facts.ts';
import { ASKED, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt, WORDINGS } from './retrieval.ts';

/** The question that the text follows; an id in the retrieval set. */
export const EXAMPLE = 'river-through-baghdad';

/** The log-probabilities of both answers to each question, under every wording and condition. */
export const passageScores = measurement({
  id: 'passage-scores',
  data: { set: RETRIEVAL_FILE },
  kinds: { rows: { right: 'nats', rival: 'nats' }, likeliest: { probability: 'probability' } },
  async measure({ lm, data }) {
    const items = readRetrievalSet(data.set);
    const cases = WORDINGS.flatMap((wording) =>
      ASKED[wording].flatMap((condition) => items.map((item) => ({ item, condition, wording }))),
    );
    const choices = await lm.scoreChoices(
      cases.map(({ item, condition, wording }) =>
        asked(lm, retrievalPrompt(item, condition, wording), [item.answer, item.falseAnswer]),
      ),
      { entropies: false },
    );
    const example = items.find(({ id }) => id === EXAMPLE);
    if (!example) throw new RangeError(`there is no item "${EXAMPLE}"`);
    // What the model writes where it gives neither answer: without examples, with the passage that has the answer.
    const { logits } = await lm.next(lm.encode(retrievalPrompt(example, 'gold', 'bare')));
    return {
      sha256: sha256Of(data.set),
      likeliest: lm.top(logits, 3).map(({ text, logprob }) => ({ text, probability: Math.exp(logprob) })),
      rows: cases.map(({ item, condition, wording }, index) => ({
        id: item.id,
        wording: wording as string,
        condition: condition as string,
        right: at(at(choices, index).scores, 0).total,
        rival: at(at(choices, index).scores, 1).total,
      })),
    };
  },
});
