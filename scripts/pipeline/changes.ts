import type { ChapterData, Stored } from './data-store.ts';
import type { OutputFiles } from './publish.ts';

export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Measurements whose stored values differ, and in how many places. */
  readonly values: readonly { readonly id: string; readonly count: number }[];
}

/** In how many places two JSON values differ; all that only one of them has counts. */
export function countDifferences(a: unknown, b: unknown): number {
  if (Object.is(a, b)) return 0;
  const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null;
  if (!isTree(a) || !isTree(b)) return Math.max(countLeaves(a), countLeaves(b));
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.reduce((sum, key) => sum + countDifferences(a[key], b[key]), 0);
}

/** How many numbers, texts, booleans and nulls a JSON value has in it. */
export function countLeaves(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, child) => sum + countLeaves(child), 0);
}

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
export function valueChanges(files: readonly ChapterData[], before: Stored): Changes['values'] {
  return files
    .flatMap((file) => file.measurements)
    .filter(({ id }) => before.has(id))
    .map(({ id, output }) => ({ id, count: countDifferences(before.get(id)?.output, output) }))
    .filter(({ count }) => count > 0);
}

export function describeChanges({ added, changed, removed, values }: Changes): string[] {
  const parts = Object.entries({ added, changed, removed })
    .filter(([, paths]) => paths.length > 0)
    .map(([what, paths]) => `${paths.length} ${what}`);
  if (parts.length === 0) return ['Nothing changed against the last output.'];
  const lines = [`Files: ${parts.join(', ')}.`];
  const total = values.reduce((sum, { count }) => sum + count, 0);
  const where = values.map(({ id, count }) => `${id} ${count}`).join(', ');
  const many = total === 1 ? '1 value' : `${total.toLocaleString('en-US')} values`;
  if (total > 0) lines.push(`Data: ${many} changed (${where}).`);
  else if (changed.length > 0) lines.push('Data: no measured value changed.');
  return lines;
}
