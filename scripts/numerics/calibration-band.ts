import { assertLevel, assertPositiveInteger, assertProbabilities, assertSome } from './assert.ts';
import { devianceOf, expectedCalibrationError, type Groups } from './calibration.ts';
import { largest } from './extremes.ts';
import { percentileInterval } from './interval.ts';
import { at } from './list.ts';
import { mean } from './sum.ts';

export interface CalibrationBandOptions {
  /** [n] */
  readonly confidences: ArrayLike<number>;
  /** Which items are binned together. */
  readonly groups: Groups;
  /** How often the outcomes are drawn; default 2000. */
  readonly draws?: number;
  /** Gives numbers in [0, 1); a seeded generator makes the band repeatable. */
  readonly random: () => number;
  /** The share of the draws that lie inside; default .95. */
  readonly level?: number;
}

/**
 * What a perfectly calibrated model with these confidences would show by chance: the accuracies of each group, the
 * expected calibration error, and the largest `devianceOf` any group, in nats. Each outcome is drawn with the
 * probability that its confidence states, many times over. Of many bins some lie outside their interval by chance.
 * Calls `random` n · draws times. Throws a RangeError when there is no confidence or one is outside 0 to 1, `draws` is
 * not a positive integer, or `level` is not above 0 and below 1.
 *
 * Source: J. Bröcker, L. A. Smith, "Increasing the reliability of reliability diagrams" (2007).
 */
export function calibrationBand(options: CalibrationBandOptions) {
  const { confidences, groups, draws = 2000, random, level = 0.95 } = options;
  assertSome('confidences', confidences);
  assertProbabilities('confidences', confidences);
  assertPositiveInteger('draws', draws);
  assertLevel(level);

  const binOf = new Int32Array(confidences.length);
  const binned = groups.map((items, bin) => {
    for (const item of items) binOf[item] = bin;
    return { n: items.length, meanConfidence: mean(items.map((item) => at(confidences, item))) };
  });
  const simulations = Array.from({ length: draws }, () => {
    const right = new Float64Array(binned.length);
    for (let item = 0; item < binOf.length; item++) {
      const bin = at(binOf, item);
      if (random() < at(confidences, item)) right[bin] = at(right, bin) + 1;
    }
    return binned.map((bin, i) => ({ ...bin, accuracy: at(right, i) / bin.n }));
  });
  const errors = simulations.map(expectedCalibrationError);
  const deviances = simulations.map((bins) => largest(bins.map(devianceOf)));
  return {
    bins: binned.map((_, bin) =>
      percentileInterval(
        simulations.map((bins) => at(bins, bin).accuracy),
        level,
      ),
    ),
    ece: { mean: mean(errors), ...percentileInterval(errors, level) },
    largestDeviance: percentileInterval(deviances, level),
  };
}
