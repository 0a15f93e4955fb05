import type { Measurement } from './measurement.ts';
import { inRunningOrder } from './measurement.ts';
import type { Chapter } from './section.ts';
import { chapterMeasurements, chapterStem } from './section.ts';

/** Every measurement of the chapters and what it needs, in an order in which they can run. */
export function measurementsOf(chapters: readonly Chapter[]): Measurement[] {
  return inRunningOrder(chapters.flatMap(chapterMeasurements));
}

/** A chapter's measurements that are stored with it: those that no earlier chapter needs. */
export interface ChapterShare {
  readonly chapter: Chapter;
  /** "01-logits-logprobs-softmax" */
  readonly stem: string;
  /** In running order. */
  readonly measurements: readonly Measurement[];
}

/** Deals every measurement to the first chapter that needs it. */
export function chapterShares(chapters: readonly Chapter[]): ChapterShare[] {
  const placed = new Set<string>();
  return chapters.map((chapter) => {
    const measurements = measurementsOf([chapter]).filter(({ id }) => !placed.has(id));
    for (const { id } of measurements) placed.add(id);
    return { chapter, stem: chapterStem(chapter), measurements };
  });
}
