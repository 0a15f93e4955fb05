import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isFileError } from '#base/file-errors';
import { memoise } from '#base/memoise';
import type { Cache, CachedWork } from '#render/shared/cache';
import { CACHED_WORK } from '#render/shared/cache';
import { bundleOf, sha256 } from './code-hash.ts';

/** The most results that are cached, enough for a few reports. Those used longest ago are dropped. */
const MOST_CACHED = 1000;

/** Makes room for new results; what another command has removed meanwhile is gone. */
function dropOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  files.sort((a, b) => b.used - a.used);
  for (const { path } of files.slice(MOST_CACHED)) rmSync(path, { force: true });
}

/** What a file holds, which now counts as just used; undefined when it is not there, or damaged. */
function recall(path: string): { readonly result: unknown } | undefined {
  try {
    const now = new Date();
    utimesSync(path, now, now);
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A cache in `.build/cache`: a file for each result, named by a hash of input, code, packages and platform. */
export function openCache(root: string): Cache {
  const folder = join(root, '.build/cache');
  mkdirSync(folder, { recursive: true });
  dropOldest(folder);
  // When it is first asked for: a preview compares nothing, and a project of others need not have all of this code.
  const codeOf = memoise((module: string) => bundleOf(root, module));
  const lock = join(root, 'package-lock.json');
  const packages = existsSync(lock) ? sha256(readFileSync(lock)) : '';
  const madeBy = async (work: CachedWork): Promise<readonly string[]> => {
    const { hash } = await codeOf(CACHED_WORK[work]);
    return [work, hash, packages, process.platform, process.arch];
  };
  return async <T>(work: CachedWork, input: unknown, make: () => Promise<T>): Promise<T> => {
    const path = join(folder, `${sha256(JSON.stringify([await madeBy(work), input]))}.json`);
    const known = recall(path);
    if (known) return known.result as T;
    const result = await make();
    // A process killed at any moment leaves a whole file or none of that name.
    const next = `${path}.${process.pid}`;
    writeFileSync(next, JSON.stringify({ result }));
    renameSync(next, path);
    return result;
  };
}
