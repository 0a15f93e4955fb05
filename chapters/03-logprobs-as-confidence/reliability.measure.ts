import { brierScore } from '#numerics/brier';
import { binaryLogLoss } from '#numerics/calibration';
import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { entropy } from '#numerics/entropy';
import { at } from '#numerics/list';
import { isMoreThanChance, RELIABILITY_BINS, reliabilityOf } from '#numerics/reliability';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { confidencesOf, factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { interval, meanDifference, rightOf, withVerdict } from './statistics.ts';

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

/** Where a point lies in the band of what chance would show; chance could have put it on the edge, too. */
function placeInBand({ accuracy, bandLow, bandHigh }: Bin): 'inside' | 'edge' | 'outside' {
  if (accuracy === bandLow || accuracy === bandHigh) return 'edge';
  return accuracy > bandLow && accuracy < bandHigh ? 'inside' : 'outside';
}

export const reliabilityOfTest = measurement({
  id: 'reliability',
  needs: { scores: factScores },
  kinds: {
    ...each('exact', 'n', 'bins', 'outside'),
    diagram: RELIABILITY,
    nearest: { confidence: 'probability', accuracy: BIN_STATISTIC, right: 'rank', n: 'exact' },
    over: interval('mean', STATISTIC),
    logLossLead: interval('estimate', 'nats'),
    ...each(STATISTIC, 'meanConfidence', 'accuracy', 'brierOfRate'),
    logLossOfRate: 'nats',
  },
  async measure({ scores }) {
    const rows = judged(scores.items, 'test');
    const [confidences, outcomes] = [confidencesOf(rows), rightOf(rows)];
    const accuracy = mean(outcomes.map(Number));
    const diagram = reliabilityOf(confidences, outcomes);
    const { bins } = diagram;
    const distance = ({ confidence }: Bin) => Math.abs(confidence - 0.75);
    const nearest = bins.reduce((one, other) => (distance(other) < distance(one) ? other : one));
    const allBelow = bins.every((bin) => bin.accuracy < bin.confidence);
    const allAbove = bins.every((bin) => bin.accuracy > bin.confidence);
    /** What the confidences lose, less what the constant share of right choices loses, on the same draws. */
    const leadIn = (lossOf: (confidences: readonly number[], outcomes: readonly boolean[]) => number) =>
      pairedDifferenceInterval({
        rows,
        clusterOf: ({ item }) => item.id,
        statistic: (drawn) => lossOf(confidencesOf(drawn), rightOf(drawn)),
        baseline: (drawn) => lossOf(Array(drawn.length).fill(accuracy), rightOf(drawn)),
        random: seededRandom(SEED).next,
      });
    const [lead, logLossLead] = [leadIn(brierScore), leadIn(binaryLogLoss)];
    const gaps = rows.map(({ confidence, right }) => confidence - Number(right));
    return {
      n: rows.length,
      bins: bins.length,
      sizes: either(
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
        where: placeInBand(nearest),
      },
      side: allBelow ? ('below' as const) : either(allAbove, 'above', 'both'),
      logLossLead: withVerdict(logLossLead),
      losses: either(Number.isFinite(diagram.logLoss), 'finite', 'infinite'),
      over: meanDifference(gaps, SEED),
      meanConfidence: mean(confidences),
      accuracy,
      brierOfRate: accuracy * (1 - accuracy),
      logLossOfRate: entropy([accuracy, 1 - accuracy]),
      outside: bins.filter((bin) => placeInBand(bin) === 'outside').length,
      brierVerdict: lead.high < 0 ? ('better' as const) : either(lead.low > 0, 'worse', 'not clear'),
      eceVerdict: either(isMoreThanChance(diagram), 'more than chance', 'chance'),
    };
  },
});
