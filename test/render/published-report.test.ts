import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isBrowserMissing, PUBLISHED, PUBLISHED_ADDRESS, unfold, useBrowser } from './browser.ts';

/** The published report, whatever its chapters are: as a file, and in a browser. */

const html = readFileSync(PUBLISHED, 'utf8');

describe('the published report as a file', () => {
  it('is small enough to be opened at once and to be sent', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(4_000_000);
    expect(gzipSync(html, { level: 9 }).length).toBeLessThan(1_000_000);
  });
});

describe.skipIf(isBrowserMissing())('the published report in a browser', () => {
  const browser = useBrowser();

  it('scrolls sideways at no width, shows what does inside it, and names and describes every figure', async () => {
    const page = await browser.openSilent(PUBLISHED_ADDRESS);
    await unfold(page);
    for (const width of [320, 390, 600, 820, 1280, 1680, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const cut = await page.evaluate(`[...document.querySelectorAll('main *')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible')
        .filter((one) => !one.matches('.visually-hidden, .visually-hidden *'))
        .filter((one) => !getComputedStyle(one).backgroundAttachment.includes('local'))
        .map((one) => one.tagName + ' ' + one.className + ' in ' + one.closest('[id]').id)`);
      expect(cut, String(width)).toEqual([]);
    }
    const silent = await page.evaluate(`[...document.querySelectorAll('.drawing svg.figure')]
      .filter((svg) => (svg.getAttribute('aria-labelledby') ?? '').split(' ')
        .some((id) => (document.getElementById(id)?.textContent ?? '').trim().length < 3))
      .map((svg) => svg.closest('figure')?.id)`);
    expect(silent).toEqual([]);
  });

  it('shows letters of 12 to 16 pixels in every figure on a phone', async () => {
    const page = await browser.openSilent(PUBLISHED_ADDRESS, { viewport: { width: 390, height: 844 } });
    await unfold(page);
    const odd = await page.evaluate(`[...document.querySelectorAll('figure.drawn .drawing svg')]
      .filter((svg) => svg.checkVisibility())
      .flatMap((svg) => [...svg.querySelectorAll('text')].map((text) => {
        const size = Number.parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a;
        return size < 12 || size > 16.01 ? svg.closest('figure').id + ': ' + size.toFixed(1) : '';
      }))
      .filter((one) => one !== '')`);
    expect([...new Set(odd as string[])]).toEqual([]);
  });
});
