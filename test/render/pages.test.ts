import { describe, expect, it } from 'vitest';
import type { ReportPage } from '#render/page/pages';
import { hasOpening, pagesOf, targetAddress, WHOLE } from '#render/page/pages';
import type { WrittenChapter, WrittenReport } from '#report/report-tree';
import { OVERVIEW_STEM } from '#report/write-report';

const chapter = (stem: string): WrittenChapter => ({ stem, sections: [] as unknown }) as WrittenChapter;
const pages = pagesOf({ chapters: [chapter('01-a'), chapter('02-b')] } as unknown as WrittenReport);
const pageAt = (wanted: string): ReportPage => {
  const page = pages.find(({ path }) => path === wanted);
  if (!page) throw new Error(`there is no page ${wanted}`);
  return page;
};
const figure = (stem: string) => ({ stem, type: 'figure', id: 'curve' }) as const;
const start = (stem: string) => ({ stem, type: 'chapter', id: stem }) as const;

describe('the pages of a report', () => {
  it('are an index, one a chapter, and one of everything that alone counts on no other', () => {
    expect(pages.map(({ path }) => path)).toEqual([
      'index.html',
      'chapters/01-a.html',
      'chapters/02-b.html',
      'report.html',
    ]);
    expect(pages.filter(({ isWhole }) => isWhole)).toEqual([pageAt(WHOLE)]);
    expect(pages.filter(hasOpening).map(({ path }) => path)).toEqual(['index.html', 'report.html']);
  });

  it.each([
    ['report.html', figure('02-b'), '#curve'],
    ['report.html', start('02-b'), '#02-b'],
    ['report.html', figure(OVERVIEW_STEM), '#curve'],
    ['index.html', figure(OVERVIEW_STEM), '#curve'],
    ['index.html', figure('02-b'), 'chapters/02-b.html#curve'],
    ['chapters/01-a.html', figure('01-a'), '#curve'],
    ['chapters/01-a.html', figure('02-b'), '02-b.html#curve'],
    ['chapters/01-a.html', start('02-b'), '02-b.html'],
    ['chapters/01-a.html', figure(OVERVIEW_STEM), '../index.html#curve'],
  ])('lead from %s to %o by %s', (from, target, address) => {
    expect(targetAddress(pageAt(from), target)).toBe(address);
  });
});
