import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';

const PROMPT = 'italy: rome\nspain: madrid\nfrance:';
const LISTED = ' Paris';
/** The spelling that goes on in the list's own style. */
const FITTING = ' paris';
const FORMS = [LISTED, FITTING, 'Paris', 'paris', ' PARIS'];
const QUESTION = 'Question: What is the capital of Spain?\nAnswer:';

export const surfaceForms = measurement({
  id: 'surface-forms-of-an-answer',
  kinds: {
    ...each('probability', 'listedProbability', 'fittingProbability', 'allProbability'),
    ...each('probability', 'listTopProbability', 'topProbability'),
  },
  async measure({ lm }) {
    const predictions = await lm.nextOfMany([lm.encode(PROMPT), lm.encode(QUESTION)]);
    const forms = FORMS.map((form) => lm.encode(form));
    const scores = await lm.scoreContinuations(lm.encode(PROMPT), forms);
    const probabilityOf = (form: string) => Math.exp(at(scores, FORMS.indexOf(form)).total);
    const listTop = at(lm.top(at(predictions, 0).logits, 1), 0);
    const generations = await lm.generate([lm.encode(PROMPT)], { maxTokens: 2, temperature: 0 });
    const top = at(lm.top(at(predictions, 1).logits, 1), 0);
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
      answer: either(Math.max(probabilityOf(LISTED), probabilityOf(FITTING)) < 0.5, 'unlikely', 'likely'),
      fittingTokens: either(lm.encode(FITTING).length > 1, 'several', 'one'),
      goesOn: lm.decode(at(generations, 0).ids).trim(),
      questionPrompt: QUESTION,
      top: top.text,
      topProbability: Math.exp(top.logprob),
    };
  },
});
