import { readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CHECKSUM_FILE, hashOfFile } from '#lm/checksums';

/** Writes SHA256SUMS, one line a file in the order of their names, as `sha256sum` writes and checks it. */
export async function writeChecksums(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== CHECKSUM_FILE)
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'))
    .sort();
  const lines = files.map(async (file) => `${await hashOfFile(join(folder, file))}  ${file}\n`);
  await writeFile(join(folder, CHECKSUM_FILE), (await Promise.all(lines)).join(''));
}
