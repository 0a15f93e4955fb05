import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { measurement } from '#report/measurement';

/** A list in small letters: the answer may come with a capital or without one. */
const PROMPT = 'italy: rome\nspain: madrid\nfrance:';
const LISTED = ' Paris';
/** The spelling that goes on in the list's own style. */
const FITTING = ' paris';
const FORMS = [LISTED, FITTING, 'Paris', 'paris', ' PARIS'];
const QUESTION = 'Question: What is the capital of Spain?\nAnswer:';

/** So many tokens show what the model would write in the list. */
const GOES_ON = 2;
/** One answer in its spellings, and what the model would rather write after a question. */
export const surfaceForms = measurement({
  id: 'surface-forms-of-an-answer',
  kinds: {
    prompt: 'exact',
    listed: 'exact',
    listedProbability: 'probability',
    fitting: 'exact',
    fittingPieces: 'exact',
    fittingProbability: 'probability',
    allProbability: 'probability',
    listTop: 'exact',
    listTopProbability: 'probability',
    goesOn: 'exact',
    questionPrompt: 'exact',
    top: 'exact',
    topProbability: 'probability',
  },
  async measure({ lm }) {
    const [list, question] = await lm.nextOfMany([lm.encode(PROMPT), lm.encode(QUESTION)]);
    if (list === undefined || question === undefined) throw new RangeError('a prediction is missing');
    const forms = FORMS.map((form) => lm.encode(form));
    const scores = await lm.scoreContinuations(lm.encode(PROMPT), forms);
    const probabilityOf = (form: string) => Math.exp(at(scores, FORMS.indexOf(form)).total);
    const listTop = at(lm.top(list.logits, 1), 0);
    const generations = await lm.generate([lm.encode(PROMPT)], { maxTokens: GOES_ON, temperature: 0 });
    const top = at(lm.top(question.logits, 1), 0);
    return {
      prompt: PROMPT,
      listed: LISTED,
      listedProbability: probabilityOf(LISTED),
      fitting: FITTING,
      fittingPieces: lm.pieces(lm.encode(FITTING)).map(({ text }) => text),
      fittingProbability: probabilityOf(FITTING),
      allProbability: compensatedSum(FORMS.map(probabilityOf)),
      listTop: listTop.text,
      listTopProbability: Math.exp(listTop.logprob),
      goesOn: lm.decode(at(generations, 0).ids).trim(),
      questionPrompt: QUESTION,
      top: top.text,
      topProbability: Math.exp(top.logprob),
    };
  },
});
