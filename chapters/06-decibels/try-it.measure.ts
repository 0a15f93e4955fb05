import {
  decibelsToPower,
  decibelsToProbability,
  natsToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';

const GAIN = 46;
const BELIEF = 0.99;
const AGAINST = -20;

export const decibelExercises = measurement({
  id: 'decibel-exercises',
  kinds: {
    ...each('exact', 'gain', 'belief', 'against'),
    ...each('float64', 'factor', 'natInDecibels', 'before', 'after', 'afterProbability'),
    even: 'decibels',
  },
  async measure({ lm }) {
    const before = probabilityToDecibels(BELIEF);
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
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
