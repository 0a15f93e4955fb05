import { assertSome } from './assert.ts';
import { type BootstrapOptions, bootstrapInterval } from './bootstrap.ts';
import type { Interval } from './interval.ts';

interface ClusteredBootstrapOptions<Row> extends BootstrapOptions {
  /** [n], in any order. */
  readonly rows: readonly Row[];
  /** What a row belongs to, such as its question: rows of the same are drawn or left out together. */
  readonly clusterOf: (row: Row) => string | number;
  readonly statistic: (rows: readonly Row[]) => number;
}

/** A statistic of all the rows, and its interval. */
export interface Estimate extends Interval {
  readonly estimate: number;
}

/**
 * A statistic of rows that are not independent, with a percentile bootstrap interval that draws whole clusters: drawing
 * single rows would make it too narrow. Samples for which the statistic is NaN count as in `bootstrapInterval`. Calls `random` once
 * for each cluster and resample. Throws a RangeError when there is no row, `resamples` is not a positive integer, or
 * `level` is not above 0 and below 1.
 *
 * Source: A. C. Davison, D. V. Hinkley, "Bootstrap Methods and their Application" (1997), section 3.8.
 */
export function clusteredBootstrapInterval<Row>(options: ClusteredBootstrapOptions<Row>): Estimate {
  const { rows, clusterOf, statistic, ...drawing } = options;
  assertSome('rows', rows);
  const ofClusters = (clusters: readonly (readonly Row[])[]) => statistic(clusters.flat());
  const interval = bootstrapInterval(clustersOf(rows, clusterOf), ofClusters, drawing);
  return { estimate: statistic(rows), ...interval };
}

/** The rows that belong together, in the order in which each cluster first appears. */
export function clustersOf<Row>(rows: readonly Row[], clusterOf: (row: Row) => string | number): Row[][] {
  const clusters = new Map<string | number, Row[]>();
  for (const row of rows) {
    const cluster = clusters.get(clusterOf(row));
    if (cluster) cluster.push(row);
    else clusters.set(clusterOf(row), [row]);
  }
  return [...clusters.values()];
}
