import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '#base/user-error';
import { explainingFileErrors } from './file-errors.ts';
import { hasDeadLock, lockOwner, takeLock } from './lock.ts';
import { isOurProvenance } from './provenance.ts';

/**
 * Replaces an output folder as a whole. The new one is written beside it (`next`), renamed once it is complete
 * (`complete`: from then on a swap is under way), and takes the old one's place in two renames (`previous` is where
 * the old one goes). Whatever moment a process is killed at, `settle` then finds the old or the new folder whole.
 */

/** An output folder and the names that publishing it uses, all on one file system. */
export interface OutputPlace {
  /** Absolute path of the folder itself. */
  readonly out: string;
  /** How the folder is called in messages. */
  readonly shownAs: string;
  readonly next: string;
  readonly complete: string;
  readonly previous: string;
  readonly lock: string;
  /** The project's own output/: whatever stands in it was built. */
  readonly isOwn: boolean;
}

/** The project's output/, with its workings in .build/. */
export function ownOutput(root: string): OutputPlace {
  const workings = join(root, '.build');
  return {
    out: join(root, 'output'),
    shownAs: 'output',
    next: join(workings, 'next'),
    complete: join(workings, 'next-complete'),
    previous: join(workings, 'previous'),
    lock: join(workings, 'lock'),
    isOwn: true,
  };
}

/** Any other folder, with its workings beside it. `folder` is absolute, `shownAs` as the user named it. */
export function otherOutput(folder: string, shownAs: string): OutputPlace {
  const out = existsSync(folder) ? realpathSync(folder) : folder;
  const beside = (suffix: string): string => join(dirname(out), `.${basename(out)}.${suffix}`);
  return {
    out,
    shownAs,
    next: beside('next'),
    complete: beside('next-complete'),
    previous: beside('previous'),
    lock: beside('lock'),
    isOwn: false,
  };
}

/** Files by their path relative to the output folder, with forward slashes. */
export type OutputFiles = ReadonlyMap<string, string | Uint8Array>;

/** Is called after each step of publishing, by name: tests kill the process there. */
export type StepWatcher = (step: string) => void;

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/**
 * Puts the complete folder into the old one's place. Can be killed at any moment and begun again. When the file system
 * refuses, the old folder stays and the complete one is given up.
 */
function swap(place: OutputPlace, onStep: StepWatcher): void {
  try {
    if (existsSync(place.out)) {
      remove(place.previous);
      onStep('room made');
      renameSync(place.out, place.previous);
      onStep('old moved');
    }
    renameSync(place.complete, place.out);
  } catch (error) {
    if (!existsSync(place.out) && existsSync(place.previous)) renameSync(place.previous, place.out);
    remove(place.complete);
    throw error;
  }
  onStep('new moved');
  remove(place.previous);
  onStep('old removed');
}

/** Finishes or undoes an interrupted swap, and clears what is left of an interrupted build. The lock must be held. */
function settleLocked(place: OutputPlace, onStep: StepWatcher): void {
  remove(place.next);
  if (existsSync(place.complete)) swap(place, onStep);
  else if (!existsSync(place.out) && existsSync(place.previous)) renameSync(place.previous, place.out);
  remove(place.previous);
}

/** Whether an interrupted build left anything behind. */
function isUnsettled(place: OutputPlace): boolean {
  const leftovers = [place.next, place.complete, place.previous];
  return leftovers.some((path) => existsSync(path)) || hasDeadLock(place.lock);
}

/**
 * Finishes or undoes what an interrupted command left, unless a living one is still at it. For commands that only
 * read the output folder.
 */
export function settle(place: OutputPlace): void {
  if (!isUnsettled(place) || lockOwner(place.lock) !== undefined) return;
  explainingFileErrors(place.shownAs, () => {
    const release = takeLock(place.lock, place.shownAs);
    try {
      settleLocked(place, () => {});
    } finally {
      release();
    }
  });
}

/** Throws a UserError unless the output folder can be replaced: absent, empty, or one of ours. */
function assertReplaceable(place: OutputPlace): void {
  const { out, shownAs } = place;
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) {
    throw new UserError(`The output folder ${shownAs} is a file; name a folder.`);
  }
  if (place.isOwn || readdirSync(out).length === 0) return;
  const provenance = join(out, 'provenance.json');
  if (!existsSync(provenance) || !isOurProvenance(readFileSync(provenance, 'utf8'))) {
    throw new UserError(
      `The output folder ${shownAs} holds something other than a report (it has no provenance.json of one); name a new or an empty folder.`,
    );
  }
}

/** Throws a UserError unless we may write where the output folder and its workings stand. */
function assertWritable(place: OutputPlace): void {
  explainingFileErrors(place.shownAs, () => {
    for (const parent of [dirname(place.out), dirname(place.next)]) {
      mkdirSync(parent, { recursive: true });
      accessSync(parent, constants.W_OK);
    }
    if (existsSync(place.out)) accessSync(place.out, constants.W_OK);
  });
}

/**
 * Runs `body` while holding the lock of an output folder, after settling what an interrupted command left there.
 * Throws a UserError, before anything is done, when the folder cannot be replaced or another command is writing it.
 */
export async function whileWriting<T>(
  place: OutputPlace,
  body: () => Promise<T>,
  onStep: StepWatcher = () => {},
): Promise<T> {
  assertWritable(place);
  const release = explainingFileErrors(place.shownAs, () => takeLock(place.lock, place.shownAs));
  try {
    onStep('locked');
    explainingFileErrors(place.shownAs, () => settleLocked(place, onStep));
    assertReplaceable(place);
    return await body();
  } finally {
    release();
  }
}

/**
 * Writes `files` as the output folder's whole content. The lock must be held. Throws a UserError when the file system
 * refuses; the old folder then stands as it was.
 */
export function publish(place: OutputPlace, files: OutputFiles, onStep: StepWatcher = () => {}): void {
  explainingFileErrors(place.shownAs, () => {
    try {
      remove(place.next);
      mkdirSync(place.next, { recursive: true });
      onStep('writing');
      for (const path of [...files.keys()].sort()) {
        const target = join(place.next, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, files.get(path) ?? '');
        onStep(`wrote ${path}`);
      }
      renameSync(place.next, place.complete);
    } catch (error) {
      remove(place.next);
      throw error;
    }
    onStep('complete');
    swap(place, onStep);
  });
}

/** The file that stands in an output folder now, if any. */
export function currentFile(place: OutputPlace, path: string): Uint8Array | undefined {
  const full = join(place.out, path);
  return existsSync(full) && statSync(full).isFile() ? readFileSync(full) : undefined;
}

/** The paths of all files in an output folder now, relative, with forward slashes, sorted. */
export function currentPaths(place: OutputPlace): string[] {
  if (!existsSync(place.out)) return [];
  return readdirSync(place.out, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(place.out, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}
