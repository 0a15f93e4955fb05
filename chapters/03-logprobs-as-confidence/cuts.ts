import { at } from '#numerics/list';

/**
 * The cut that decides most values rightly, above it meaning yes: of all cuts halfway between neighbours the best, of
 * several equally good ones the middle one. [n], [n] in any order; n of two or more with distinct values.
 */
export function bestCut(values: readonly number[], yes: readonly boolean[]): number {
  const sorted = [...new Set(values)].sort((one, other) => one - other);
  const cuts = sorted.slice(1).map((value, i) => (value + at(sorted, i)) / 2);
  const rightAt = (cut: number) => values.filter((value, i) => value > cut === yes[i]).length;
  const most = Math.max(...cuts.map(rightAt));
  const best = cuts.filter((cut) => rightAt(cut) === most);
  return at(best, Math.floor((best.length - 1) / 2));
}

/** Whether each value is decided rightly when the cut for it is chosen on all the others. [n], [n] -> [n]. */
export function rightLeavingOneOut(values: readonly number[], yes: readonly boolean[]): boolean[] {
  const others = <T>(list: readonly T[], left: number) => list.filter((_, i) => i !== left);
  return values.map((value, i) => value > bestCut(others(values, i), others(yes, i)) === yes[i]);
}
