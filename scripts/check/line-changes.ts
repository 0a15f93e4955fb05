/** Which lines differ between two texts, for people to read before and after. */

export interface LineChange {
  /** The number, from 1, of the first line that differs in the text before. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Beyond this many pairs of lines no common lines are looked for: the whole middle is one change. */
const MOST_PAIRS = 4_000_000;

/** For each pair of positions, how many lines the rests of two lists have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = before[i] === after[j];
      const [here, below] = [rows[i], rows[i + 1]];
      if (!here || !below) continue;
      here[j] = same ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, here[j + 1] ?? 0);
    }
  }
  return rows;
}

/** The changes of a middle part, whose first line has the number `first`. */
function middleChanges(before: readonly string[], after: readonly string[], first: number): LineChange[] {
  if (before.length * after.length > MOST_PAIRS) return [{ line: first, before, after }];
  const common = commonLengths(before, after);
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [fromI, fromJ] = [i, j];
    while ((i < before.length || j < after.length) && !(i < before.length && before[i] === after[j])) {
      const takeBefore = (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0);
      if (i < before.length && (takeBefore || j >= after.length)) i++;
      else j++;
    }
    if (i > fromI || j > fromJ)
      changes.push({ line: first + fromI, before: before.slice(fromI, i), after: after.slice(fromJ, j) });
    while (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    }
  }
  return changes;
}

/** The lines that differ between two texts, those that both have left out. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start++;
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && left.at(-1 - end) === right.at(-1 - end)) end++;
  return middleChanges(
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
    start + 1,
  );
}

/** Two long lines cut down to where they first differ, with some context around. */
export function aroundDifference(before: string, after: string, context = 60): [string, string] {
  let from = 0;
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from++;
  const cut = (text: string): string => {
    const [start, stop] = [Math.max(0, from - context), from + context];
    return `${start > 0 ? '…' : ''}${text.slice(start, stop)}${stop < text.length ? '…' : ''}`;
  };
  return [cut(before), cut(after)];
}
