import { meanLevel } from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

const READINGS = [60, 60, 90];
/** The lower action value of a rule for noise at work, in dB(A) over eight hours. */
const LIMIT = 80;

export const decibelMistakes = measurement({
  id: 'decibel-mistakes',
  kinds: {
    ...each('exact', 'readings', 'limit'),
    ...each('float64', 'arithmetic', 'energetic'),
  },
  async measure() {
    return {
      readings: READINGS,
      limit: LIMIT,
      rule: 'Directive 2003/10/EC',
      arithmetic: mean(READINGS),
      energetic: meanLevel(READINGS),
    };
  },
});
