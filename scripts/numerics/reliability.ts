import { assertConfidences } from './assert.ts';
import { brierScore } from './brier.ts';
import { binaryLogLoss, binsOf, devianceOf, expectedCalibrationError, type Groups } from './calibration.ts';
import { calibrationBand } from './calibration-band.ts';
import { largest } from './extremes.ts';
import { at } from './list.ts';
import { seededRandom } from './seeded-random.ts';

export const RELIABILITY_BINS = 5;
const SEED = 5;

/**
 * Bins, errors and losses of confidences, beside what chance alone would show: `band…`, `chanceEce` and
 * `chanceDeviance` are those of a perfectly calibrated model with the same confidences, in 95 % of cases. [n], [n], a
 * bin for each group. Throws as `equalMassBins` does.
 */
export function reliabilityIn(groups: Groups, confidences: readonly number[], outcomes: readonly boolean[]) {
  assertConfidences(confidences, outcomes);
  const bins = binsOf(groups, confidences, outcomes);
  const band = calibrationBand({ confidences, groups, random: seededRandom(SEED).next });
  const deviances = bins.map(devianceOf);
  return {
    bins: bins.map(({ n, low, high, meanConfidence, accuracy, interval }, i) => ({
      n,
      from: low,
      to: high,
      confidence: meanConfidence,
      accuracy,
      low: interval.low,
      high: interval.high,
      bandLow: at(band.bins, i).low,
      bandHigh: at(band.bins, i).high,
    })),
    ece: expectedCalibrationError(bins),
    chanceEce: { ...band.ece },
    brier: brierScore(confidences, outcomes),
    logLoss: binaryLogLoss(confidences, outcomes),
    /** Of the bin that is furthest off, in nats. */
    deviance: largest(deviances),
    furthestBin: deviances.indexOf(largest(deviances)),
    chanceDeviance: { ...band.largestDeviance },
  };
}

type Reliability = ReturnType<typeof reliabilityIn>;

/** Whether so large a calibration error is more than a calibrated model would show in 97.5 % of cases. */
export const isMoreThanChance = ({ ece, chanceEce }: Pick<Reliability, 'ece' | 'chanceEce'>): boolean =>
  ece > chanceEce.high;

/** Whether a bin is further off than the furthest of a calibrated model would be in 97.5 % of cases. */
export const isABinOff = ({ deviance, chanceDeviance }: Reliability): boolean =>
  deviance > chanceDeviance.high;

/** Whether either is so: at most one in twenty calibrated models is called miscalibrated. */
export const isMiscalibrated = (reliability: Reliability): boolean =>
  isMoreThanChance(reliability) || isABinOff(reliability);
