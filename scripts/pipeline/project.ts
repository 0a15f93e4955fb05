import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Chapter, Section } from '#report/section';
import { measurementsOf } from '#report/shares';

export type { ChapterShare } from '#report/shares';
export { chapterShares, measurementsOf } from '#report/shares';

/** A report's source: the folder it lives in, and its chapters in reading order. */
export interface Project {
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly chapters: readonly Chapter[];
  /** The section before them; its measurements belong to chapters. */
  readonly overview?: Section | undefined;
}

const CHAPTERS_MODULE = 'chapters/index.ts';

/**
 * Loads the chapters of the project at `root`. Throws an Error when there is no list of chapters, when two chapters
 * share a number, or when two measurements share an id.
 */
export async function loadProject(root: string): Promise<Project> {
  const realRoot = realpathSync(root);
  const index = join(realRoot, CHAPTERS_MODULE);
  if (!existsSync(index)) throw new Error(`there is no ${CHAPTERS_MODULE} in ${root}`);
  const loaded: { readonly chapters?: readonly Chapter[]; readonly overview?: Section } = await import(
    /* @vite-ignore */ pathToFileURL(index).href
  );
  if (!Array.isArray(loaded.chapters)) throw new Error(`${CHAPTERS_MODULE} does not export \`chapters\``);
  const chapters: readonly Chapter[] = loaded.chapters;
  const numbers = chapters.map(({ number }) => number);
  const twice = numbers.find((number, index) => numbers.indexOf(number) < index);
  if (twice !== undefined) throw new Error(`two chapters have the number ${twice}`);
  measurementsOf(chapters);
  return { root: realRoot, chapters, overview: loaded.overview };
}
