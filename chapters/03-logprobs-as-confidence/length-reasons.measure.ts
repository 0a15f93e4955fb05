import { either, measurement } from '#report/measurement';
import { factScores } from './fact-scores.measure.ts';
import { answerLengths } from './lengths.measure.ts';

/** Why the example of the mean per token goes wrong: what its later tokens are against its first one. */
export const lengthReasons = measurement({
  id: 'length-reasons',
  needs: { scores: factScores, lengths: answerLengths },
  kinds: {},
  async measure({ scores, lengths }) {
    const spoilt = lengths.remedies.find(({ rule }) => rule === 'mean per token')?.spoilt;
    const chosen = scores.items
      .find(({ half, prompt }) => half === 'test' && prompt === spoilt?.prompt)
      ?.answers.find(({ text }) => text === spoilt?.chosen);
    const hasLikelyEnd =
      chosen !== undefined &&
      chosen.tokens > 1 &&
      chosen.first < (chosen.sum - chosen.first) / (chosen.tokens - 1);
    return { perToken: either(hasLikelyEnd, 'likely end', 'otherwise') };
  },
});
