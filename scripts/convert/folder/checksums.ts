/** SHA256SUMS: one line a file, as `sha256sum` writes and checks them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const CHECKSUM_FILE = 'SHA256SUMS';

/** Writes the checksums of all files below a folder, in the order of their names, except of the checksum file itself. */
export async function writeChecksums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const file of await filesBelow(folder)) {
    if (file !== CHECKSUM_FILE) lines.push(`${await fileSha256(join(folder, file))}  ${file}\n`);
  }
  await writeFile(join(folder, CHECKSUM_FILE), lines.join(''));
}

/** Paths of the files below a folder, relative, with "/", sorted by code units. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) found.push(entry.name);
    else for (const file of await filesBelow(join(folder, entry.name))) found.push(`${entry.name}/${file}`);
  }
  return found.sort();
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
