import { either, measurement } from '#report/measurement';
import { freeAnswers, MOST_TOKENS } from './free-answers.measure.ts';

/** The free answers that were cut off: as many tokens as were allowed, and none of them ended the answer. */
export const cutAnswers = measurement({
  id: 'cut-answers',
  needs: { free: freeAnswers },
  kinds: { mostTokens: 'exact', n: 'rank' },
  async measure({ free }) {
    const n = free.rows.filter(({ tokens }) => tokens === MOST_TOKENS).length;
    return {
      mostTokens: MOST_TOKENS,
      n,
      extent: n === 0 ? ('none' as const) : either(n === free.n, 'all', 'some'),
    };
  },
});
