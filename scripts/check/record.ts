import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { dataPath, encodeChapterData } from '#pipeline/data-store';
import { explainingFileErrors } from '#pipeline/file-errors';
import type { CheckResult } from './check-result.ts';
import { checkMarkdown } from './describe-markdown.ts';
import { bytesOf, type Files } from './files.ts';

/** Numbers that JSON does not know are given by name. */
function checkJson({ verdict, heading, chapters, thin, shown }: CheckResult): string {
  const naming = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify({ verdict, heading, chapters, thin, shown }, naming, 1)}\n`;
}

/**
 * The files of a check: report.md for people, result.json for programs, the fresh data, and every file that differs, as
 * `committed`, as `rendered` from the committed data, and as the `fresh` data would render.
 */
export function recordOf(result: CheckResult): Files {
  const { freshData, chapters, shown } = result;
  const record = new Map<string, Uint8Array>();
  for (const file of freshData)
    record.set(`fresh/${dataPath(file.chapter)}`, bytesOf(encodeChapterData(file)));
  for (const { path } of [...chapters.flatMap(({ findings }) => findings), ...shown]) {
    for (const name of ['committed', 'rendered', 'fresh'] as const) {
      const content = result[name].get(path);
      if (content) record.set(`${name}/${path}`, content);
    }
  }
  // Last, so that a program that reads them finds the rest.
  record.set('report.md', bytesOf(checkMarkdown(result)));
  record.set('result.json', bytesOf(checkJson(result)));
  return record;
}

/** Takes away what an earlier check found. Throws a UserError when the file system refuses. */
export function clearRecord(folder: string): void {
  explainingFileErrors(basename(folder), () => rmSync(folder, { recursive: true, force: true }));
}

/** Fills the folder of a check, which is empty, with what it found. Throws a UserError as `clearRecord` does. */
export function writeRecord(folder: string, record: Files): void {
  explainingFileErrors(basename(folder), () => {
    for (const [path, content] of record) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  });
}
