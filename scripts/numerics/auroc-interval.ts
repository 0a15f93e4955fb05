import { auroc } from './auroc.ts';
import { type BootstrapOptions, bootstrapInterval } from './bootstrap.ts';
import { clustersOf, type Estimate } from './clustered-bootstrap.ts';
import { at } from './list.ts';
import { seededRandom } from './seeded-random.ts';
import { tiedGroups } from './tied-groups.ts';

/** A score that should be higher where something is right. */
export interface Scored {
  readonly score: number;
  readonly right: boolean;
}

/** How the samples for an AUROC are drawn: from the same seed unless told, so that equal questions get equal answers. */
export function aurocDrawing(seed = 3): Required<Pick<BootstrapOptions, 'random' | 'resamples'>> {
  return { random: seededRandom(seed).next, resamples: 1000 };
}

/**
 * An AUROC with its bootstrap interval; rows of the same id are drawn together. It is what `clusteredBootstrapInterval`
 * gives for `auroc`, to the last bit, but sorts the scores once: a sample is counted, right and wrong rows apart, in
 * each group of equal scores. The estimate is NaN where nothing is right or nothing wrong, and both ends are where that
 * is so in any sample.
 *
 * Throws a RangeError when there is no row, or a score is NaN.
 */
export function aurocInterval(
  rows: readonly (Scored & { readonly id: string })[],
  drawing: BootstrapOptions = aurocDrawing(),
): Estimate {
  const scores = rows.map(({ score }) => score);
  const estimate = auroc(
    scores,
    rows.map(({ right }) => right),
  );
  const groups = tiedGroups(scores);
  const groupOf = new Int32Array(rows.length);
  groups.forEach((tied, group) => {
    for (const row of tied) groupOf[row] = group;
  });
  const [rights, wrongs] = [new Float64Array(groups.length), new Float64Array(groups.length)];
  const aurocOfSample = (sample: readonly (readonly number[])[]): number => {
    rights.fill(0);
    wrongs.fill(0);
    for (const cluster of sample) {
      for (const row of cluster) {
        const counts = at(rows, row).right ? rights : wrongs;
        const group = at(groupOf, row);
        counts[group] = at(counts, group) + 1;
      }
    }
    return aurocOfCounts(rights, wrongs);
  };
  const clusters = clustersOf([...rows.keys()], (row) => at(rows, row).id);
  return { estimate, ...bootstrapInterval(clusters, aurocOfSample, drawing) };
}

/** The AUROC of so many right and wrong items in each group of equal scores, from the lowest to the highest. */
function aurocOfCounts(rights: Float64Array, wrongs: Float64Array): number {
  let [right, wrong, pairsInOrder] = [0, 0, 0];
  for (let group = 0; group < rights.length; group++) {
    pairsInOrder += at(rights, group) * (wrong + at(wrongs, group) / 2);
    right += at(rights, group);
    wrong += at(wrongs, group);
  }
  return pairsInOrder / (right * wrong);
}
