import { brierScore } from '#numerics/brier';
import { equalMassMembers } from '#numerics/calibration';
import { calibrationBand } from '#numerics/calibration-band';
import { at } from '#numerics/list';
import { fitPlatt, logOdds, plattProbability } from '#numerics/platt-scaling';
import { RELIABILITY_BINS, reliabilityIn } from '#numerics/reliability';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';
import { finished } from './answer-separation.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, type RelationName } from './facts.ts';
import { correctedLevel, interval, meanDifference } from './statistics.ts';

const STATISTIC = statisticOf(TEST_ITEMS);
const CHANGE = interval('mean', STATISTIC);
/** Enough for the far ends of intervals that eight kinds of question share. */
const DRAWS = 10_000;

const surprisal = (confidence: number, right: boolean) =>
  -(right ? Math.log(confidence) : Math.log1p(-confidence));

/** Platt scaling of the log-odds of the probability of an answer, fitted on the finished answers of dev and judged on those of test. */
export const plattScaling = measurement({
  id: 'platt-scaling',
  needs: { chat: chatAnswers },
  kinds: {
    test: 'rank',
    found: {
      ...each('rank', 'offRaw', 'kindsOfQuestion'),
      ...each(STATISTIC, 'slope', 'intercept', 'baseRate', 'baseLoss', 'baseBrier'),
      judged: {
        ...each(STATISTIC, 'loss', 'brier', 'ece', 'chanceLow', 'chanceHigh'),
        bins: {
          n: 'rank',
          ...each(STATISTIC, 'from', 'to', 'confidence', 'accuracy', 'low', 'high', 'bandLow', 'bandHigh'),
        },
      },
      ...each(CHANGE, 'gap', 'scaledAgainstRaw'),
      kinds: {
        n: 'rank',
        ...each(statisticOf(10), 'accuracy', 'raw', 'rawLow', 'rawHigh'),
      },
    },
  },
  async measure({ chat }) {
    const [dev, test] = [finished(chat.rows, 'dev'), finished(chat.rows, 'test')];
    const outcomes = test.map(({ right }) => right);
    if (dev.length === 0 || test.length === 0) return { test: test.length, found: null };
    const fit = fitPlatt(
      dev.map(({ sum }) => logOdds(sum)),
      dev.map(({ right }) => right),
    );
    const baseRate = mean(dev.map(({ right }) => Number(right)));
    const confidences = {
      raw: test.map(({ confidence }) => confidence),
      scaled: test.map(({ sum }) => plattProbability(fit, logOdds(sum))),
    };
    const losses = (list: readonly number[]) => list.map((c, i) => surprisal(c, at(outcomes, i)));
    const raw = losses(confidences.raw);
    const judged = Object.entries(confidences).map(([name, list]) => {
      const { bins, ece, chanceEce, brier } = reliabilityIn(
        equalMassMembers(list, RELIABILITY_BINS),
        list,
        outcomes,
      );
      return {
        name,
        loss: mean(losses(list)),
        brier,
        ece,
        chanceLow: chanceEce.low,
        chanceHigh: chanceEce.high,
        bins,
      };
    });
    const relations = [...new Set(test.map(({ relation }) => relation))];
    const groups = relations.map((relation) =>
      test.flatMap((row, i) => (row.relation === relation ? [i] : [])),
    );
    const band = calibrationBand({
      confidences: confidences.raw,
      groups,
      draws: DRAWS,
      random: seededRandom(7).next,
      level: correctedLevel(relations.length),
    }).bins;
    const kinds = relations.map((relation, k) => {
      const own = at(groups, k);
      return {
        about: aboutOf(relation as RelationName),
        n: own.length,
        accuracy: own.filter((i) => at(outcomes, i)).length / own.length,
        raw: mean(own.map((i) => at(confidences.raw, i))),
        rawLow: at(band, k).low,
        rawHigh: at(band, k).high,
      };
    });
    const isOff = (one: (typeof kinds)[number]) => one.accuracy < one.rawLow || one.accuracy > one.rawHigh;
    return {
      test: test.length,
      found: {
        ...fit,
        baseRate,
        baseLoss: mean(losses(test.map(() => baseRate))),
        baseBrier: brierScore(
          test.map(() => baseRate),
          outcomes,
        ),
        judged,
        gap: meanDifference(
          confidences.raw.map((confidence, i) => confidence - Number(at(outcomes, i))),
          11,
        ),
        scaledAgainstRaw: meanDifference(
          losses(confidences.scaled).map((loss, i) => loss - at(raw, i)),
          12,
        ),
        kinds,
        kindsOfQuestion: kinds.length,
        offRaw: kinds.filter(isOff).length,
      },
    };
  },
});
