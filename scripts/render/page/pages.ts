import { posix } from 'node:path';
import type { Target, WrittenReport } from '#report/report-tree';
import { instrumentsOf } from '#report/report-tree';
import { OVERVIEW_STEM } from '#report/write-report';

export interface ReportPage {
  /** Below output/. */
  readonly path: string;
  /** What is on it, by the stem that its targets have: chapters, and what comes before the first of them. */
  readonly stems: readonly string[];
  /** Whether it is kept and sent by itself: then it may count on no file beside it. */
  readonly isWhole: boolean;
  /** Whether it is about reports, and part of none. */
  readonly isApart?: boolean;
  /** Where a page apart leads back to, if anywhere. */
  readonly home?: string | undefined;
}

export const INDEX = 'index.html';
export const WHOLE = 'report.html';
/** The picture that stands for the report where programs show a link to it. */
export const PREVIEW = 'preview.png';

const chapterPath = (stem: string): string => `chapters/${stem}.html`;
export const notebookPath = (stem: string): string => `notebooks/${stem}.ipynb`;

/** The list of the data, which is part of no chapter. */
export const DATA_PAGE: ReportPage = { path: 'data.html', stems: [], isWhole: false };

/** All instruments of a report that has any. */
export const LAB_PAGE: ReportPage = { path: 'lab.html', stems: [], isWhole: false };

/** The index, a page a chapter, one of all instruments, and all of them but that in one. */
export function pagesOf(report: WrittenReport): ReportPage[] {
  const stems = report.chapters.map(({ stem }) => stem);
  return [
    { path: INDEX, stems: [OVERVIEW_STEM], isWhole: false },
    ...stems.map((stem) => ({ path: chapterPath(stem), stems: [stem], isWhole: false })),
    ...(instrumentsOf(report).length > 0 ? [LAB_PAGE] : []),
    { path: WHOLE, stems: [OVERVIEW_STEM, ...stems], isWhole: true },
  ];
}

/** A page that stands by itself. */
export function pageApart(stem: string, home?: string): ReportPage {
  return { path: INDEX, stems: [stem], isWhole: true, isApart: true, home };
}

/** Whether the page has the cover, the questions, the connections and the colophon. */
export function hasOpening({ stems }: ReportPage): boolean {
  return stems.includes(OVERVIEW_STEM);
}

/** From one page to another, as a link. */
export function pageAddress({ path }: ReportPage, to: string): string {
  return posix.relative(posix.dirname(path), to);
}

/** Whether a page can lead to a target: one that is apart and has no report beside it leads to its own alone. */
export function reaches({ stems, isApart, home }: ReportPage, { stem }: Pick<Target, 'stem'>): boolean {
  return !isApart || home !== undefined || stems.includes(stem);
}

/** From a page to something that has an id, there or on another page. */
export function targetAddress(
  page: ReportPage,
  { stem, type, id }: Omit<Target, 'label' | 'number'>,
): string {
  if (page.stems.includes(stem)) return `#${id}`;
  const file = stem === OVERVIEW_STEM ? INDEX : chapterPath(stem);
  const other =
    page.home === undefined ? pageAddress(page, file) : posix.join(posix.dirname(page.home), file);
  return type === 'chapter' ? other : `${other}#${id}`;
}

export const chapterAddress = (page: ReportPage, stem: string): string =>
  targetAddress(page, { stem, type: 'chapter', id: stem });
