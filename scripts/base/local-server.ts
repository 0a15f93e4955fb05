import { once } from 'node:events';
import { realpathSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { UserError } from '#base/user-error';

/** What the servers of this machine have in common. */

/** Binds a server to a port of this machine, and gives its address. Throws a UserError when the port cannot be used. */
export async function listenHere(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((cause) => {
    const what = `Port ${port} cannot be used (${cause.code})`;
    throw new UserError(`${what}: choose another with --port N.`, { cause });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

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

/** A part of an address without its escapes; undefined where one is broken. */
export function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The file that a path names inside a folder, be it by a link; undefined for folders, hidden files and all outside. */
export function fileBelow(folder: string, path: string): string | undefined {
  const named = decoded(path);
  if (named === undefined || /[\\\0:]/.test(named)) return undefined;
  const parts = named.split('/').slice(1);
  if (parts.some((part) => part === '' || part.startsWith('.'))) return undefined;
  try {
    const file = realpathSync(join(folder, ...parts));
    const isInside = file.startsWith(realpathSync(folder) + sep);
    return isInside && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
