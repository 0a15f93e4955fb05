import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
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
import { explainingFileErrors } from '#base/file-errors';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { takeLock } from './lock.ts';

/**
 * Replaces an output folder as a whole. The new one is written beside it (`next`); once it is complete the old one is
 * renamed out of the way (`previous`) and the new one takes its place. A process killed at any moment leaves the old
 * or the new folder whole: as the output folder, or, between the two renames, as `previous`.
 */

/** An output folder and the names that replacing it uses, all on one file system. */
export type OutputPlace = ReturnType<typeof placeOf>;

/** `shownAs` is how messages call the folder `out`; `workings` is what the paths of working files begin with. */
function placeOf(out: string, shownAs: string, workings: string, isOwn: boolean) {
  return {
    out,
    shownAs,
    next: `${workings}next`,
    previous: `${workings}previous`,
    /** The folder of results that no report has yet: of a build that did not end, or of a preview. */
    checkpoints: `${workings}checkpoints`,
    lock: `${workings}lock`,
    /** Whether this is the project's own output/, which may be replaced whatever it holds. */
    isOwn,
  };
}

export function ownOutput(root: string): OutputPlace {
  return placeOf(join(root, 'output'), 'output', join(root, '.build/'), true);
}

/** `folder` is absolute, `shownAs` as the user named it. Throws a UserError where that is nothing. */
export function otherOutput(folder: string, shownAs: string): OutputPlace {
  if (shownAs === '') throw new UserError('--out takes the name of a folder, not nothing.');
  const out = existsSync(folder) ? realpathSync(folder) : folder;
  return placeOf(out, shownAs, join(dirname(out), `.${basename(out)}.`), false);
}

/** Files by their path relative to the output folder, with forward slashes. */
export type OutputFiles = ReadonlyMap<string, string | Uint8Array>;

/** Made on demand and no part of the report: it is not compared, and the next report does not have it. */
export const PDF = 'report.pdf';

/** Is called after each step of publishing, by name: tests kill the process there. */
export type StepWatcher = (step: string) => void;

/** Where the report is whole, even while the folder is being replaced: for those who only read and hold no lock. */
export function wholeFolder({ out, previous }: OutputPlace): string {
  return !existsSync(out) && existsSync(previous) ? previous : out;
}

/** The output folder that `--out` names, else the project's output/. Throws a UserError on an empty name. */
export function outputPlace(root: string, out: string | undefined): OutputPlace {
  const own = ownOutput(root);
  if (out === undefined) return own;
  const other = otherOutput(userPath(out), out);
  return other.out === own.out ? own : other;
}

/** Like outputPlace, for a report that is there already. Throws a UserError when there is none. */
export function reportPlace(root: string, out: string | undefined): OutputPlace {
  const place = outputPlace(root, out);
  if (!place.isOwn && !existsSync(join(wholeFolder(place), 'data')))
    throw new UserError(
      `There is no report in ${place.shownAs}: npm run build -- --out ${place.shownAs} makes one.`,
    );
  return place;
}

/** Undoes a replacement that stopped half-way, and clears what it left. The lock must be held. */
function settle(place: OutputPlace): void {
  const whole = wholeFolder(place);
  if (whole !== place.out) renameSync(whole, place.out);
  for (const path of [place.next, place.previous]) rmSync(path, { recursive: true, force: true });
}

/** A folder is one of these, and may be replaced, if the file in it contains the mark. */
interface FolderKind {
  /** "a report" */
  readonly name: string;
  readonly file: string;
  readonly mark: string;
}

/** Marks provenance.json as ours. */
export const REPORT = 'nats-and-bits';
const REPORT_FOLDER = { name: 'a report', file: 'provenance.json', mark: `"report": "${REPORT}"` };

/** Throws a UserError unless the output folder is ours, empty or absent, and can be removed. Needs the lock. */
export function assertReplaceable(
  { out, shownAs, isOwn }: OutputPlace,
  { name, file, mark }: FolderKind = REPORT_FOLDER,
): void {
  explainingFileErrors(shownAs, () => accessSync(dirname(out), constants.W_OK));
  if (!existsSync(out)) {
    if (!lstatSync(out, { throwIfNoEntry: false })) return;
    throw new UserError(`The output folder ${shownAs} is a link that leads nowhere; name a folder.`);
  }
  if (!statSync(out).isDirectory())
    throw new UserError(`The output folder ${shownAs} is a file; name a folder.`);
  const marked = join(out, file);
  const isOurs = isOwn || (existsSync(marked) && readFileSync(marked, 'utf8').includes(mark));
  if (!isOurs && readdirSync(out).length > 0)
    throw new UserError(
      `The output folder ${shownAs} holds something other than ${name} (it has no ${file} of one); name a new or an empty folder.`,
    );
  for (const path of ['', ...readdirSync(out, { recursive: true, encoding: 'utf8' })]) {
    // Links are removed themselves, wherever they lead.
    if (!lstatSync(join(out, path)).isDirectory()) continue;
    explainingFileErrors(join(shownAs, path), () => accessSync(join(out, path), constants.W_OK));
  }
}

/** Runs `body` with the lock, after undoing an interrupted replacement. Throws a UserError if another has the lock. */
export async function whileWriting<T>(
  place: OutputPlace,
  body: () => Promise<T>,
  onStep: StepWatcher = () => {},
): Promise<T> {
  const release = explainingFileErrors(place.shownAs, () => takeLock(place.lock, place.shownAs));
  try {
    onStep('locked');
    explainingFileErrors(place.shownAs, () => settle(place));
    return await body();
  } finally {
    release();
  }
}

/** Replaces the whole folder. Needs the lock. Throws a UserError, with the folder as it was, if writing fails. */
export function publish(place: OutputPlace, files: OutputFiles, onStep: StepWatcher = () => {}): void {
  const { out, next, previous } = place;
  explainingFileErrors(place.shownAs, () => {
    try {
      mkdirSync(next, { recursive: true });
      onStep('writing');
      for (const [path, content] of files) {
        const target = join(next, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, content);
        onStep(`wrote ${path}`);
      }
      if (existsSync(out)) renameSync(out, previous);
      onStep('old moved');
      renameSync(next, out);
      onStep('new moved');
    } finally {
      settle(place);
    }
    onStep('old removed');
  });
}

export function currentFile(place: OutputPlace, path: string): Uint8Array | undefined {
  const full = join(place.out, path);
  return existsSync(full) && statSync(full).isFile() ? readFileSync(full) : undefined;
}

/** The files of a report, with forward slashes, sorted. */
export function currentPaths(place: OutputPlace): string[] {
  if (!existsSync(place.out)) return [];
  return readdirSync(place.out, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(place.out, path), { throwIfNoEntry: false })?.isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== PDF)
    .sort();
}

/** Prints the report of an output folder; the next report does not have it. Throws a UserError as `printPdf` does. */
export async function writePdf({ out, shownAs }: OutputPlace, browser: string): Promise<void> {
  const { printPdf } = await import('#render/pdf/print');
  const pdf = await printPdf(join(out, 'report.html'), browser);
  explainingFileErrors(shownAs, () => writeFileSync(join(out, PDF), pdf));
}
