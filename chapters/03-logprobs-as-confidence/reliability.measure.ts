import { brierScore } from '#numerics/brier';
import { binaryLogLoss, equalMassBins, expectedCalibrationError } from '#numerics/calibration';
import { calibrationBand } from '#numerics/calibration-band';
import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { entropy } from '#numerics/entropy';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { meanDifference, meanDifferenceKinds, verdictOf } from './paired.ts';

export const RELIABILITY_BINS = 5;

const SEED = 5;

const THREE_QUARTERS = 0.75;

const STATISTIC = statisticOf(TEST_ITEMS);

const BIN_STATISTIC = statisticOf(TEST_ITEMS / RELIABILITY_BINS);

/** Bins, errors and losses of confidences, with what chance alone would show. */
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

export const RELIABILITY_KINDS = {
  bins: {
    n: 'exact',
    from: 'probability',
    to: 'probability',
    confidence: 'probability',
    accuracy: BIN_STATISTIC,
    low: BIN_STATISTIC,
    high: BIN_STATISTIC,
    bandLow: BIN_STATISTIC,
    bandHigh: BIN_STATISTIC,
  },
  ece: STATISTIC,
  chanceEce: { mean: STATISTIC, low: STATISTIC, high: STATISTIC },
  brier: STATISTIC,
  logLoss: 'nats',
} as const;

/** Where a point lies in the band of what chance would show; chance could have put it on the edge, too. */
function placeInBand(bin: {
  readonly accuracy: number;
  readonly bandLow: number;
  readonly bandHigh: number;
}): 'inside' | 'edge' | 'outside' {
  const { accuracy, bandLow, bandHigh } = bin;
  if (accuracy === bandLow || accuracy === bandHigh) return 'edge';
  return accuracy > bandLow && accuracy < bandHigh ? 'inside' : 'outside';
}

export const reliabilityOfTest = measurement({
  id: 'reliability',
  needs: { scores: factScores },
  kinds: {
    n: 'exact',
    bins: 'exact',
    diagram: RELIABILITY_KINDS,
    nearest: {
      confidence: 'probability',
      accuracy: BIN_STATISTIC,
      right: 'rank',
      n: 'exact',
      where: 'exact',
    },
    side: 'exact',
    over: meanDifferenceKinds(STATISTIC),
    logLossLead: { estimate: 'nats', low: 'nats', high: 'nats', verdict: 'exact' },
    meanConfidence: STATISTIC,
    accuracy: STATISTIC,
    brierOfRate: STATISTIC,
    logLossOfRate: 'nats',
    outside: 'exact',
    brierVerdict: 'exact',
    eceVerdict: 'exact',
  },
  async measure({ scores }) {
    const rows = judged(scores.items, 'test');
    const confidences = rows.map(({ confidence }) => confidence);
    const outcomes = rows.map(({ right }) => right);
    const diagram = reliabilityOf(confidences, outcomes);
    const accuracy = mean(outcomes.map(Number));
    const outside = diagram.bins.filter((bin) => placeInBand(bin) === 'outside').length;
    const nearestTo = (bin: (typeof diagram.bins)[number]) => Math.abs(bin.confidence - THREE_QUARTERS);
    const nearest = diagram.bins.reduce((one, other) => (nearestTo(other) < nearestTo(one) ? other : one));
    const where = placeInBand(nearest);
    const side: 'below' | 'above' | 'both' = diagram.bins.every((bin) => bin.accuracy < bin.confidence)
      ? 'below'
      : diagram.bins.every((bin) => bin.accuracy > bin.confidence)
        ? 'above'
        : 'both';
    /** What the confidences lose, less what the constant share of right choices loses, on the same draws. */
    const leadIn = (lossOf: (confidences: readonly number[], outcomes: readonly boolean[]) => number) =>
      pairedDifferenceInterval({
        rows,
        clusterOf: ({ item }) => item.id,
        statistic: (some) =>
          lossOf(
            some.map((row) => row.confidence),
            some.map((row) => row.right),
          ),
        baseline: (some) =>
          lossOf(
            some.map(() => accuracy),
            some.map((row) => row.right),
          ),
        random: seededRandom(SEED).next,
      });
    const [lead, logLossLead] = [leadIn(brierScore), leadIn(binaryLogLoss)];
    const brierVerdict: 'better' | 'worse' | 'not clear' =
      lead.high < 0 ? 'better' : lead.low > 0 ? 'worse' : 'not clear';
    const eceVerdict: 'more than chance' | 'chance' =
      diagram.ece > diagram.chanceEce.high ? 'more than chance' : 'chance';
    return {
      n: rows.length,
      bins: RELIABILITY_BINS,
      diagram,
      nearest: {
        confidence: nearest.confidence,
        accuracy: nearest.accuracy,
        right: Math.round(nearest.accuracy * nearest.n),
        n: nearest.n,
        where,
      },
      side,
      logLossLead: { ...logLossLead, verdict: verdictOf(logLossLead) },
      over: meanDifference(
        rows.map(({ confidence, right }) => confidence - Number(right)),
        SEED,
      ),
      meanConfidence: mean(confidences),
      accuracy,
      brierOfRate: accuracy * (1 - accuracy),
      logLossOfRate: entropy([accuracy, 1 - accuracy]),
      outside,
      brierVerdict,
      eceVerdict,
    };
  },
});
