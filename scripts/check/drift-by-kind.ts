import type { DataFile } from '#pipeline/data-store';
import type { KindName } from '#report/kind';
import type { Difference } from './compare.ts';

/** How far results of one platform are from those of another, kind by kind: the evidence that tolerances rest on. */

export interface KindDrift {
  readonly kind: KindName;
  /** Numbers that differ. */
  readonly differing: number;
  /** The largest difference there is. */
  readonly largest: number;
  /** The largest part of a tolerance: over 1 is beyond it, Infinity where nothing may differ. */
  readonly largestPart: number;
  /** Where that is. */
  readonly path: string;
}

/** The largest differences of each kind, the kinds in order of their names. */
export function driftByKind(differences: readonly Difference[]): KindDrift[] {
  const drifts = new Map<KindName, KindDrift>();
  for (const { kind, path, expected, actual, partOfTolerance = 0 } of differences) {
    if (kind === undefined) continue;
    const known = drifts.get(kind) ?? { kind, differing: 0, largest: 0, largestPart: 0, path };
    const isLargest = partOfTolerance > known.largestPart;
    drifts.set(kind, {
      kind,
      differing: known.differing + 1,
      largest: Math.max(known.largest, Math.abs(Number(actual) - Number(expected))),
      largestPart: isLargest ? partOfTolerance : known.largestPart,
      path: isLargest ? path : known.path,
    });
  }
  return [...drifts.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** Data files in which other results stand in the place of the stored ones, and nothing but those results. */
export function withResults(
  files: readonly DataFile[],
  results: ReadonlyMap<string, { readonly output: unknown; readonly forwardTokens: number }>,
): DataFile[] {
  return files
    .map((file) => ({
      ...file,
      measurements: file.measurements.flatMap((one) => {
        const result = results.get(one.id);
        return result ? [{ ...one, output: result.output, forwardTokens: result.forwardTokens }] : [];
      }),
    }))
    .filter(({ measurements }) => measurements.length > 0);
}
