import { describe, expect, it } from 'vitest';
import { isBrowserMissing, PUBLISHED_ADDRESS, useBrowser } from './browser.ts';

/** What readers of the published report see, on the screen and on paper: not blank, and in the colours it should have. */

/** The width in px between the margins of a sheet, and the height of the lower of the two sheets. */
const SHEETS = { A4: 635, Letter: 657 } as const;
const LOWEST_SHEET = 912;

describe.skipIf(isBrowserMissing())('a picture of the published report', () => {
  const browser = useBrowser();

  it.each(Object.entries(SHEETS))(
    'fits a sheet of %s: no figure is cut, nothing is wider than the sheet',
    async (_format, width) => {
      const page = await browser.openSilent(PUBLISHED_ADDRESS, { viewport: { width, height: LOWEST_SHEET } });
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
        `[...document.querySelectorAll('button:not(.sets), input, .bar, .side')].filter((one) => one.checkVisibility()).length`,
      );
      expect(controls).toBe(0);
    },
  );
});
