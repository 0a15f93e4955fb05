import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#base/user-error';

/** The file of a model's folder that holds the checksums of the others, as `sha256sum` writes it. */
export const CHECKSUM_FILE = 'SHA256SUMS';

/** SHA-256 of a file in hexadecimal, read in pieces. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece);
  return hash.digest('hex');
}

/** The checksums that a folder states about its files, by path; undefined when it states none. */
export async function statedChecksums(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  const path = join(folder, CHECKSUM_FILE);
  if (!existsSync(path)) return undefined;
  const stated = new Map<string, string>();
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    if (line.trim() === '') continue;
    const [, sum, file] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum === undefined || file === undefined) {
      throw new UserError(`${path} is damaged: "${line}" is not a SHA-256 checksum and a file name.`);
    }
    stated.set(file, sum);
  }
  return stated;
}

/**
 * The checksums of the named files of a folder. Where the folder states checksums, they are what is given back;
 * with `verify` each file is read and must have the stated one. Throws a UserError that names the first file that
 * is not as stated, or about which nothing is stated.
 */
export async function checksumsOf(
  folder: string,
  files: readonly string[],
  { verify }: { readonly verify: boolean },
): Promise<Map<string, string>> {
  const stated = await statedChecksums(folder);
  const sums = new Map<string, string>();
  for (const file of files) {
    const expected = stated?.get(file);
    if (stated !== undefined && expected === undefined) {
      throw new UserError(`${join(folder, CHECKSUM_FILE)} should hold a checksum of ${file}, but has none.`);
    }
    const actual = expected !== undefined && !verify ? expected : await sha256OfFile(join(folder, file));
    if (expected !== undefined && actual !== expected) {
      throw new UserError(
        `${join(folder, file)} is damaged: its SHA-256 should be ${expected}, but is ${actual}.`,
      );
    }
    sums.set(file, actual);
  }
  return sums;
}

/** One SHA-256 over the checksums of a model's files: it changes when any file, or the set of files, changes. */
export function identityOf(sums: ReadonlyMap<string, string>): string {
  const lines = [...sums].map(([file, sum]) => `${sum}  ${file}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
