import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { about, aboutFile } from '#base/source-location';
import { described } from '#report/quantity';
import type { Chapter, Section } from '#report/section';
import { measurementsOf } from '#report/section';
import { assertImports } from './imports.ts';

export type { ChapterShare } from '#report/section';
export { chapterShares, measurementsOf } from '#report/section';

/** A report's source: the folder it lives in, and its chapters in reading order. */
export interface Project {
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly chapters: readonly Chapter[];
  /** The section before them; its measurements belong to chapters. */
  readonly overview?: Section | undefined;
  /** What is written about two reports. */
  readonly comparison?: Chapter | undefined;
}

/** The kinds of each measurement's result, by its id. */
export const kindsById = ({ chapters }: Pick<Project, 'chapters'>) =>
  new Map(measurementsOf(chapters).map((one) => [one.id, one.kinds]));

const CHAPTERS_MODULE = 'chapters/index.ts';

/** Loads the chapters at `root`. Throws an Error on refused imports, or numbers or ids that are used twice. */
export async function loadProject(root: string): Promise<Project> {
  const realRoot = realpathSync(root);
  const index = join(realRoot, CHAPTERS_MODULE);
  if (!existsSync(index)) throw new Error(`there is no ${CHAPTERS_MODULE} in ${root}`);
  const loading: Promise<{
    readonly chapters?: readonly Chapter[];
    readonly overview?: Section;
    readonly comparison?: Chapter;
  }> = import(/* @vite-ignore */ pathToFileURL(index).href);
  // Looked at meanwhile, by another process. What it finds explains why loading fails, and knows the place.
  const [looked] = await Promise.allSettled([assertImports(realRoot), loading]);
  if (looked.status === 'rejected') throw looked.reason;
  const loaded = await loading;
  if (!Array.isArray(loaded.chapters))
    throw aboutFile(new Error('there is no export `chapters`, the list of chapters'), index);
  const chapters: readonly Chapter[] = loaded.chapters;
  const odd = chapters.findIndex((one) => typeof one?.number !== 'number');
  if (odd !== -1) {
    const what = `number ${odd + 1} in the list of chapters is ${described(chapters[odd])}`;
    throw aboutFile(
      new TypeError(`${what}: is its name misspelt, or do two files import each other?`),
      index,
    );
  }
  const byNumber = new Map<number, Chapter>();
  for (const chapter of chapters) {
    const other = byNumber.get(chapter.number);
    if (other) throw about(new Error(`two chapters have the number ${chapter.number}`), chapter, other);
    byNumber.set(chapter.number, chapter);
  }
  measurementsOf(chapters);
  return { root: realRoot, chapters, overview: loaded.overview, comparison: loaded.comparison };
}
