import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '#render/pdf/browser';
import { printPdf } from '#render/pdf/print';
import { isBrowserMissing, PUBLISHED, PUBLISHED_ADDRESS, useBrowser } from './browser.ts';
import type { Pdf, PdfPage } from './pdf-reading.ts';
import { readPdf } from './pdf-reading.ts';

/** The published report on paper, read back from its PDF. */

/** How long the report may take to be printed and read, in ms, on a machine that does other things besides. */
const PRINTING = 600_000;

interface Heading {
  readonly id: string;
  readonly level: number;
  readonly title: string;
}
const without = (text: string): string => text.replace(/\s+/g, '');

/** Whole numbers that are printed inside a rectangle, from left to right. */
function numbersIn({ runs }: PdfPage, [left, bottom, right, top]: readonly number[]): number[] {
  return runs
    .filter(
      ({ x, y, text }) =>
        /^\d+$/.test(text) &&
        x >= Number(left) &&
        x < Number(right) &&
        y >= Number(bottom) &&
        y < Number(top),
    )
    .toSorted((a, b) => a.x - b.x)
    .map(({ text }) => Number(text));
}

describe.skipIf(isBrowserMissing())('the published report as a PDF', () => {
  const browser = useBrowser();
  let pdf: Pdf;
  let headings: Heading[];

  beforeAll(async () => {
    pdf = await readPdf(await printPdf(PUBLISHED, findBrowser(process.env) ?? ''));
    const { page } = await browser.open(PUBLISHED_ADDRESS);
    headings = (await page.evaluate(
      `[...document.querySelectorAll('article h2, article > section > h3, .answers > h2, .back > h2')].map((heading) => {
        const words = [...heading.childNodes].filter((node) => node.className !== 'anchor');
        const title = words.map((node) => node.textContent).join('');
        return { id: heading.id, level: Number(heading.tagName[1]), title };
      })`,
    )) as Heading[];
  }, PRINTING);
  afterAll(() => pdf?.close());

  it('says in its contents on which page each chapter and section begins', async () => {
    const contents = pdf.bookmarks.find(({ title }) => title === 'Contents');
    const behind = pdf.bookmarks.find(({ page }) => page > (contents?.page ?? 0));
    const said = new Map<string, number | undefined>();
    for (const page of pdf.pages.slice((contents?.page ?? 0) - 1, (behind?.page ?? 0) - 1))
      for (const { id, rect } of page.links) said.set(id, numbersIn(page, rect).at(-1));
    const bookmarked = new Map(pdf.bookmarks.map(({ title, page }) => [without(title), page]));
    for (const { id, title } of headings) {
      expect(said.get(id), title).toBe(await pdf.pageOf(id));
      expect(said.get(id), title).toBe(bookmarked.get(without(title)));
    }
  });
});

/** What must be on one page: the last letter of the one and the beginning of the other, by their ids. */
interface Pair {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Gives the page an id for everything that must not be parted, and links to them behind its end: what a link leads to
 * can be found in the PDF.
 */
const MARK_PAIRS = `(() => {
  dispatchEvent(new Event('beforeprint'));
  const pairs = [];
  let count = 0;
  const named = (one) => (one.id ||= 'probe-' + ++count);
  const ended = (one) => {
    const end = document.createElement('span');
    one.append(end);
    return named(end);
  };
  const pair = (what, before, after) => pairs.push({ what: what + ' ' + (after.closest('[id]')?.id ?? ''), before, after: named(after) });
  const seen = (selector) => [...document.querySelectorAll('main ' + selector)].filter((one) => one.checkVisibility());
  for (const head of seen(':is(h2, h3, h4, .eyebrow, .question)')) {
    let next = head.nextElementSibling ?? head.parentElement.nextElementSibling;
    while (next && !next.checkVisibility()) next = next.nextElementSibling;
    if (next) pair('heading', ended(head), next);
  }
  for (const one of seen('figure.drawn')) pair('figure', named(one.querySelector('.drawing')), one.querySelector('figcaption'));
  for (const one of seen('figure.tabular')) pair('table', ended(one.querySelector('figcaption')), one.querySelector('tbody td'));
  for (const one of seen('figure.code')) pair('code', ended(one.querySelector('figcaption')), one.querySelector('pre'));
  for (const one of seen('figure.token-strip')) {
    pair('legend', ended(one.querySelector('.legend')), one.querySelector('.strip .t'));
    pair('strip', named(one.querySelector('.strip .t:last-of-type')), one.querySelector('figcaption'));
  }
  for (const one of seen(':is(p, li) + .equation')) pair('equation', ended(one.previousElementSibling), one);
  const links = document.createElement('p');
  for (const id of pairs.flatMap(({ before, after }) => [before, after])) {
    const link = document.createElement('a');
    link.href = '#' + id;
    link.append('. ');
    links.append(link);
  }
  document.body.append(links);
  return pairs;
})()`;

describe.skipIf(isBrowserMissing())('the published report, printed from the page', () => {
  const browser = useBrowser();
  let pdf: Pdf;
  let pairs: Pair[];

  beforeAll(async () => {
    const { page } = await browser.open(PUBLISHED_ADDRESS);
    await page.evaluate(
      `for (const fold of [...document.querySelectorAll('details.curious')].slice(0, 3)) fold.open = true`,
    );
    await page.emulateMedia({ media: 'print' });
    pairs = (await page.evaluate(MARK_PAIRS)) as Pair[];
    pdf = await readPdf(await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  }, PRINTING);
  afterAll(() => pdf?.close());

  it('parts no heading from its text, and no figure, table, legend, code or formula from its words', async () => {
    const kinds = new Set(pairs.map(({ what }) => what.split(' ')[0]));
    expect(kinds.size).toBeGreaterThan(4);
    const parted: string[] = [];
    for (const { what, before, after } of pairs) {
      const pages = [await pdf.pageOf(before), await pdf.pageOf(after)];
      expect(pages, what).not.toContain(undefined);
      if (pages[0] !== pages[1]) parted.push(`${what}: ${pages.join(', ')}`);
    }
    expect(parted).toEqual([]);
  });
});
