import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval, pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import type { Interval } from '#numerics/interval';
import { percentileInterval } from '#numerics/interval';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { RELATION_NAMES, RELATIONS } from './facts.ts';
import { verdictOf } from './paired.ts';

const BINS = 10;

const LEVEL = 0.95;

/** The seed and the number of samples of every bootstrap of the AUROC, so that equal questions get equal answers. */
export const AUROC_BOOTSTRAP = { seed: 3, resamples: 1000 };

/** No relation has fewer test items than this. */
export const SMALLEST_GROUP = 21;

const STATISTIC = statisticOf(TEST_ITEMS);

/** Whether the interval of an AUROC lies above that of a coin. */
export function separates({ low }: { readonly low: number }): 'separates' | 'does not' {
  return low > 0.5 ? 'separates' : 'does not';
}

/** The AUROC over pairs of one group only: how well a score separates where the questions are of one kind; NaN for no pair. */
export function aurocWithin(
  rows: readonly { readonly group: string; readonly right: boolean; readonly score: number }[],
): number {
  let [inOrder, pairs] = [0, 0];
  for (const group of new Set(rows.map((row) => row.group))) {
    const own = rows.filter((row) => row.group === group);
    const rights = own.filter(({ right }) => right).length;
    const groupPairs = rights * (own.length - rights);
    if (groupPairs === 0) continue;
    pairs += groupPairs;
    inOrder +=
      groupPairs *
      auroc(
        own.map(({ score }) => score),
        own.map(({ right }) => right),
      );
  }
  return inOrder / pairs;
}

/**
 * The bootstrap interval of the AUROC of few items: right and wrong choices are drawn each among themselves, since a
 * draw without one of them has no AUROC.
 */
export function aurocIntervalOfFew(
  rights: readonly number[],
  wrongs: readonly number[],
  random: () => number,
): Interval {
  const drawnFrom = (scores: readonly number[]) =>
    scores.map(() => at(scores, Math.floor(random() * scores.length)));
  const outcomes = [...rights.map(() => true), ...wrongs.map(() => false)];
  const areas = Array.from({ length: AUROC_BOOTSTRAP.resamples }, () =>
    auroc([...drawnFrom(rights), ...drawnFrom(wrongs)], outcomes),
  );
  return percentileInterval(areas, LEVEL);
}

export const separationOfAnswers = measurement({
  id: 'confidence-separation',
  needs: { scores: factScores },
  kinds: {
    bars: { outcome: 'exact', low: 'exact', high: 'exact', n: 'rank', from: 'rank', to: 'rank' },
    right: { n: 'rank', mean: STATISTIC },
    wrong: { n: 'rank', mean: STATISTIC },
    auroc: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC },
    within: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC, verdict: 'exact' },
    relations: {
      about: 'exact',
      right: 'rank',
      wrong: 'rank',
      auroc: statisticOf(SMALLEST_GROUP),
      low: statisticOf(SMALLEST_GROUP),
      high: statisticOf(SMALLEST_GROUP),
      verdict: 'exact',
    },
    loss: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC, verdict: 'exact' },
    verdict: 'exact',
    pairs: 'rank',
  },
  async measure({ scores }) {
    const rows = judged(scores.items, 'test');
    const of = (outcome: boolean) =>
      rows.filter(({ right }) => right === outcome).map((row) => row.confidence);
    const bars = [true, false]
      .flatMap((outcome) =>
        Array.from({ length: BINS }, (_, bin) => {
          const inBin = (confidence: number) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin;
          const n = of(outcome).filter(inBin).length;
          return {
            outcome: outcome ? 'right' : 'wrong',
            low: bin / BINS,
            high: (bin + 1) / BINS,
            n,
            from: 0,
            to: outcome ? n : -n,
          };
        }),
      )
      .filter(({ n }) => n > 0);
    type Row = (typeof rows)[number];
    const overall = (some: readonly Row[]) =>
      auroc(
        some.map((row) => row.confidence),
        some.map((row) => row.right),
      );
    const inRelations = (some: readonly Row[]) =>
      aurocWithin(
        some.map(({ item, right, confidence }) => ({ group: item.relation, right, score: confidence })),
      );
    const options = () => ({
      rows,
      clusterOf: ({ item }: Row) => item.id,
      random: seededRandom(AUROC_BOOTSTRAP.seed).next,
      resamples: AUROC_BOOTSTRAP.resamples,
    });
    const area = clusteredBootstrapInterval({ ...options(), statistic: overall });
    const within = clusteredBootstrapInterval({ ...options(), statistic: inRelations });
    const loss = pairedDifferenceInterval({ ...options(), statistic: overall, baseline: inRelations });
    const [right, wrong] = [of(true), of(false)];
    const relations = RELATION_NAMES.map((name) => {
      const own = rows.filter(({ item }) => item.relation === name);
      const ofOwn = (outcome: boolean) =>
        own.filter((row) => row.right === outcome).map((row) => row.confidence);
      const [rights, wrongs] = [ofOwn(true), ofOwn(false)];
      const interval = aurocIntervalOfFew(rights, wrongs, seededRandom(AUROC_BOOTSTRAP.seed).next);
      return {
        about: RELATIONS[name].about as string,
        right: rights.length,
        wrong: wrongs.length,
        auroc: overall(own),
        ...interval,
        verdict: separates(interval),
      };
    }).sort((one, other) => other.auroc - one.auroc);
    return {
      bars,
      right: { n: right.length, mean: mean(right) },
      wrong: { n: wrong.length, mean: mean(wrong) },
      auroc: area,
      within: { ...within, verdict: separates(within) },
      relations,
      loss: { ...loss, verdict: verdictOf(loss) },
      verdict: separates(area),
      pairs: right.length * wrong.length,
    };
  },
});
