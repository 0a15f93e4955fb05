import { assertSome } from './assert.ts';
import { aurocOfCounts } from './auroc.ts';
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

/** How the samples for an AUROC are drawn: always from the same seed, so that equal rows give equal intervals. */
export const aurocDrawing = (): BootstrapOptions => ({ random: seededRandom(3).next });

/**
 * An AUROC with its bootstrap interval; rows of the same id are drawn together. Gives what `clusteredBootstrapInterval`
 * gives for `auroc`, but sorts the scores only once. The estimate is NaN where nothing is right or nothing is
 * wrong, and both ends where that is so in many samples. Throws a RangeError when there is no row, or a score is NaN.
 */
export function aurocInterval(
  rows: readonly (Scored & { readonly id: string })[],
  drawing: BootstrapOptions = aurocDrawing(),
): Estimate {
  assertSome('scores', rows);
  const groups = tiedGroups(rows.map(({ score }) => score));
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
  return { estimate: aurocOfSample(clusters), ...bootstrapInterval(clusters, aurocOfSample, drawing) };
}
