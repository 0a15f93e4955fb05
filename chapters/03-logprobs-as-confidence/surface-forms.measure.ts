import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';

const PROMPT = 'italy: rome\nspain: madrid\nfrance:';
const LISTED = ' Paris';
/** The spelling that goes on in the list's own style. */
const FITTING = ' paris';
const FORMS = [LISTED, FITTING, 'Paris', 'paris', ' PARIS'];

export const surfaceForms = measurement({
  id: 'surface-forms-of-an-answer',
  kinds: {
    n: 'exact',
    forms: { logprob: 'nats' },
    ...each('probability', 'listedProbability', 'fittingProbability', 'allProbability', 'topProbability'),
  },
  async measure({ lm }) {
    const prediction = await lm.next(lm.encode(PROMPT));
    const scores = await lm.scoreContinuations(
      lm.encode(PROMPT),
      FORMS.map((form) => lm.encode(form)),
    );
    const probabilityOf = (form: string) => Math.exp(at(scores, FORMS.indexOf(form)).total);
    const top = at(lm.top(prediction.logits, 1), 0);
    return {
      prompt: PROMPT,
      n: FORMS.length,
      forms: FORMS.map((form, i) => ({ form, logprob: at(scores, i).total })),
      listed: LISTED,
      listedProbability: probabilityOf(LISTED),
      fitting: FITTING,
      fittingProbability: probabilityOf(FITTING),
      allProbability: compensatedSum(FORMS.map(probabilityOf)),
      top: top.text,
      topProbability: Math.exp(top.logprob),
      answer: either(Math.max(probabilityOf(LISTED), probabilityOf(FITTING)) < 0.5, 'unlikely', 'likely'),
    };
  },
});
