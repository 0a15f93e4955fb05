import {
  decibelsToPower,
  decibelsToProbability,
  natsToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { measurement } from '#report/measurement';

const GAIN = 46;

const BELIEF = 0.99;

const AGAINST = -20;

export const decibelExercises = measurement({
  id: 'decibel-exercises',
  kinds: {
    gain: 'exact',
    factor: 'float64',
    natInDecibels: 'float64',
    belief: 'exact',
    against: 'exact',
    before: 'float64',
    after: 'float64',
    afterProbability: 'float64',
    even: 'decibels',
  },
  async measure() {
    const before = probabilityToDecibels(BELIEF);
    return {
      gain: GAIN,
      factor: decibelsToPower(GAIN),
      natInDecibels: natsToDecibels(1),
      belief: BELIEF,
      against: AGAINST,
      before,
      after: before + AGAINST,
      afterProbability: decibelsToProbability(before + AGAINST),
      even: 0,
    };
  },
});
