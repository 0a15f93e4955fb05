import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { QUESTION } from './endings.measure.ts';

/** The likeliest next token after the prompt alone. */
export const nextTokenAlone = measurement({
  id: 'next-token-alone',
  kinds: { probability: 'probability' },
  async measure({ lm }) {
    const { logits } = await lm.next(lm.encode(QUESTION));
    const likeliest = at(lm.top(logits, 1), 0);
    return {
      prompt: QUESTION,
      token: likeliest.text,
      probability: Math.exp(at(logSoftmax(logits), likeliest.id)),
    };
  },
});
