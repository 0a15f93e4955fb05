import { at } from '#numerics/list';
import { measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
const OVERLAPPING = [' Paris', ' Paris.', ' Paris,'];

/** Continuations of which one is the beginning of the others, and what adding them up would give. */
export const overlapping = measurement({
  id: 'overlapping-forms',
  kinds: { rows: { probability: 'probability' }, sum: 'probability' },
  async measure({ lm }) {
    const scores = await lm.scoreContinuations(
      lm.encode(PROMPT),
      OVERLAPPING.map((form) => lm.encode(form)),
    );
    const rows = OVERLAPPING.map((form, index) => {
      return { form, probability: Math.exp(at(scores, index).total) };
    });
    return { prompt: PROMPT, rows, sum: rows.reduce((sum, { probability }) => sum + probability, 0) };
  },
});
