import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#base/user-error';

/** The file of a model's folder that holds the checksums of the others, as `sha256sum` writes it. */
export const CHECKSUM_FILE = 'SHA256SUMS';

/** SHA-256 of a file in hexadecimal, or what another hash makes of it, without holding it in memory. */
export async function hashOfFile(path: string, hash = createHash('sha256')): Promise<string> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/** The checksums that a folder states about its files, by path; undefined when it states none. */
async function statedChecksums(folder: string): Promise<Map<string, string> | undefined> {
  const path = join(folder, CHECKSUM_FILE);
  if (!existsSync(path)) return undefined;
  const stated = new Map<string, string>();
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    if (line.trim() === '') continue;
    const [, sum, file] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum === undefined || file === undefined)
      throw new UserError(`${path} is damaged: "${line}" is not a SHA-256 checksum and a file name.`);
    stated.set(file, sum);
  }
  return stated;
}

/**
 * One SHA-256 over the checksums of the named files as they are: it changes when any file, or the set of files, changes.
 * With `verify`, and where the folder states checksums, throws a UserError that names the first file that is not as
 * stated, or about which nothing is stated.
 */
export async function checksumOf(
  folder: string,
  files: readonly string[],
  { verify }: { readonly verify: boolean },
): Promise<string> {
  const stated = verify ? await statedChecksums(folder) : undefined;
  const lines: string[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const expected = stated?.get(file);
    if (stated !== undefined && expected === undefined)
      throw new UserError(`${join(folder, CHECKSUM_FILE)} should hold a checksum of ${file}, but has none.`);
    const actual = await hashOfFile(path);
    if (expected !== undefined && actual !== expected)
      throw new UserError(`${path} is damaged: its SHA-256 should be ${expected}, but is ${actual}.`);
    lines.push(`${actual}  ${file}\n`);
  }
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}
