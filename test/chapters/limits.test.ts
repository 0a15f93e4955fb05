import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { sourceIn } from '#render/shared/code';
import { allParts } from '#report/prose-contents';
import { minutesOf, readingMinutes } from '#report/reading-time';
import { chapterProses } from '#report/report-tree';
import { committedReport } from './committed.ts';

const sourceOf = sourceIn(ROOT);
const report = committedReport();

/** The most minutes that the core of a chapter may take, and a section that goes further. */
const CORE = 18;
const ONE_SECTION = 5;

describe.each(report.chapters.map((chapter) => [chapter.stem, chapter] as const))(
  'chapter %s',
  (_stem, chapter) => {
    it(`has a core of at most ${CORE} minutes`, () => {
      expect(readingMinutes(chapter, sourceOf).core).toBeLessThanOrEqual(CORE);
    });

    it(`goes further in sections of at most ${ONE_SECTION} minutes`, () => {
      const long = chapter.sections
        .filter(({ goesFurther }) => goesFurther)
        .map((section) => [section.id, minutesOf([section], sourceOf)] as const)
        .filter(([, minutes]) => minutes > ONE_SECTION);
      expect(long).toEqual([]);
    });

    it('leads from its core to each section that goes further', () => {
      const further = chapter.sections.filter(({ goesFurther }) => goesFurther).map(({ id }) => id);
      const links = chapterProses(chapter)
        .filter(({ section }) => !further.includes(section))
        .flatMap(({ prose }) => allParts(prose))
        .flatMap((part) => (part.type === 'ref' ? [part.target] : []));
      expect(further.filter((id) => !links.includes(id))).toEqual([]);
    });
  },
);
