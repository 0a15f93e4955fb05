import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

/** A list in small letters: the answer may come with a capital or without one. */
const PROMPT = 'italy: rome\nspain: madrid\nfrance:';
const LISTED = ' Paris';
const FORMS = [' Paris', ' paris', 'Paris', 'paris', ' PARIS'];
const QUESTION = 'Question: What is the capital of Spain?\nAnswer:';

/** One answer in its spellings, and what the model would rather write after a question. */
export const surfaceForms = measurement({
  id: 'surface-forms-of-an-answer',
  kinds: {
    prompt: 'exact',
    listed: 'exact',
    listedProbability: 'probability',
    allProbability: 'probability',
    listTop: 'exact',
    listTopProbability: 'probability',
    questionPrompt: 'exact',
    top: 'exact',
    topProbability: 'probability',
  },
  async measure({ lm }) {
    const [list, question] = await lm.nextOfMany([lm.encode(PROMPT), lm.encode(QUESTION)]);
    if (list === undefined || question === undefined) throw new RangeError('a prediction is missing');
    const probabilities = softmax(list.logits);
    const singles = FORMS.map((form) => lm.encode(form)).flatMap((ids) => (ids.length === 1 ? ids : []));
    const listTop = at(lm.top(list.logits, 1), 0);
    const top = at(lm.top(question.logits, 1), 0);
    return {
      prompt: PROMPT,
      listed: LISTED,
      listedProbability: at(probabilities, at(lm.encode(LISTED), 0)),
      allProbability: singles.reduce((sum, id) => sum + at(probabilities, id), 0),
      listTop: listTop.text,
      listTopProbability: Math.exp(listTop.logprob),
      questionPrompt: QUESTION,
      top: top.text,
      topProbability: Math.exp(top.logprob),
    };
  },
});
