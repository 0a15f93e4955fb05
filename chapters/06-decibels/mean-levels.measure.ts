import { meanLevel, powerToDecibels } from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';

const PAIR = [0, 10];
const DISTANCES = Array.from({ length: 61 }, (_, index) => index / 2);
/** The distance at which the drawing names its lines. */
const NAMED_AT = 20;
const QUIET = 40;
const LOUD = 80;
const QUIET_HOURS = 23;
/** Probabilities of the right answer in two cases. */
const CASES = { sure: 0.9, hopeless: 0.001 };

export const levelMeans = measurement({
  id: 'level-means',
  kinds: {
    pair: { low: 'exact', high: 'exact', arithmetic: 'float64', energetic: 'float64' },
    curve: { distance: 'exact', arithmetic: 'float64', energetic: 'float64' },
    half: 'float64',
    named: { distance: 'exact', arithmetic: 'float64', energetic: 'float64' },
    day: { quiet: 'exact', loud: 'exact', arithmetic: 'float64', energetic: 'float64' },
    cases: { sure: 'exact', hopeless: 'exact', arithmetic: 'float64', geometric: 'float64' },
  },
  async measure() {
    const both = (levels: readonly number[]) => ({ arithmetic: mean(levels), energetic: meanLevel(levels) });
    const [low = 0, high = 0] = PAIR;
    const day = [...Array.from({ length: QUIET_HOURS }, () => QUIET), LOUD];
    return {
      pair: { low, high, ...both(PAIR) },
      curve: DISTANCES.map((distance) => ({ distance, ...both([0, distance]) })),
      named: { distance: NAMED_AT, ...both([0, NAMED_AT]) },
      half: powerToDecibels(2),
      day: { quiet: QUIET, loud: LOUD, ...both(day) },
      cases: {
        ...CASES,
        arithmetic: mean([CASES.sure, CASES.hopeless]),
        geometric: Math.exp(mean([Math.log(CASES.sure), Math.log(CASES.hopeless)])),
      },
    };
  },
});
