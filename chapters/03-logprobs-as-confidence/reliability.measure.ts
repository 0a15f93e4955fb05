import { at } from '#numerics/list';
import { isMoreThanChance, RELIABILITY_BINS, reliabilityOf } from '#numerics/reliability';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { confidencesOf, factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { CHANCE } from './facts-set.measure.ts';
import { interval, meanDifference, rightOf, shareRight } from './statistics.ts';

const SEED = 5;
const STATISTIC = statisticOf(TEST_ITEMS);
const BIN_STATISTIC = statisticOf(TEST_ITEMS / RELIABILITY_BINS);

export const RELIABILITY = {
  bins: {
    n: 'exact',
    ...each('probability', 'from', 'to', 'confidence'),
    ...each(BIN_STATISTIC, 'accuracy', 'low', 'high', 'bandLow', 'bandHigh'),
  },
  ece: STATISTIC,
  chanceEce: interval('mean', STATISTIC),
  brier: STATISTIC,
  logLoss: 'nats',
} as const;

type Bin = ReturnType<typeof reliabilityOf>['bins'][number];

/** Whether chance seldom puts a point there; it could have put it on the edge of its band. */
const isOutside = ({ accuracy, bandLow, bandHigh }: Bin) => accuracy < bandLow || accuracy > bandHigh;

export const reliabilityOfTest = measurement({
  id: 'reliability',
  needs: { scores: factScores },
  kinds: {
    ...each('exact', 'n', 'bins', 'outside'),
    diagram: RELIABILITY,
    nearest: { confidence: 'probability', accuracy: BIN_STATISTIC, right: 'rank', n: 'exact' },
    over: interval('mean', STATISTIC),
    ...each(STATISTIC, 'meanConfidence', 'accuracy'),
  },
  async measure({ scores }) {
    const rows = judged(scores.items, 'test');
    const [confidences, outcomes] = [confidencesOf(rows), rightOf(rows)];
    const { accuracy, low, high } = shareRight(outcomes);
    const diagram = reliabilityOf(confidences, outcomes);
    const { bins } = diagram;
    const distance = ({ confidence }: Bin) => Math.abs(confidence - 0.75);
    const nearest = bins.reduce((one, other) => (distance(other) < distance(one) ? other : one));
    const allBelow = bins.every((bin) => bin.accuracy < bin.confidence);
    const allAbove = bins.every((bin) => bin.accuracy > bin.confidence);
    const gaps = rows.map(({ confidence, right }) => confidence - Number(right));
    return {
      n: rows.length,
      bins: bins.length,
      sizes:
        bins.length === 1
          ? ('one' as const)
          : either(
              bins.every(({ n }) => n === at(bins, 0).n),
              'equal',
              'ties together',
            ),
      diagram,
      nearest: {
        confidence: nearest.confidence,
        accuracy: nearest.accuracy,
        right: Math.round(nearest.accuracy * nearest.n),
        n: nearest.n,
      },
      side: allBelow ? ('below' as const) : either(allAbove, 'above', 'both'),
      over: meanDifference(gaps, SEED),
      meanConfidence: mean(confidences),
      accuracy,
      outside: bins.filter(isOutside).length,
      againstGuess: high < CHANCE ? ('worse' as const) : either(low > CHANCE, 'better', 'no clear effect'),
      eceVerdict: either(isMoreThanChance(diagram), 'more than chance', 'chance'),
    };
  },
});
