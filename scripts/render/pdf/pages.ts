import { getDocument } from 'unpdf/pdfjs';

/** The numbers of the pages, from 1, that places of a PDF are on; undefined for a place that no link leads to. */
export async function pagesOf(pdf: Uint8Array, ids: readonly string[]): Promise<(number | undefined)[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  try {
    const document = await task.promise;
    const pages: (number | undefined)[] = [];
    for (const id of ids) {
      const place = await document.getDestination(id);
      pages.push(place ? (await document.getPageIndex(place[0])) + 1 : undefined);
    }
    return pages;
  } finally {
    await task.destroy();
  }
}
