import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLOURS } from '#render/colours';
import { renderFigure } from '#render/figure';
import { PAGE_COLOURS } from '#render/page-colours';
import { renderReportWith } from '#render/report-files';
import { fixtureProvenance, fixtureReport } from './fixture-report.ts';

/** The page in a browser, where one is installed: on a path of the system, by one of its usual names. */
const executable = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** "rgb(31, 102, 176)" of "#1f66b0", as browsers say it. */
const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

const root = new URL('../..', import.meta.url).pathname;

describe.skipIf(executable === undefined)('the page in a browser', () => {
  let browser: Browser;
  let folder = '';
  let address = '';
  const heard: string[] = [];

  beforeAll(async () => {
    const files = await renderReportWith(
      { report: fixtureReport(), provenance: fixtureProvenance, root },
      { renderFigure, renderPng: async () => new Uint8Array() },
    );
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, files.get('report.html') ?? '');
    address = pathToFileURL(file).href;
    browser = await chromium.launch({
      ...(executable === undefined ? {} : { executablePath: executable }),
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  /** Opens the page and listens for everything that it says or asks for. */
  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    heard.length = 0;
    const page = await browser.newPage(options);
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) heard.push(request.url());
    });
    await page.goto(address);
    return page;
  }

  it.each([360, 390, 768, 1280, 1680])(
    'is %i px wide without scrolling sideways, and silent',
    async (width) => {
      const page = await open({ viewport: { width, height: 800 } });
      const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
      expect(widths).toEqual([width, width]);
      expect(heard).toEqual([]);
      await page.close();
    },
  );

  it('has all its text without a script', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.locator('main').textContent()).toContain('So it is above');
    expect(await page.locator('svg.figure').count()).toBe(1);
    expect(await page.locator('.controls').isVisible()).toBe(false);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('draws a figure anew when its control is set by the keyboard, and again when it is reset', async () => {
    const page = await open();
    const before = await page.locator('[data-drawing="curve"] svg').innerHTML();
    const bars = () =>
      page
        .locator(`[data-drawing="curve"] path[fill="${COLOURS.blue.light}"]`)
        .evaluateAll((all) => all.map((one) => one.getAttribute('d')));
    const first = await bars();
    await page.locator('#curve-control-T').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('[data-drawing="curve"] svg[aria-label]');
    await expect.poll(bars).not.toEqual(first);
    expect(await page.locator('output').textContent()).toBe('1.5');
    await page.locator('.reset').click();
    expect(await page.locator('output').textContent()).toBe('1.0');
    await expect.poll(async () => (await bars()).length).toBe(first.length);
    expect(before).toContain('<title');
    expect(heard).toEqual([]);
    await page.close();
  });

  it('is light or dark as the system is, until the switch is used', async () => {
    const page = await open({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
    const paper = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const bar = () =>
      page.evaluate(
        `getComputedStyle(document.querySelector('svg.figure [fill="${COLOURS.blue.light}"]')).fill`,
      );
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.dark));
    expect(await bar()).toBe(rgb(COLOURS.blue.dark));
    await page.locator('.side .theme-switch').click();
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.light));
    expect(await bar()).toBe(rgb(COLOURS.blue.light));
    await page.reload();
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.light));
    expect(heard).toEqual([]);
    await page.close();
  });

  it('prints light, with everything unfolded', async () => {
    const page = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      rgb(PAGE_COLOURS.page.light),
    );
    expect(await page.getByText('It is 52.3%.').isVisible()).toBe(true);
    expect(await page.locator('.side').isVisible()).toBe(false);
    await page.close();
  });
});
