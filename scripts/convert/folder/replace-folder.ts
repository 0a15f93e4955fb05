import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '#base/user-error';
import { CHECKSUM_FILE } from '#lm/checksums';

/**
 * Lets `write` fill a new folder beside `target` and renames it into its place, so that nobody ever sees half of it.
 * When `write` throws, the old one stays as it was. Throws a UserError when `target` holds something that is not a
 * converted model, and when the folder cannot be written.
 */
export async function replaceFolder(target: string, write: (folder: string) => Promise<void>): Promise<void> {
  const place = resolve(target);
  const beside = (suffix: string): string => join(dirname(place), `.${basename(place)}.${suffix}`);
  const [next, previous] = [beside('next'), beside('previous')];
  const undoHalfASwap = async (): Promise<void> => {
    if (existsSync(previous) && !existsSync(place)) await rename(previous, place);
  };
  await undoHalfASwap();
  await refuseForeignFolder(target, place);
  try {
    await rm(previous, { recursive: true, force: true });
    await rm(next, { recursive: true, force: true });
    await mkdir(next, { recursive: true });
    await write(next);
    if (existsSync(place)) await rename(place, previous);
    await rename(next, place);
    await rm(previous, { recursive: true, force: true });
  } catch (cause) {
    if (existsSync(next)) await rm(next, { recursive: true });
    await undoHalfASwap();
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new UserError(`--out ${target}: cannot write the model there (${cause.message}).`, { cause });
  }
}

/** `--out` must not delete somebody's home: only a folder we could have written is replaced. */
async function refuseForeignFolder(target: string, place: string): Promise<void> {
  if (!existsSync(place)) return;
  const entries = await readdir(place).catch((cause) => {
    const message = `--out ${target}: expected a folder, but it is a file or cannot be read.`;
    throw new UserError(message, { cause });
  });
  if (entries.length > 0 && !(entries.includes(CHECKSUM_FILE) && entries.includes('config.json')))
    throw new UserError(
      `--out ${target}: expected a new folder or a converted model, but it holds other files.`,
    );
}
