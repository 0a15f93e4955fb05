import { binaryLogLoss, equalMassBins, expectedCalibrationError } from '#numerics/calibration';
import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { isMoreThanChance, RELIABILITY_BINS, reliabilityOf } from '#numerics/reliability';
import { seededRandom } from '#numerics/seeded-random';
import { softmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { fitTemperature } from '#numerics/temperature-scaling';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import type { Half } from './facts.ts';
import { RELIABILITY } from './reliability.measure.ts';
import { correctedLevel, interval, meanDifference, rightOf, withVerdict } from './statistics.ts';

const SEED = 11;
const STATISTIC = statisticOf(TEST_ITEMS);

type Judge = (confidences: readonly number[], outcomes: readonly boolean[]) => number;

/**
 * What scaling is judged by. Resampled items have the larger calibration error by chance, the more so the smaller it
 * is, so the interval of its change leans towards a rise; a loss has no such bias.
 */
const JUDGES: Readonly<Record<'ece' | 'logLoss', Judge>> = {
  ece: (confidences, outcomes) =>
    expectedCalibrationError(equalMassBins(confidences, outcomes, RELIABILITY_BINS)),
  logLoss: binaryLogLoss,
};

export const temperatureScaling = measurement({
  id: 'temperature-scaling',
  needs: { scores: factScores },
  kinds: {
    temperature: 'perplexity',
    rows: { ...each(STATISTIC, 'confidence', 'ece'), logLoss: 'nats' },
    ece: interval('change', STATISTIC),
    logLoss: interval('change', 'nats'),
    level: 'float64',
    scaled: RELIABILITY,
    over: interval('mean', STATISTIC),
  },
  async measure({ scores }) {
    const sumsOf = (half: Half) =>
      judged(scores.items, half).map(({ item, ...judgement }) => ({
        ...judgement,
        id: item.id,
        sums: item.answers.map(({ sum }) => sum),
      }));
    const dev = sumsOf('dev').map(({ sums }) => sums);
    const rightPlaces = dev.map(() => 0);
    const { temperature } = fitTemperature(dev, rightPlaces);
    const test = sumsOf('test').map(({ id, sums, chosen, right }) => ({
      id,
      right,
      before: at(softmax(sums), chosen),
      after: at(softmax(sums, temperature), chosen),
    }));
    type Row = (typeof test)[number];
    const [before, after] = [test.map((row) => row.before), test.map((row) => row.after)];
    const outcomes = rightOf(test);
    const summary = (confidences: readonly number[]) => ({
      confidence: mean(confidences),
      ece: JUDGES.ece(confidences, outcomes),
      logLoss: JUDGES.logLoss(confidences, outcomes),
    });
    const level = correctedLevel(Object.keys(JUDGES).length);
    /** By how much an error changes, with both confidences of an item from the same draw. Null for no finite change. */
    const changeOf = (judge: Judge) => {
      const lossOf = (which: 'before' | 'after') => (rows: readonly Row[]) =>
        judge(
          rows.map((row) => row[which]),
          rightOf(rows),
        );
      const { estimate, low, high } = pairedDifferenceInterval({
        rows: test,
        clusterOf: ({ id }) => id,
        statistic: lossOf('after'),
        baseline: lossOf('before'),
        random: seededRandom(SEED).next,
        level,
      });
      const hasChange = [estimate, low, high].every(Number.isFinite);
      return hasChange
        ? withVerdict({ change: estimate, low, high })
        : { change: null, low: null, high: null, verdict: 'not finite' as const };
    };
    const scaled = reliabilityOf(after, outcomes);
    const gaps = test.map((row) => row.after - Number(row.right));
    return {
      temperature,
      range: temperature > 99 ? ('highest' as const) : either(temperature < 0.0101, 'lowest', 'inside'),
      /** As it is, then scaled. */
      rows: [summary(before), summary(after)],
      ece: changeOf(JUDGES.ece),
      logLoss: changeOf(JUDGES.logLoss),
      level,
      scaled,
      eceVerdict: either(isMoreThanChance(scaled), 'more than chance', 'chance'),
      over: meanDifference(gaps, SEED),
    };
  },
});
