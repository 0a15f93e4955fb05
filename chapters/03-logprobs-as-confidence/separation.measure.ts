import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { HIGH } from './confident-wrong.measure.ts';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';
import { MANY_TIES, SMALLEST_GROUP } from './facts-set.measure.ts';
import {
  aurocInterval,
  aurocIntervalOfFew,
  aurocOf,
  aurocWithin,
  correctedLevel,
  interval,
  intervalOf,
  type Separation,
  separates,
  withSeparation,
} from './statistics.ts';

const BINS = 10;
/** With fewer right choices than this, or fewer wrong ones, resampling says too little of how others would differ. */
const FEWEST_ON_A_SIDE = 5;
const STATISTIC = statisticOf(TEST_ITEMS);

export const separationOfAnswers = measurement({
  id: 'confidence-separation',
  needs: { scores: factScores },
  kinds: {
    bars: { low: 'exact', high: 'exact', n: 'rank', from: 'rank', to: 'rank' },
    ...each({ n: 'rank', mean: STATISTIC }, 'right', 'wrong'),
    ...each(interval('estimate', STATISTIC), 'auroc', 'within'),
    relations: { right: 'rank', wrong: 'rank', ...interval('auroc', statisticOf(SMALLEST_GROUP)) },
    ...each('exact', 'comparisons', 'fewest'),
    ...each('rank', 'pairs', 'separated', 'reversed'),
    level: 'float64',
  },
  async measure({ scores }) {
    const items = judged(scores.items, 'test');
    const tied = items.filter((one) => one.tied).length;
    const rows = items.map(({ item, right, confidence }) => ({
      id: item.id,
      group: item.relation,
      right,
      score: confidence,
    }));
    const scoresOf = (some: typeof rows, outcome: boolean) =>
      some.filter(({ right }) => right === outcome).map(({ score }) => score);
    const [right, wrong] = [scoresOf(rows, true), scoresOf(rows, false)];
    const bars = [right, wrong].flatMap((confidences) =>
      Array.from({ length: BINS }, (_, bin) => {
        const n = confidences.filter((one) => Math.min(BINS - 1, Math.floor(one * BINS)) === bin).length;
        const isRight = confidences === right;
        return {
          outcome: isRight ? 'right' : 'wrong',
          low: bin / BINS,
          high: (bin + 1) / BINS,
          n,
          from: 0,
          to: isRight ? n : -n,
        };
      }),
    );
    const level = correctedLevel(RELATION_NAMES.length);
    const relations = RELATION_NAMES.map((name) => {
      const own = rows.filter(({ group }) => group === name);
      const [rights, wrongs] = [scoresOf(own, true), scoresOf(own, false)];
      const isEnough = Math.min(rights.length, wrongs.length) >= FEWEST_ON_A_SIDE;
      const { estimate, ...judgement } = withSeparation({
        estimate: aurocOf(own),
        ...(isEnough
          ? aurocIntervalOfFew(rights, wrongs, { level, resamples: 4000 })
          : { low: Number.NaN, high: Number.NaN }),
      });
      const numbers = { right: rights.length, wrong: wrongs.length };
      return { about: aboutOf(name), ...numbers, auroc: estimate, ...judgement };
    });
    const judgedAs = (verdict: Separation) => relations.filter((one) => one.verdict === verdict).length;
    const area = aurocInterval(rows);
    const within = intervalOf(rows, aurocWithin);
    const meanOf = (some: readonly number[]) => (some.length === 0 ? null : mean(some));
    return {
      bars: bars.filter(({ n }) => n > 0),
      right: { n: right.length, mean: meanOf(right) },
      wrong: { n: wrong.length, mean: meanOf(wrong) },
      high: either(
        wrong.some((one) => one >= HIGH),
        'wrong ones, too',
        'right ones only',
      ),
      auroc: withSeparation(area),
      within: withSeparation(within),
      /** Of what confidence tells, whether some is which kinds of question are easy. */
      cheap: either(separates(area) === 'separates' && within.estimate < area.estimate, 'some', 'none seen'),
      relations: relations.sort((one, other) => (other.auroc ?? -1) - (one.auroc ?? -1)),
      comparisons: relations.length,
      level,
      fewest: FEWEST_ON_A_SIDE,
      separated: judgedAs('separates'),
      reversed: judgedAs('reversed'),
      ties: either(tied > MANY_TIES * rows.length, 'many', 'few'),
      pairs: right.length * wrong.length,
    };
  },
});
