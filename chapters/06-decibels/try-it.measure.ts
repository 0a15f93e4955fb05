import { decibelsToPower, natsToDecibels } from '#numerics/decibel';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';

const GAIN = 46;

export const decibelExercises = measurement({
  id: 'decibel-exercises',
  kinds: {
    gain: 'exact',
    ...each('float64', 'factor', 'natInDecibels'),
    even: 'decibels',
  },
  async measure({ lm }) {
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      gain: GAIN,
      factor: decibelsToPower(GAIN),
      natInDecibels: natsToDecibels(1),
      even: 0,
    };
  },
});
