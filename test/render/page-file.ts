import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A page written to disk, as its readers open it. */
export interface PageFile {
  readonly address: string;
  remove(): void;
}

export function writePage(content: string, name = 'report.html'): PageFile {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const file = join(folder, name);
  writeFileSync(file, content);
  return { address: pathToFileURL(file).href, remove: () => rmSync(folder, { recursive: true }) };
}
