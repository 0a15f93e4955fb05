import { at } from '#numerics/list';
import { quantise, signalToNoise, withoutMean } from '#numerics/quantise';
import { each, measurement } from '#report/measurement';

/** Beginnings of simple statements, after each of which the model predicts a token. */
const PROMPTS = [
  'The Earth revolves around the',
  'The chemical symbol for gold is',
  'Water boils at one hundred degrees',
  'The capital of France is',
  'The opposite of hot is',
  'A triangle has three',
  'The largest planet in the solar system is',
  'Two plus two equals',
  'The day after Monday is',
];

/**
 * The finest has steps far above what another processor changes in a logit: below that, the noise of rounding would be
 * a property of the machine. With fewer bits than the last, errors are no longer spread evenly between the steps.
 */
const DEPTHS = [8, 7, 6, 5, 4, 3];

/** The logits of several predictions, rounded ever more coarsely: what each bit is worth in decibels. */
export const quantisedLogits = measurement({
  id: 'quantised-logits',
  kinds: {
    ...each('exact', 'predictions', 'finest', 'fewest'),
    ...each('decibels', 'least', 'most'),
  },
  async measure({ lm }) {
    const predictions = await lm.nextOfMany(PROMPTS.map((prompt) => lm.encode(prompt)));
    const levels = predictions.map(({ logits }) => {
      const signal = withoutMean(logits);
      return DEPTHS.map((bits) => signalToNoise(signal, quantise(signal, bits).values));
    });
    // Logits that already lie on a grid are not moved by it, and that has no level.
    const moved = levels.filter((ofOne) => ofOne.every(Number.isFinite));
    const costs = moved.flatMap((ofOne) => ofOne.slice(1).map((level, index) => at(ofOne, index) - level));
    return {
      predictions: moved.length,
      finest: at(DEPTHS, 0),
      fewest: at(DEPTHS, DEPTHS.length - 1),
      least: costs.length === 0 ? null : Math.min(...costs),
      most: costs.length === 0 ? null : Math.max(...costs),
    };
  },
});
