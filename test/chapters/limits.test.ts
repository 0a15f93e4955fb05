import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { sourceIn } from '#render/shared/code';
import { allParts } from '#report/prose-contents';
import { minutesOf, readingMinutes } from '#report/reading-time';
import { chapterProses } from '#report/report-tree';
import { committedReport } from './committed.ts';

const sourceOf = sourceIn(ROOT);
const report = committedReport();

/** The most minutes that the core of any chapter may take. */
const ANY_CORE = 18;
/** What shorter ones have come down to, and are to stay below. */
const CORE: Readonly<Record<string, number>> = {
  '01-logits-logprobs-softmax': 15,
  '02-cross-entropy-perplexity': 15,
  '04-log-space-joint-probability': 15,
  '05-log-semiring-on-graphs': 17,
  '06-decibels': 12,
  '07-custom-algebra': 12,
};
const ONE_SECTION = 5;

describe.each(report.chapters.map((chapter) => [chapter.stem, chapter] as const))(
  'chapter %s',
  (stem, chapter) => {
    const most = CORE[stem] ?? ANY_CORE;
    it(`has a core of at most ${most} minutes`, () => {
      expect(readingMinutes(chapter, sourceOf).core).toBeLessThanOrEqual(most);
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
