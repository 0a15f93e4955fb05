import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPage } from './browser.ts';
import {
  faultsOf,
  isBrowserMissing,
  LAYOUTS,
  launchBrowser,
  openPage,
  PUBLISHED,
  PUBLISHED_ADDRESS,
  unfold,
} from './browser.ts';

/** The published report, whatever its chapters are: as a file, and in a browser. */

const html = readFileSync(PUBLISHED, 'utf8');

describe('the published report as a file', () => {
  it('is valid HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
      rules: {
        // The page is generated: what is about handwriting is left to its formatter.
        'long-title': 'off',
        'no-trailing-whitespace': 'off',
        'no-inline-style': 'error',
      },
    });
    const report = await validator.validateString(html);
    const problems = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
    );
    expect(problems).toEqual([]);
  });

  it('is small enough to be opened at once and to be sent', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(4_000_000);
    expect(gzipSync(html, { level: 9 }).length).toBeLessThan(1_000_000);
  });
});

describe.skipIf(isBrowserMissing())('the published report in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const open = (options: BrowserContextOptions = {}): Promise<OpenPage> =>
    openPage(browser, PUBLISHED_ADDRESS, options);

  describe.each(LAYOUTS)('%s', (_name, options) => {
    it('has nothing that axe finds fault with, folded parts open', async () => {
      const { page, heard } = await open(options);
      await unfold(page);
      expect(await faultsOf(page)).toEqual([]);
      expect(heard).toEqual([]);
      await page.close();
    });
  });

  it.each([320, 390, 600, 820, 1280, 1680])('does not scroll sideways at %i px', async (width) => {
    const { page, heard } = await open({ viewport: { width, height: 800 } });
    await unfold(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('is read complete without a script', async () => {
    // The inspectors of token strips are made by a script, from what their tables say; hints at them would mislead without.
    const seen = 'main :is(p, li, pre, table, svg.figure):not(.inspector *, .scripted-only):visible';
    const { page: scripted } = await open();
    const expected = await scripted.locator(seen).count();
    await scripted.close();
    const { page, heard } = await open({ javaScriptEnabled: false });
    expect(expected).toBeGreaterThan(100);
    expect(await page.locator(seen).count()).toBe(expected);
    expect(await page.locator('button:visible, input:visible, select:visible').count()).toBe(0);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('has an element for every address inside it', async () => {
    const { page } = await open();
    const lost = await page.evaluate(`[...document.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href'))
      .filter((href) => href.startsWith('#') && !document.getElementById(decodeURIComponent(href.slice(1))))`);
    expect(lost).toEqual([]);
    const elsewhere = (await page.evaluate(`[...document.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href'))
      .filter((href) => !href.startsWith('#') && !/^https?:/.test(href))`)) as string[];
    // All others lead to files of the project, from where the page lies in it.
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(elsewhere.filter((href) => !existsSync(new URL(href, PUBLISHED_ADDRESS)))).toEqual([]);
    await page.close();
  });

  it('gives every figure a name and a description of what it shows', async () => {
    const { page } = await open();
    const silent = await page.evaluate(`[...document.querySelectorAll('.drawing svg.figure')]
      .filter((svg) => (svg.getAttribute('aria-labelledby') ?? '').split(' ')
        .some((id) => (document.getElementById(id)?.textContent ?? '').trim().length < 3))
      .map((svg) => svg.closest('figure')?.id)`);
    expect(silent).toEqual([]);
    await page.close();
  });

  it('shows letters of at least ten pixels in every figure on a phone', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await unfold(page);
    const small = await page.evaluate(`[...document.querySelectorAll('figure.drawn .drawing svg')]
      .filter((svg) => svg.checkVisibility())
      .filter((svg) => [...svg.querySelectorAll('text')].some((text) =>
        Number.parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a < 10))
      .map((svg) => svg.closest('figure').id)`);
    expect(small).toEqual([]);
    await page.close();
  });
});
