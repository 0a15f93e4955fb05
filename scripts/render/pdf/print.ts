import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { getDocument } from 'unpdf/pdfjs';
import { UserError } from '#base/user-error';

async function launch(executablePath: string): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath });
  } catch (cause) {
    throw new UserError(`${executablePath} does not start as a Chromium, so there is no PDF.`, { cause });
  }
}

const LINKS = "[...document.querySelectorAll('.on-paper .contents a')]";

const print = (page: Page): Promise<Buffer> =>
  page.pdf({ format: 'A4', preferCSSPageSize: true, outline: true, tagged: true });

/** The numbers of the pages, from 1, that places of a PDF are on; undefined for a place that no link leads to. */
async function pagesOf(pdf: Uint8Array, ids: readonly string[]): Promise<(number | undefined)[]> {
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

/**
 * Prints an HTML file of the report. Chromium cannot write the page of a heading into the contents: it prints once to
 * find where the headings are and once more with their numbers. Throws a UserError when the browser does not start.
 */
export async function printPdf(file: string, executablePath: string): Promise<Uint8Array> {
  const browser = await launch(executablePath);
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href, { timeout: 0 });
    const ids = (await page.evaluate(`${LINKS}.map(({ hash }) => hash.slice(1))`)) as string[];
    const pages = await pagesOf(await print(page), ids);
    await page.evaluate(
      `${JSON.stringify(pages)}.forEach((page, at) => (${LINKS}[at].dataset.page = page ?? ''))`,
    );
    return await print(page);
  } finally {
    await browser.close();
  }
}
