import { createCanvas, loadImage } from 'canvas';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLOURS } from '#page-model/colours';
import { PAGE_COLOURS } from '#render/page/page-colours';
import { isBrowserMissing, launchBrowser, openPage, PUBLISHED_ADDRESS } from './browser.ts';

/** What readers of the published report see, on the screen and on paper: not blank, and in the colours it should have. */

/** How many pixels of a PNG have each colour, by its hex code. */
async function coloursOf(png: Uint8Array): Promise<Map<string, number>> {
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const hex = `#${[0, 1, 2].map((channel) => (data[at + channel] ?? 0).toString(16).padStart(2, '0')).join('')}`;
    counts.set(hex, (counts.get(hex) ?? 0) + 1);
  }
  return counts;
}

const mostFrequent = (counts: ReadonlyMap<string, number>): string | undefined =>
  [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];

/** The width in px between the margins of a sheet, and the height of the lower of the two sheets. */
const SHEETS = { A4: 635, Letter: 657 } as const;
const LOWEST_SHEET = 912;

describe.skipIf(isBrowserMissing())('a picture of the published report', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  /** The first figure that is drawn in the theme's blue. */
  const blueFigure = (page: Page) =>
    page.locator('figure.drawn', { has: page.locator(`svg [fill="${COLOURS.blue.light}"]`) }).first();

  it.each(['light', 'dark'] as const)('on %s paper is not blank and has its colours', async (side) => {
    const { page } = await openPage(browser, PUBLISHED_ADDRESS, {
      colorScheme: side,
      viewport: { width: 1280, height: 800 },
    });
    const whole = await coloursOf(await page.screenshot());
    expect(mostFrequent(whole)).toBe(PAGE_COLOURS.page[side]);
    expect(whole.size).toBeGreaterThan(20);
    const counts = await coloursOf(await blueFigure(page).locator('.drawing').screenshot());
    expect(mostFrequent(counts)).toBe(PAGE_COLOURS.page[side]);
    expect(counts.get(COLOURS.blue[side]) ?? 0).toBeGreaterThan(50);
    await page.close();
  });

  it('in print is light and has its colours, whatever the screen is like', async () => {
    const { page } = await openPage(browser, PUBLISHED_ADDRESS, {
      colorScheme: 'dark',
      viewport: { width: 700, height: 900 },
    });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const counts = await coloursOf(await blueFigure(page).locator('.drawing').screenshot());
    expect(mostFrequent(counts)).toBe(PAGE_COLOURS.page.light);
    expect(counts.get(COLOURS.blue.light) ?? 0).toBeGreaterThan(50);
    await page.close();
  });

  it.each(Object.entries(SHEETS))(
    'fits a sheet of %s: no figure is cut, nothing is wider than the sheet',
    async (format, width) => {
      const { page } = await openPage(browser, PUBLISHED_ADDRESS, {
        viewport: { width, height: LOWEST_SHEET },
      });
      await page.emulateMedia({ media: 'print' });
      const drawings = (await page.evaluate(
        `[...document.querySelectorAll('figure.drawn .drawing')].map((one) => one.getBoundingClientRect().height)`,
      )) as number[];
      expect(Math.max(...drawings)).toBeLessThan(LOWEST_SHEET);
      expect(Math.min(...drawings)).toBeGreaterThan(40);
      const wide = await page.evaluate(`[...document.querySelectorAll('main *')]
      .filter((one) => one.getBoundingClientRect().right > ${width} + 1 && !one.closest('.visually-hidden, math, svg'))
      .map((one) => one.tagName + ' ' + one.className + ' in ' + (one.closest('[id]')?.id ?? '')).slice(0, 5)`);
      expect(wide).toEqual([]);
      const controls = await page.evaluate(
        `[...document.querySelectorAll('button, input, .bar, .side')].filter((one) => one.checkVisibility()).length`,
      );
      expect(controls).toBe(0);
      const pdf = await page.pdf({ format, preferCSSPageSize: false });
      expect(pdf.length).toBeGreaterThan(50_000);
      await page.close();
    },
  );

  it('can be saved from the page, with the figure’s words and colours, and so can its data', async () => {
    const { page, heard } = await openPage(browser, PUBLISHED_ADDRESS, {
      colorScheme: 'dark',
      viewport: { width: 1280, height: 800 },
      acceptDownloads: true,
    });
    const figure = blueFigure(page);
    const saved = async (button: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        figure.getByRole('button', { name: button }).first().click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    };
    const svg = (await saved('SVG')).toString('utf8');
    expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('@font-face');
    for (const side of ['light', 'dark'] as const) {
      if (side === 'dark') await figure.getByLabel('in dark colours').check();
      const png = await coloursOf(await saved('PNG'));
      expect(mostFrequent(png)).toBe(COLOURS.paper[side]);
      expect(png.get(COLOURS.blue[side]) ?? 0).toBeGreaterThan(500);
    }
    const rows = JSON.parse((await saved('JSON')).toString('utf8')) as Record<string, object[]>;
    const [first = []] = Object.values(rows);
    const lines = (await saved('CSV')).toString('utf8').trimEnd().split('\n');
    expect(lines[0]?.split(',')).toEqual(Object.keys(first[0] ?? {}));
    expect(lines).toHaveLength(first.length + 1);
    expect(heard).toEqual([]);
    await page.close();
  });
});
