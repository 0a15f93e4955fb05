import { realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** What servers on this machine send from a folder. */

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
  '.ipynb': 'application/x-ipynb+json',
  '.zip': 'application/zip',
};

export const mediaType = (path: string): string => TYPES[extname(path)] ?? 'application/octet-stream';

/** The file that a path names inside a folder, be it by a link; undefined for folders, hidden files and all outside. */
export function fileBelow(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const parts = decoded.split('/').slice(1);
  if (/[\\\0:]/.test(decoded) || parts.some((part) => part === '' || part.startsWith('.'))) return undefined;
  try {
    const file = realpathSync(join(folder, ...parts));
    const isInside = file.startsWith(realpathSync(folder) + sep);
    return isInside && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
