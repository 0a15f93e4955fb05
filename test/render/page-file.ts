import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sharedFolder } from '../temporary.ts';

/** Writes pages to disk, where their readers open them; gives a page's address. */
export function pageFolder(): (content: string, name?: string) => string {
  const folder = sharedFolder();
  let pages = 0;
  return (content, name = 'report.html') => {
    const file = join(folder, `${++pages}-${name}`);
    writeFileSync(file, content);
    return pathToFileURL(file).href;
  };
}
