import type { KindName } from '#report/number-kinds';
import type { Difference } from './finding.ts';

/** How far results of one platform are from those of another, kind by kind: the evidence that tolerances rest on. */
interface KindDrift {
  readonly kind: KindName;
  readonly differing: number;
  readonly largest: number;
  /** The largest part of a tolerance: over 1 is beyond it, Infinity where nothing may differ. */
  readonly largestPart: number;
  readonly path: string;
}

/** The kinds in order of their names. */
export function driftByKind(differences: readonly Difference[]): KindDrift[] {
  const drifts = new Map<KindName, KindDrift>();
  for (const { kind, path, expected, actual, partOfTolerance = 0 } of differences) {
    if (kind === undefined) continue;
    const known = drifts.get(kind) ?? { kind, differing: 0, largest: 0, largestPart: 0, path };
    drifts.set(kind, {
      ...known,
      differing: known.differing + 1,
      largest: Math.max(known.largest, Math.abs(Number(actual) - Number(expected))),
      ...(partOfTolerance > known.largestPart ? { largestPart: partOfTolerance, path } : {}),
    });
  }
  return [...drifts.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
