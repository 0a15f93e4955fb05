import { measurement } from '#report/measurement';
import { apiAnswer } from './api-answer.measure.ts';
import { decisionOn } from './label-program.ts';
import { spellingsOf } from './two-answers.measure.ts';

/**
 * The program that readers paste, with the answer as it is shown: what it is given, and what it prints. There is none
 * where the vocabulary has no token of its own for a label.
 */
export const labelProgram = measurement({
  id: 'label-program',
  needs: { api: apiAnswer },
  kinds: {
    program: {
      answer: { choices: { logprobs: { content: { logprob: 'nats', top_logprobs: { logprob: 'nats' } } } } },
    },
  },
  async measure({ lm, api }) {
    if (api.labels.length === 0) return { program: null };
    const { shown } = api;
    const single = (label: string) => spellingsOf(label).filter((form) => lm.encode(form).length === 1);
    const labels = { yes: single('yes'), no: single('no') };
    const decision = decisionOn({ choices: [{ logprobs: { content: [shown] } }] }, labels);
    return { program: { answer: { choices: [{ logprobs: { content: [shown] } }] }, labels, decision } };
  },
});
