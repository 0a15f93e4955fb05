import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { explainingFileErrors } from '#base/file-errors';
import { encodeChapterData } from '#pipeline/data-store';
import { dataPath } from '#render/shared/format-input';
import type { CheckResult } from './check-result.ts';
import type { Files } from './committed-data.ts';

/** Numbers that JSON does not know are given by name. */
function checkJson({ verdict, heading, chapters }: CheckResult): string {
  const naming = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify({ verdict, heading, chapters }, naming, 1)}\n`;
}

/** result.json, the data as measured now (`fresh`), and each file that differs, as `committed` and as `rendered`. */
export function recordOf(result: CheckResult): Files {
  const { freshData, chapters } = result;
  const record = new Map<string, Buffer>();
  for (const file of freshData)
    record.set(`fresh/${dataPath(file.chapter)}`, Buffer.from(encodeChapterData(file)));
  for (const { path } of chapters.flatMap(({ discrepancies }) => discrepancies)) {
    for (const name of ['committed', 'rendered'] as const) {
      const content = result[name].get(path);
      if (content) record.set(`${name}/${path}`, content);
    }
  }
  // Last, so that a program that reads them finds the rest.
  record.set('result.json', Buffer.from(checkJson(result)));
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
