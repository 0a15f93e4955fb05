/**
 * Replaces a folder as a whole: the new one is written beside it and renamed into its place, so that nobody ever
 * sees half of it, whatever goes wrong on the way.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '#base/user-error';
import { CHECKSUM_FILE } from './checksums.ts';

/**
 * Lets `write` fill a new folder and puts it at `target`. When `write` throws, the new folder is removed and the old
 * one stays as it was. Throws a UserError when `target` holds something that is not a converted model, and when the
 * folder cannot be written.
 */
export async function replaceFolder(target: string, write: (folder: string) => Promise<void>): Promise<void> {
  const place = resolve(target);
  const beside = (suffix: string): string => join(dirname(place), `.${basename(place)}.${suffix}`);
  const [next, previous] = [beside('next'), beside('previous')];
  await finishInterruptedReplacement(place, previous);
  await refuseForeignFolder(target, place);
  try {
    await rm(next, { recursive: true, force: true });
    await mkdir(next, { recursive: true });
  } catch (error) {
    throw cannotWrite(target, error);
  }
  try {
    await write(next);
    if (existsSync(place)) await rename(place, previous);
    await rename(next, place);
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    await finishInterruptedReplacement(place, previous);
    throw isFileError(error) ? cannotWrite(target, error) : error;
  }
  await rm(previous, { recursive: true, force: true });
}

/** A run that was killed between the two renames left the old folder beside its place. */
async function finishInterruptedReplacement(place: string, previous: string): Promise<void> {
  if (!existsSync(previous)) return;
  if (existsSync(place)) await rm(previous, { recursive: true, force: true });
  else await rename(previous, place);
}

/** `--out` must not delete somebody's home: only a folder we could have written is replaced. */
async function refuseForeignFolder(target: string, place: string): Promise<void> {
  if (!existsSync(place)) return;
  let entries: string[];
  try {
    entries = await readdir(place);
  } catch (error) {
    throw new UserError(`--out ${target}: expected a folder, but it is a file or cannot be read.`, {
      cause: error,
    });
  }
  if (entries.length > 0 && !(entries.includes(CHECKSUM_FILE) && entries.includes('config.json'))) {
    throw new UserError(
      `--out ${target}: expected a new folder or a converted model, but it holds other files.`,
    );
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function cannotWrite(target: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`--out ${target}: cannot write the model there (${reason}).`, { cause: error });
}
