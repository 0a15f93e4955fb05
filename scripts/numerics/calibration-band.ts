import { assertLevel, assertPositiveInteger, assertProbabilities, assertSome } from './assert.ts';
import { devianceOf, expectedCalibrationError, type Groups } from './calibration.ts';
import { largest } from './extremes.ts';
import { type Interval, percentileInterval } from './interval.ts';
import { at } from './list.ts';
import { mean } from './sum.ts';

export interface CalibrationBandOptions {
  /** [n] */
  readonly confidences: ArrayLike<number>;
  /** Which items are binned together. An item is in at most one group; one in no group has no influence. */
  readonly groups: Groups;
  /** How often the outcomes are drawn for the errors; default 2000. The accuracies of groups need no draws. */
  readonly draws?: number;
  /** Gives numbers in [0, 1); a seeded generator makes the band repeatable. */
  readonly random: () => number;
  /** The share of the probability that lies inside; default .95. */
  readonly level?: number;
}

/** What may be left out at the ends of a distribution: far less than any tail that is asked for. */
const NEGLIGIBLE = 1e-25;

/**
 * The accuracies that items with these confidences show if each is right with the probability that its confidence
 * states: the narrowest interval with at most (1 - level) / 2 of the probability on either side. Computed from the exact
 * distribution of the number of right items, in time n^1.5. [n] -> two multiples of 1/n. Throws a RangeError when there
 * is no confidence or one is outside 0 to 1, or `level` is not above 0 and below 1.
 */
export function accuracyBand(confidences: readonly number[], level = 0.95): Interval {
  assertSome('confidences', confidences);
  assertProbabilities('confidences', confidences);
  assertLevel(level);
  // chances[k]: how likely `first` + k items are right, of those so far.
  let [first, chances] = [0, [1]];
  for (const confidence of confidences) {
    chances.push(0);
    for (let k = chances.length - 1; k > 0; k--)
      chances[k] = at(chances, k) * (1 - confidence) + at(chances, k - 1) * confidence;
    chances[0] = at(chances, 0) * (1 - confidence);
    const start = chances.findIndex((chance) => chance > NEGLIGIBLE);
    const end = chances.findLastIndex((chance) => chance > NEGLIGIBLE) + 1;
    if (start > 0 || end < chances.length) chances = chances.slice(start, end);
    first += start;
  }
  const tail = (1 - level) / 2;
  const stepsIn = (rising: readonly number[]): number => {
    let below = 0;
    return rising.findIndex((chance) => {
      below += chance;
      return below > tail;
    });
  };
  const last = first + chances.length - 1;
  const n = confidences.length;
  return { low: (first + stepsIn(chances)) / n, high: (last - stepsIn(chances.toReversed())) / n };
}

/**
 * What a perfectly calibrated model with these confidences would show by chance: the `accuracyBand` of each group, the
 * expected calibration error, and the largest `devianceOf` any group, in nats. For the errors, each outcome is drawn with
 * the probability that its confidence states, many times over. Of many bins some lie outside their interval by chance.
 * Calls `random` once for each item of a group and draw. Throws a RangeError when there is no confidence or one is
 * outside 0 to 1, a group is empty, an item is in two, `draws` is not a positive integer, or `level` is not above 0 and
 * below 1.
 *
 * Source: J. Bröcker, L. A. Smith, "Increasing the reliability of reliability diagrams" (2007).
 */
export function calibrationBand(options: CalibrationBandOptions) {
  const { confidences, groups, draws = 2000, random, level = 0.95 } = options;
  assertSome('confidences', confidences);
  assertProbabilities('confidences', confidences);
  assertPositiveInteger('draws', draws);
  assertLevel(level);

  const binOf = new Int32Array(confidences.length).fill(-1);
  const members = groups.map((items, bin) =>
    items.map((item) => {
      if (at(binOf, item) !== -1) throw new RangeError(`item ${item} is in more than one group`);
      binOf[item] = bin;
      return at(confidences, item);
    }),
  );
  const bins = members.map((own) => accuracyBand(own, level));
  const drawn = members.map((own) => ({ n: own.length, meanConfidence: mean(own), accuracy: 0 }));
  const [errors, deviances] = [new Float64Array(draws), new Float64Array(draws)];
  const right = new Float64Array(drawn.length);
  for (let draw = 0; draw < draws; draw++) {
    right.fill(0);
    for (let item = 0; item < binOf.length; item++) {
      const bin = at(binOf, item);
      if (bin !== -1 && random() < at(confidences, item)) right[bin] = at(right, bin) + 1;
    }
    for (const [i, bin] of drawn.entries()) bin.accuracy = at(right, i) / bin.n;
    errors[draw] = expectedCalibrationError(drawn);
    deviances[draw] = largest(drawn.map(devianceOf));
  }
  return {
    bins,
    ece: { mean: mean(errors), ...percentileInterval(errors, level) },
    largestDeviance: percentileInterval(deviances, level),
  };
}
