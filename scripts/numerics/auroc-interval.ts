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
  // Where a row is counted, worked out once for all samples: the wrong ones of each group of ties, then the right ones.
  const placeOf = new Int32Array(rows.length);
  groups.forEach((tied, group) => {
    for (const row of tied) placeOf[row] = group + (at(rows, row).right ? groups.length : 0);
  });
  const counts = new Float64Array(2 * groups.length);
  const [wrongs, rights] = [counts.subarray(0, groups.length), counts.subarray(groups.length)];
  const clusters = clustersOf([...rows.keys()], (row) => at(rows, row).id);
  // The places of a cluster's rows lie side by side, from one start to the next.
  const places = Int32Array.from(clusters.flat(), (row) => at(placeOf, row));
  const starts = new Int32Array(clusters.length + 1);
  for (const [i, { length }] of clusters.entries()) starts[i + 1] = at(starts, i) + length;
  const aurocOfSample = (sample: ArrayLike<number>): number => {
    counts.fill(0);
    for (let i = 0; i < sample.length; i++) {
      const cluster = sample[i] ?? 0;
      const end = starts[cluster + 1] ?? 0;
      for (let row = starts[cluster] ?? 0; row < end; row++) {
        const place = places[row] ?? 0;
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
    return aurocOfCounts(rights, wrongs);
  };
  const drawn = Int32Array.from(clusters.keys());
  return { estimate: aurocOfSample(drawn), ...bootstrapInterval(drawn, aurocOfSample, drawing) };
}
