import type { DataFile } from './data-store.ts';
import type { OutputFiles } from './publish.ts';

/** What a build changed against the output before it: for the summary that a person reads, and for CI's. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Measurements whose stored values differ, and in how many places. */
  readonly values: readonly { readonly id: string; readonly count: number }[];
}

/**
 * In how many places two JSON values differ. A place is a number, string, boolean or null; what stands in one of the
 * two only counts once for each such thing in it.
 */
export function countDifferences(a: unknown, b: unknown): number {
  if (Object.is(a, b)) return 0;
  const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null;
  if (!isTree(a) || !isTree(b)) return Math.max(countLeaves(a), countLeaves(b));
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  let count = 0;
  for (const key of keys) count += countDifferences(a[key], b[key]);
  return count;
}

function countLeaves(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, child) => sum + countLeaves(child), 0);
}

/** Compares the files of an output folder with what stands there before. */
export function fileChanges(
  files: OutputFiles,
  pathsBefore: readonly string[],
  before: (path: string) => Uint8Array | undefined,
): Pick<Changes, 'added' | 'changed' | 'removed'> {
  const added: string[] = [];
  const changed: string[] = [];
  for (const [path, content] of files) {
    const old = before(path);
    if (!old) added.push(path);
    else if (Buffer.compare(Buffer.from(content), old) !== 0) changed.push(path);
  }
  const removed = pathsBefore.filter((path) => !files.has(path));
  return { added: added.sort(), changed: changed.sort(), removed };
}

/** Compares stored values, measurement by measurement; one that is new or gone is left to the list of files. */
export function valueChanges(
  files: readonly DataFile[],
  outputsBefore: ReadonlyMap<string, unknown>,
): Changes['values'] {
  return files
    .flatMap((file) => file.measurements)
    .filter(({ id }) => outputsBefore.has(id))
    .map(({ id, output }) => ({ id, count: countDifferences(outputsBefore.get(id), output) }))
    .filter(({ count }) => count > 0);
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** A line or two for people. */
export function describeChanges(changes: Changes): string[] {
  const { added, changed, removed, values } = changes;
  if (added.length + changed.length + removed.length === 0)
    return ['Nothing changed against the last output.'];
  const parts = [
    added.length > 0 ? `${added.length} added` : '',
    changed.length > 0 ? `${changed.length} changed` : '',
    removed.length > 0 ? `${removed.length} removed` : '',
  ].filter((part) => part !== '');
  const lines = [`Files: ${parts.join(', ')}.`];
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total > 0) {
    const where = values.map(({ id, count }) => `${id} ${count}`).join(', ');
    lines.push(`Data: ${plural(total, 'value', 'values')} changed (${where}).`);
  } else if (changed.length > 0) {
    lines.push('Data: no measured value changed.');
  }
  return lines;
}
