import { auroc } from '#numerics/auroc';
import { at } from '#numerics/list';
import { isMoreThanChance, reliabilityOf } from '#numerics/reliability';
import { softmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { fitTemperature } from '#numerics/temperature-scaling';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import type { Half } from './facts.ts';
import { RELIABILITY } from './reliability.measure.ts';
import { interval, meanDifference, orNull, rightOf, shareRight } from './statistics.ts';

const STATISTIC = statisticOf(TEST_ITEMS);

export const temperatureScaling = measurement({
  id: 'temperature-scaling',
  needs: { scores: factScores },
  kinds: {
    temperature: 'perplexity',
    devLoss: { before: 'nats', after: 'nats' },
    rows: {
      ...each(STATISTIC, 'accuracy', 'confidence', 'auroc', 'ece', 'chanceEce', 'brier'),
      logLoss: 'nats',
    },
    gain: interval('mean', STATISTIC),
    scaled: RELIABILITY,
    swaps: 'rank',
    pairs: 'rank',
  },
  async measure({ scores }) {
    const sumsOf = (half: Half) =>
      judged(scores.items, half).map(({ item, ...judgement }) => ({
        ...judgement,
        sums: item.answers.map(({ sum }) => sum),
      }));
    const dev = sumsOf('dev').map(({ sums }) => sums);
    const rightPlaces = dev.map(() => 0);
    const fit = fitTemperature(dev, rightPlaces);
    const test = sumsOf('test');
    const outcomes = rightOf(test);
    const at1 = test.map(({ sums, chosen }) => at(softmax(sums), chosen));
    const atT = test.map(({ sums, chosen }) => at(softmax(sums, fit.temperature), chosen));
    const summary = (name: string, confidences: readonly number[]) => {
      const { ece, chanceEce, brier, logLoss } = reliabilityOf(confidences, outcomes);
      return {
        name,
        accuracy: shareRight(outcomes).accuracy,
        confidence: mean(confidences),
        auroc: orNull(auroc(confidences, outcomes)),
        ece,
        chanceEce: chanceEce.mean,
        chanceVerdict: either(isMoreThanChance({ ece, chanceEce }), 'beyond', 'within'),
        brier,
        logLoss,
      };
    };
    const brierOf = (confidence: number, i: number) => (confidence - Number(at(outcomes, i))) ** 2;
    const gains = atT.map((confidence, i) => brierOf(confidence, i) - brierOf(at(at1, i), i));
    const pairs = test.flatMap((_, i) => test.slice(0, i).map((_, k) => [i, k] as const));
    const swaps = pairs.filter(([i, k]) => (at(at1, i) - at(at1, k)) * (at(atT, i) - at(atT, k)) < 0);
    return {
      temperature: fit.temperature,
      range:
        fit.temperature > 99 ? ('highest' as const) : either(fit.temperature < 0.0101, 'lowest', 'inside'),
      devLoss: {
        before: fit.lossAtOne,
        after: fit.loss,
        course: either(fit.lossAtOne - fit.loss > 0.005, 'falls', 'stays'),
      },
      rows: [summary('as it is', at1), summary('scaled', atT)],
      scaled: reliabilityOf(atT, outcomes),
      gain: meanDifference(gains, 11),
      swaps: swaps.length,
      pairs: pairs.length,
    };
  },
});
