import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import { getDocument } from 'unpdf/pdfjs';

/** What a reader of a PDF sees of it, and where. */

interface TextRun {
  readonly text: string;
  /** In points from the lower left corner. */
  readonly x: number;
  readonly y: number;
}

interface PdfLink {
  readonly id: string;
  /** In points from the lower left corner. */
  readonly rect: readonly [left: number, bottom: number, right: number, top: number];
}

export interface Bookmark {
  readonly title: string;
  readonly page: number;
}

export interface PdfPage {
  readonly runs: readonly TextRun[];
  readonly links: readonly PdfLink[];
}

export interface Pdf {
  readonly pages: readonly PdfPage[];
  readonly bookmarks: readonly Bookmark[];
  /** The page, from 1, of a place that a link leads to. */
  pageOf(id: string): Promise<number | undefined>;
  close(): Promise<void>;
}

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;

async function pageNumber(document: PDFDocumentProxy, place: readonly unknown[]): Promise<number> {
  return (await document.getPageIndex(place[0] as { num: number; gen: number })) + 1;
}

async function bookmarksOf(document: PDFDocumentProxy, outline: Outline): Promise<Bookmark[]> {
  const found: Bookmark[] = [];
  for (const { title, dest, items } of outline ?? []) {
    const place = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    if (place) found.push({ title: title.trim(), page: await pageNumber(document, place) });
    found.push(...(await bookmarksOf(document, items as Outline)));
  }
  return found;
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<PdfPage> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  const runs = items.flatMap((item) => {
    if (!('str' in item)) return [];
    const [, , , , x = 0, y = 0] = item.transform as number[];
    return [{ text: item.str, x, y }];
  });
  const annotations = await page.getAnnotations();
  const links = annotations
    .filter(({ dest }) => typeof dest === 'string')
    .map(({ dest, rect }) => ({ id: dest as string, rect: rect as PdfLink['rect'] }));
  return { runs, links };
}

/** Reads a PDF as a whole. */
export async function readPdf(bytes: Uint8Array): Promise<Pdf> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const pages: PdfPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1) pages.push(await readPage(document, number));
  return {
    pages,
    bookmarks: await bookmarksOf(document, await document.getOutline()),
    async pageOf(id) {
      const place = await document.getDestination(id);
      return place ? pageNumber(document, place) : undefined;
    },
    close: () => task.destroy(),
  };
}
