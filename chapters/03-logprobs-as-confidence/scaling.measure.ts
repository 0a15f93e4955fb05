import { auroc } from '#numerics/auroc';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { fitTemperature } from '#numerics/temperature-scaling';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { meanDifference, meanDifferenceKinds } from './paired.ts';
import { RELIABILITY_KINDS, reliabilityOf } from './reliability.measure.ts';

const STATISTIC = statisticOf(TEST_ITEMS);

const SEED = 11;

export const temperatureScaling = measurement({
  id: 'temperature-scaling',
  needs: { scores: factScores },
  kinds: {
    temperature: 'perplexity',
    devLoss: { before: 'nats', after: 'nats' },
    rows: {
      name: 'exact',
      accuracy: STATISTIC,
      auroc: STATISTIC,
      ece: STATISTIC,
      chanceEce: STATISTIC,
      chanceVerdict: 'exact',
      brier: STATISTIC,
      logLoss: 'nats',
    },
    gain: meanDifferenceKinds(STATISTIC),
    scaled: RELIABILITY_KINDS,
    swaps: 'rank',
    pairs: 'rank',
  },
  async measure({ scores }) {
    const sumsOf = (half: 'dev' | 'test') =>
      judged(scores.items, half).map(({ item, right, chosen }) => ({
        sums: item.answers.map(({ sum }) => sum),
        right,
        chosen,
      }));
    const dev = sumsOf('dev').map(({ sums }) => sums);
    const fit = fitTemperature(
      dev,
      dev.map(() => 0),
    );
    const test = sumsOf('test');
    const outcomes = test.map(({ right }) => right);
    const at1 = test.map(({ sums, chosen }) => at(softmax(sums), chosen));
    const atT = test.map(({ sums, chosen }) => at(softmax(sums, fit.temperature), chosen));
    const summary = (name: string, confidences: readonly number[]) => {
      const { ece, chanceEce, brier, logLoss } = reliabilityOf(confidences, outcomes);
      return {
        name,
        accuracy: outcomes.filter(Boolean).length / outcomes.length,
        auroc: auroc(confidences, outcomes),
        ece,
        chanceEce: chanceEce.mean,
        chanceVerdict: ece > chanceEce.high ? ('beyond' as const) : ('within' as const),
        brier,
        logLoss,
      };
    };
    const brierOf = (confidence: number, i: number) => (confidence - Number(at(outcomes, i))) ** 2;
    const gain = meanDifference(
      atT.map((confidence, i) => brierOf(confidence, i) - brierOf(at(at1, i), i)),
      SEED,
    );
    let [swaps, compared] = [0, 0];
    for (let i = 0; i < test.length; i++) {
      for (let k = 0; k < i; k++) {
        compared += 1;
        if ((at(at1, i) - at(at1, k)) * (at(atT, i) - at(atT, k)) < 0) swaps += 1;
      }
    }
    return {
      temperature: fit.temperature,
      devLoss: { before: fit.lossAtOne, after: fit.loss },
      rows: [summary('as it is', at1), summary('scaled', atT)],
      scaled: reliabilityOf(atT, outcomes),
      gain,
      swaps,
      pairs: compared,
    };
  },
});
