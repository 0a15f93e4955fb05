import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataPath, encodeDataFile } from '#pipeline/data-store';
import { explainingFileErrors } from '#pipeline/file-errors';
import type { CheckResult } from './check-result.ts';
import { checkMarkdown } from './describe-markdown.ts';
import { bytesOf, type Files } from './files.ts';

/**
 * What a check leaves in its folder: report.md for people, result.json for programs, the fresh data, and every file
 * that differs as it stands (`committed`), as the committed data render (`rendered`), and as fresh data would (`fresh`).
 */

/** Numbers that JSON does not know, by name. */
function namingNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** The text of `.check/result.json`. */
export function checkJson(result: CheckResult): string {
  const { verdict, heading, chapters, thin, shown } = result;
  return `${JSON.stringify({ verdict, heading, chapters, thin, shown }, namingNumbers, 1)}\n`;
}

/** The files that a check leaves, by their path below its folder. */
export function recordOf(result: CheckResult): Files {
  const { files, freshData, chapters, shown } = result;
  const record = new Map<string, Uint8Array>([
    ['report.md', bytesOf(checkMarkdown(result))],
    ['result.json', bytesOf(checkJson(result))],
  ]);
  for (const file of freshData) record.set(`fresh/${dataPath(file.chapter)}`, bytesOf(encodeDataFile(file)));
  const differing = [...chapters.flatMap(({ findings }) => findings), ...shown].map(({ path }) => path);
  for (const path of new Set(differing)) {
    for (const name of ['committed', 'rendered', 'fresh'] as const) {
      const content = files[name].get(path);
      if (content) record.set(`${name}/${path}`, content);
    }
  }
  return record;
}

/** The folder of a check. */
export interface RecordPlace {
  /** Absolute; its name with ".next" behind it is ours, too. */
  readonly folder: string;
  /** How it is called in messages. */
  readonly shownAs: string;
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

/** Takes away what an earlier check found. Throws a UserError when the file system refuses. */
export function clearRecord({ folder, shownAs }: RecordPlace): void {
  explainingFileErrors(shownAs, () => remove(folder));
}

/** Replaces the folder of a check with what it found, whole or not at all. Throws a UserError as `clearRecord` does. */
export function writeRecord({ folder, shownAs }: RecordPlace, record: Files): void {
  const next = `${folder}.next`;
  explainingFileErrors(shownAs, () => {
    remove(next);
    for (const [path, content] of record) {
      const target = join(next, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    remove(folder);
    renameSync(next, folder);
  });
}
