import { meanLevel } from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';

const QUIET = 40;
const LOUD = 80;
const QUIET_HOURS = 23;
/** Probabilities of the right answer in two cases. */
const CASES = { sure: 0.9, hopeless: 0.001 };

export const levelMeans = measurement({
  id: 'level-means',
  kinds: {
    day: { quiet: 'exact', loud: 'exact', arithmetic: 'float64', energetic: 'float64' },
    cases: { sure: 'exact', hopeless: 'exact', arithmetic: 'float64', geometric: 'float64' },
  },
  async measure() {
    const day = [...Array.from({ length: QUIET_HOURS }, () => QUIET), LOUD];
    return {
      day: { quiet: QUIET, loud: LOUD, arithmetic: mean(day), energetic: meanLevel(day) },
      cases: {
        ...CASES,
        arithmetic: mean([CASES.sure, CASES.hopeless]),
        geometric: Math.exp(mean([Math.log(CASES.sure), Math.log(CASES.hopeless)])),
      },
    };
  },
});
