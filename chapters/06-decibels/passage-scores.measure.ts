import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { asked } from '../03-logprobs-as-confidence/facts.ts';
import { CONDITIONS, EXAMPLES, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';

/** The question that the text follows; an id in the retrieval set. */
export const EXAMPLE = 'river-through-baghdad';

/** The log-probabilities of both answers to each question, under every wording and condition. */
export const passageScores = measurement({
  id: 'passage-scores',
  data: { set: RETRIEVAL_FILE, first: EXAMPLES[0], second: EXAMPLES[1] },
  kinds: { rows: { right: 'nats', rival: 'nats' }, likeliest: { probability: 'probability' } },
  async measure({ lm, data }) {
    const items = readRetrievalSet(data.set);
    const asks = [
      { wording: 'paragraph', conditions: CONDITIONS, examples: data.first },
      { wording: 'sentence', conditions: CONDITIONS, examples: data.second },
      { wording: 'bare', conditions: ['none', 'gold'], examples: '' },
    ] as const;
    const cases = asks.flatMap(({ conditions, ...ask }) =>
      conditions.flatMap((condition) => items.map((item) => ({ ...ask, condition, item }))),
    );
    const choices = await lm.scoreChoices(
      cases.map(({ item, condition, wording, examples }) =>
        asked(lm, retrievalPrompt(item, condition, wording, examples), [item.answer, item.falseAnswer]),
      ),
      { entropies: false },
    );
    const example = items.find(({ id }) => id === EXAMPLE);
    if (!example) throw new RangeError(`there is no item "${EXAMPLE}"`);
    // What the model writes where it gives neither answer: without examples, with the passage that has the answer.
    const { logits } = await lm.next(lm.encode(retrievalPrompt(example, 'gold', 'bare')));
    return {
      likeliest: lm.top(logits, 1).map(({ text, logprob }) => ({ text, probability: Math.exp(logprob) })),
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
