import { brierScore } from '#numerics/brier';
import { binaryLogLoss, equalMassMembers } from '#numerics/calibration';
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
      ...each('rank', 'offRaw', 'offScaled', 'kindsOfQuestion'),
      ...each(STATISTIC, 'slope', 'intercept', 'baseRate', 'baseLoss', 'baseBrier'),
      judged: {
        ...each(STATISTIC, 'loss', 'brier', 'ece', 'chanceLow', 'chanceHigh'),
        bins: {
          n: 'rank',
          ...each(STATISTIC, 'from', 'to', 'confidence', 'accuracy', 'low', 'high', 'bandLow', 'bandHigh'),
        },
      },
      ...each(CHANGE, 'gap', 'scaledAgainstRaw', 'scaledAgainstBase'),
      insideGap: CHANGE,
      kinds: {
        ...each('rank', 'n', 'right'),
        ...each(statisticOf(10), 'accuracy', 'raw', 'rawLow', 'rawHigh', 'scaled', 'scaledLow', 'scaledHigh'),
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
    const base = losses(test.map(() => baseRate));
    const [raw, scaled] = [losses(confidences.raw), losses(confidences.scaled)];
    const change = (one: readonly number[], other: readonly number[], seed: number) =>
      meanDifference(
        one.map((loss, i) => loss - at(other, i)),
        seed,
      );
    const judged = Object.entries(confidences).map(([name, list]) => {
      const { bins, ece, chanceEce, brier } = reliabilityIn(
        equalMassMembers(list, RELIABILITY_BINS),
        list,
        outcomes,
      );
      return {
        name,
        loss: binaryLogLoss(list, outcomes),
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
    const bandOf = (list: readonly number[]) =>
      calibrationBand({
        confidences: list,
        groups,
        draws: DRAWS,
        random: seededRandom(7).next,
        level: correctedLevel(relations.length),
      }).bins;
    const [rawBand, scaledBand] = [bandOf(confidences.raw), bandOf(confidences.scaled)];
    const kinds = relations.map((relation, k) => {
      const own = at(groups, k);
      const right = own.filter((i) => at(outcomes, i)).length;
      const meanOf = (list: readonly number[]) => mean(own.map((i) => at(list, i)));
      return {
        about: aboutOf(relation as RelationName),
        n: own.length,
        right,
        accuracy: right / own.length,
        raw: meanOf(confidences.raw),
        rawLow: at(rawBand, k).low,
        rawHigh: at(rawBand, k).high,
        scaled: meanOf(confidences.scaled),
        scaledLow: at(scaledBand, k).low,
        scaledHigh: at(scaledBand, k).high,
      };
    });
    const isOff = (one: (typeof kinds)[number]) => one.accuracy < one.rawLow || one.accuracy > one.rawHigh;
    /** The answers of the kinds that are inside their bands. */
    const inside = groups.flatMap((own, k) => (isOff(at(kinds, k)) ? [] : own));
    const gapOf = (some: readonly number[]) =>
      meanDifference(
        some.map((i) => at(confidences.raw, i) - Number(at(outcomes, i))),
        11,
      );
    return {
      test: test.length,
      found: {
        ...fit,
        baseRate,
        baseLoss: mean(base),
        baseBrier: brierScore(
          test.map(() => baseRate),
          outcomes,
        ),
        judged,
        gap: gapOf([...test.keys()]),
        insideGap: inside.length === 0 ? null : gapOf(inside),
        scaledAgainstRaw: change(scaled, raw, 12),
        scaledAgainstBase: change(scaled, base, 13),
        kinds,
        kindsOfQuestion: kinds.length,
        offRaw: kinds.filter(isOff).length,
        offScaled: kinds.filter(
          ({ accuracy, scaledLow, scaledHigh }) => accuracy < scaledLow || accuracy > scaledHigh,
        ).length,
      },
    };
  },
});
