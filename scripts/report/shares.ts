import { inRunningOrder, type Measurement } from './measurement.ts';
import { type Chapter, chapterMeasurements, chapterStem } from './section.ts';

/** Every measurement of the chapters and what it needs, in an order in which they can run. */
export function measurementsOf(chapters: readonly Chapter[]): Measurement[] {
  return inRunningOrder(chapters.flatMap(chapterMeasurements));
}

/** A chapter's measurements that are stored with it: those that no earlier chapter needs. */
export interface ChapterShare {
  readonly chapter: Chapter;
  readonly stem: string;
  /** In running order. */
  readonly measurements: readonly Measurement[];
}

export function chapterShares(chapters: readonly Chapter[]): ChapterShare[] {
  const placed = new Set<string>();
  return chapters.map((chapter) => {
    const measurements = measurementsOf([chapter]).filter(({ id }) => !placed.has(id));
    for (const { id } of measurements) placed.add(id);
    return { chapter, stem: chapterStem(chapter), measurements };
  });
}
