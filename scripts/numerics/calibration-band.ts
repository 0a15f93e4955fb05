import { assertLevel, assertPositiveInteger, assertProbabilities, assertSome } from './assert.ts';
import { devianceOf, expectedCalibrationError, type Groups } from './calibration.ts';
import { largest } from './extremes.ts';
import { type Interval, percentileInterval } from './interval.ts';
import { at } from './list.ts';
import { mean } from './sum.ts';

export interface CalibrationBandOptions {
  /** [n] */
  readonly confidences: ArrayLike<number>;
  /** What is binned together, such as what `equalMassMembers` gives. */
  readonly groups: Groups;
  /** How often the outcomes are drawn; default 2000. */
  readonly draws?: number;
  /** Gives numbers in [0, 1). Seed it: the same numbers give the same band. */
  readonly random: () => number;
  /** The share of the draws that lie inside; default .95. */
  readonly level?: number;
}

export interface CalibrationBand {
  /** For each group, in its order, the accuracies that chance alone explains. */
  readonly bins: readonly Interval[];
  /** The expected calibration error that chance alone explains. */
  readonly ece: Interval & { readonly mean: number };
  /** The largest `devianceOf` any group that chance alone explains, in nats. */
  readonly largestDeviance: Interval;
}

/**
 * What a perfectly calibrated model with these confidences would show on so few items: each outcome is drawn with the
 * probability that its confidence states, and binned as the real ones are, many times over. A bin outside its interval
 * is a miscalibration that chance does not explain; but of many bins some lie outside by chance.
 *
 * Calls `random` exactly n · draws times. Throws a RangeError when there is no confidence or one is outside 0 to 1,
 * `draws` is not a positive integer, or `level` is not above 0 and below 1.
 *
 * Source: J. Bröcker, L. A. Smith, "Increasing the reliability of reliability diagrams", Weather and Forecasting 22
 * (2007).
 */
export function calibrationBand(options: CalibrationBandOptions): CalibrationBand {
  const { confidences, groups, draws = 2000, random, level = 0.95 } = options;
  assertSome('confidences', confidences);
  assertProbabilities('confidences', confidences);
  assertPositiveInteger('draws', draws);
  assertLevel(level);

  // What is in a bin, and how sure it is, does not depend on what is drawn.
  const binned = groups.map((items) => ({
    items,
    n: items.length,
    meanConfidence: mean(items.map((item) => at(confidences, item))),
  }));
  const binOf = new Int32Array(confidences.length);
  binned.forEach(({ items }, bin) => {
    for (const item of items) binOf[item] = bin;
  });
  const simulations = Array.from({ length: draws }, () => {
    const right = new Float64Array(binned.length);
    for (let item = 0; item < binOf.length; item++) {
      const bin = at(binOf, item);
      if (random() < at(confidences, item)) right[bin] = at(right, bin) + 1;
    }
    return binned.map((bin, i) => ({ ...bin, accuracy: at(right, i) / bin.n }));
  });
  const accuraciesOf = (bin: number) => simulations.map((simulated) => at(simulated, bin).accuracy);
  const errors = simulations.map(expectedCalibrationError);
  return {
    bins: binned.map((_, bin) => percentileInterval(accuraciesOf(bin), level)),
    ece: { mean: mean(errors), ...percentileInterval(errors, level) },
    largestDeviance: percentileInterval(
      simulations.map((simulated) => largest(simulated.map(devianceOf))),
      level,
    ),
  };
}
