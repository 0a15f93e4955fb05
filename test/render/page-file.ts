import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A page written to disk, as its readers open it. */
export interface PageFile {
  readonly address: string;
  remove(): void;
}

export function writePage(html: string): PageFile {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  return { address: pathToFileURL(file).href, remove: () => rmSync(folder, { recursive: true }) };
}
