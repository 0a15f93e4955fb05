import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { BROWSER_MISSING, findBrowser } from '#render/pdf/browser';

/** A real Chromium for the tests of the page. */

const executable = findBrowser(process.env);

/**
 * Whether the tests of the page have to be left out: only on a machine of a user's without a browser, and not without a
 * word. Throws an Error where continuous integration has none, since there it is installed.
 */
export function isBrowserMissing(): boolean {
  if (executable !== undefined) return false;
  const what = `the page cannot be tested: ${BROWSER_MISSING}`;
  if (process.env.CI) throw new Error(what);
  console.warn(what);
  return true;
}

/** The published report, whatever its chapters are. */
export const PUBLISHED = fileURLToPath(new URL('../../output/report.html', import.meta.url));
export const PUBLISHED_ADDRESS = pathToFileURL(PUBLISHED).href;

/** The layouts that readers meet, each with a name that ends a test's. */
export const LAYOUTS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a light screen', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['on a dark screen', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true }],
  ['on a dark phone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true }],
];

/** Opens what is folded away. */
const UNFOLD = 'for (const fold of document.querySelectorAll("main details:not(.take)")) fold.open = true';

export function unfold(page: Page): Promise<unknown> {
  return page.evaluate(UNFOLD);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds fault with on a page as it is now. It does not know that formulas are read out: a head that is one is not empty. */
export async function faultsOf(page: Page): Promise<unknown[]> {
  await page.evaluate(AXE);
  return (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ target }) => id !== 'empty-table-header' || !document.querySelector(target[0]).querySelector('math'))
          .slice(0, 5).map(({ html, failureSummary }) => [id, html.slice(0, 200), failureSummary])))`,
  )) as unknown[];
}

/** Starts the browser, with more in its environment where that is given. */
export function launchBrowser(environment: Readonly<Record<string, string>> = {}): Promise<Browser> {
  return chromium.launch({
    env: { ...process.env, ...environment },
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

export interface OpenPage {
  readonly page: Page;
  /** Everything that the page said on the console, every error, and every address it asked for. */
  readonly heard: string[];
}

/** Resolves when nothing of a page waits to be laid out any more. */
export async function isLaidOut(page: Page): Promise<void> {
  await page.locator('html:not(.arriving)').waitFor({ state: 'attached', timeout: 120_000 });
}

/** Opens a page and listens to it. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const heard: string[] = [];
  const page = await browser.newPage(options);
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !/^(data|blob):/.test(url)) heard.push(url);
  });
  await page.goto(address);
  await isLaidOut(page);
  return { page, heard };
}

interface TestBrowser {
  open(address: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** Opens a page that may say nothing and ask for nothing; it is closed when the test is over. */
  openSilent(address: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A browser for the tests of a file, or of the block that calls this. */
export function useBrowser(environment: Readonly<Record<string, string>> = {}): TestBrowser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(environment);
  });
  afterAll(() => browser?.close());
  return {
    open: (address, options) => openPage(browser, address, options),
    async openSilent(address, options) {
      const { page, heard } = await openPage(browser, address, options);
      onTestFinished(async () => {
        await page.close();
        expect(heard).toEqual([]);
      });
      return page;
    },
  };
}
