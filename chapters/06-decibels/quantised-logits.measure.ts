import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { expectedSignalToNoise, quantise, signalToNoise, withoutMean } from '#numerics/quantise';

import { each, measurement } from '#report/measurement';
import { STATEMENTS } from './beliefs.measure.ts';

/**
 * The finest has steps far above what another processor changes in a logit: below that, the noise of rounding would be
 * a property of the machine.
 */
const DEPTHS = [8, 7, 6, 5, 4, 3, 2];
/** With fewer bits than this, errors are no longer spread evenly between the steps. */
const FEWEST = 3;

/** The logits of several predictions, rounded ever more coarsely: what each bit is worth in decibels. */
export const quantisedLogits = measurement({
  id: 'quantised-logits',
  kinds: {
    ...each('exact', 'predictions', 'finest', 'fewest'),
    perBit: 'float64',
    dots: { bits: 'exact', cost: 'decibels' },
    rows: { bits: 'exact', theory: 'decibels' },
    ...each('decibels', 'least', 'most'),
  },
  async measure({ lm }) {
    const prompts = STATEMENTS.map(([prompt]) => prompt);
    const predictions = await lm.nextOfMany(prompts.map((prompt) => lm.encode(prompt)));
    const levels = predictions.map(({ logits }) => {
      const signal = withoutMean(logits);
      return DEPTHS.map((bits) => signalToNoise(signal, quantise(signal, bits).values));
    });
    // Logits that already lie on a grid are not moved by it, and that has no level.
    const moved = levels.filter((ofOne) => ofOne.every(Number.isFinite));
    const rows = DEPTHS.slice(1).map((bits, index) => {
      const costs = moved.map((ofOne) => at(ofOne, index) - at(ofOne, index + 1));
      // The same for every signal: only the number of steps in its range counts.
      const expected = (depth: number) => expectedSignalToNoise([-1, 1], depth);
      return {
        bits,
        costs,
        theory: expected(bits + 1) - expected(bits),
      };
    });
    const costs = rows.filter(({ bits }) => bits >= FEWEST).flatMap((row) => row.costs);
    return {
      predictions: moved.length,
      finest: at(DEPTHS, 0),
      fewest: FEWEST,
      perBit: 2 * powerToDecibels(2),
      dots: rows.flatMap(({ bits, costs }) => costs.map((cost) => ({ bits, cost }))),
      rows: rows.map(({ bits, theory }) => ({ bits, theory })),
      least: costs.length === 0 ? null : Math.min(...costs),
      most: costs.length === 0 ? null : Math.max(...costs),
    };
  },
});
