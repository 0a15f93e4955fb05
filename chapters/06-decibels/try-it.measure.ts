import {
  decibelsToPower,
  decibelsToProbability,
  natsToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';

const GAIN = 46;
/** Of what it looks for a detector flags this share, of all else the rest. */
const FLAGGED = 0.99;
/** What it looks for is one in so many. */
const RARE = 10_000;

export const decibelExercises = measurement({
  id: 'decibel-exercises',
  kinds: {
    ...each('exact', 'gain', 'flagged', 'rare'),
    ...each('float64', 'factor', 'natInDecibels', 'prior', 'flag', 'once', 'twice'),
    ...each('float64', 'onceProbability', 'twiceProbability'),
    even: 'decibels',
  },
  async measure({ lm }) {
    const prior = probabilityToDecibels(1 / RARE);
    const flag = natsToDecibels(Math.log(FLAGGED / (1 - FLAGGED)));
    const [once, twice] = [prior + flag, prior + 2 * flag];
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      gain: GAIN,
      factor: decibelsToPower(GAIN),
      natInDecibels: natsToDecibels(1),
      flagged: FLAGGED,
      rare: RARE,
      prior,
      flag,
      once,
      twice,
      onceProbability: decibelsToProbability(once),
      twiceProbability: decibelsToProbability(twice),
      even: 0,
    };
  },
});
