import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceIn } from '#render/shared/code';
import { allParts } from '#report/prose-contents';
import { minutesOf, readingMinutes } from '#report/reading-time';
import { chapterProses } from '#report/report-tree';
import { committedReport } from './committed.ts';

const sourceOf = sourceIn(fileURLToPath(new URL('../../', import.meta.url)));
const report = committedReport();

/** The most minutes that a chapter's core may take. Above eighteen they may only fall: these chapters still have one part. */
const CORE: Readonly<Record<string, number>> = {
  '01-logits-logprobs-softmax': 15,
  '02-cross-entropy-perplexity': 15,
  '03-logprobs-as-confidence': 18,
  '04-log-space-joint-probability': 15,
  '05-log-semiring-on-graphs': 17,
  '06-decibels': 12,
  '07-custom-algebra': 12,
};
const ONE_SECTION = 5;

describe.each(report.chapters.map((chapter) => [chapter.stem, chapter] as const))(
  'chapter %s',
  (stem, chapter) => {
    it(`has a core of at most ${CORE[stem]} minutes`, () => {
      expect(readingMinutes(chapter, sourceOf).core).toBeLessThanOrEqual(CORE[stem] ?? 0);
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
