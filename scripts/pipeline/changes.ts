import { isDeepStrictEqual } from 'node:util';
import type { ChapterData, Stored } from './data-store.ts';
import type { OutputFiles } from './publish.ts';

export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Measurements whose stored results differ. */
  readonly results: readonly string[];
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

/** Which stored results differ; those that are new or gone are left to the list of files. */
export function resultChanges(files: readonly ChapterData[], before: Stored): string[] {
  const known = files.flatMap(({ measurements }) => measurements).filter(({ id }) => before.has(id));
  const isOther = ({ id, output }: (typeof known)[number]) =>
    !isDeepStrictEqual(before.get(id)?.output, output);
  return known.filter(isOther).map(({ id }) => id);
}

export function describeChanges({ added, changed, removed, results }: Changes): string[] {
  const parts = Object.entries({ added, changed, removed })
    .filter(([, paths]) => paths.length > 0)
    .map(([what, paths]) => `${paths.length} ${what}`);
  if (parts.length === 0) return ['Nothing changed against the last output.'];
  const lines = [`Files: ${parts.join(', ')}.`];
  if (results.length > 0) lines.push(`Data: ${results.length} results changed (${results.join(', ')}).`);
  else if (changed.length > 0) lines.push('Data: no result changed.');
  return lines;
}
