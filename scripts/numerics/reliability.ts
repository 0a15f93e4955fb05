import { brierScore } from './brier.ts';
import { binaryLogLoss, equalMassBins, expectedCalibrationError } from './calibration.ts';
import { calibrationBand } from './calibration-band.ts';
import { at } from './list.ts';
import { seededRandom } from './seeded-random.ts';

export const RELIABILITY_BINS = 5;
const SEED = 5;

/**
 * Bins of equal mass, errors and losses of confidences, beside what chance alone would show: `band…` and `chanceEce` are
 * those of a perfectly calibrated model with the same confidences. [n], [n] -> at most five bins. Throws as
 * `equalMassBins` does.
 */
export function reliabilityOf(confidences: readonly number[], outcomes: readonly boolean[]) {
  const bins = equalMassBins(confidences, outcomes, RELIABILITY_BINS);
  const band = calibrationBand({
    confidences,
    bins: RELIABILITY_BINS,
    random: seededRandom(SEED).next,
  });
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
  };
}

type Reliability = ReturnType<typeof reliabilityOf>;

/** Whether so large a calibration error is more than a calibrated model would show in nineteen of twenty cases. */
export const isMoreThanChance = ({ ece, chanceEce }: Pick<Reliability, 'ece' | 'chanceEce'>): boolean =>
  ece > chanceEce.high;
