import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLOURS } from '#render/figures/colours';
import { renderFigure } from '#render/figures/figure';
import { PAGE_COLOURS } from '#render/page/colours';
import { renderReport } from '#render/report';
import type { OpenPage } from './browser.ts';
import { isBrowserMissing, launchBrowser, openPage } from './browser.ts';
import { fixtureProvenance, fixtureReport } from './fixture-report.ts';

/** "rgb(31, 102, 176)" of "#1f66b0", as browsers say it. */
const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(isBrowserMissing())('the page in a browser', () => {
  let browser: Browser;
  let folder = '';
  let address = '';

  beforeAll(async () => {
    const files = await renderReport({
      report: fixtureReport(),
      provenance: fixtureProvenance,
      root,
      renderer: { renderFigure, renderPng: async () => new Uint8Array() },
    });
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, files.get('report.html') ?? '');
    address = pathToFileURL(file).href;
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  const open = (options: BrowserContextOptions = {}): Promise<OpenPage> =>
    openPage(browser, address, options);

  it.each([360, 390, 768, 1280, 1680])(
    'is %i px wide without scrolling sideways, and silent',
    async (width) => {
      const { page, heard } = await open({ viewport: { width, height: 800 } });
      const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
      expect(widths).toEqual([width, width]);
      expect(heard).toEqual([]);
      await page.close();
    },
  );

  it('has all its text without a script', async () => {
    const { page, heard } = await open({ javaScriptEnabled: false });
    expect(await page.locator('main').textContent()).toContain('So it is above');
    expect(await page.locator('svg.figure:visible').count()).toBe(1);
    expect(await page.locator('.controls').isVisible()).toBe(false);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('draws a figure anew when its control is set by the keyboard, and says so', async () => {
    const { page, heard } = await open();
    const drawing = page.locator('[data-drawing="curve"]');
    const said = () => page.locator('#announcements').textContent();
    await page.locator('#curve-control-T').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(said).toBe('Figure 1.1, temperature T: 1.5');
    expect(await drawing.locator('.stage svg').getAttribute('aria-label')).toBe(
      'Figure 1.1, drawn for temperature T: 1.5',
    );
    expect(await drawing.locator('.stage svg').isVisible()).toBe(true);
    expect(await drawing.locator('> svg').first().isVisible()).toBe(false);
    const bars = () =>
      drawing
        .locator(`.stage path[fill="${COLOURS.blue.light}"]`)
        .evaluateAll((all) => all.map((one) => one.getAttribute('d')));
    const first = await bars();
    expect(first).toHaveLength(3);
    await page.keyboard.press('Home');
    await expect.poll(said).toBe('Figure 1.1, temperature T: 0.5');
    expect(await bars()).not.toEqual(first);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('brings back the drawing that came with the page when a figure is reset', async () => {
    const { page, heard } = await open();
    const drawing = page.locator('[data-drawing="curve"]');
    await page.locator('#curve-control-T').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => drawing.locator('.stage').isVisible()).toBe(true);
    await page.locator('.reset').click();
    expect(await page.locator('output').textContent()).toBe('1.0');
    await expect.poll(() => drawing.locator('.stage').isVisible()).toBe(false);
    expect(await drawing.locator('> svg').first().isVisible()).toBe(true);
    expect(heard).toEqual([]);
    await page.close();
  });

  /** A script that lets what draws figures be made only as `mount` wants, which gets the real one and its arguments. */
  const mountingAs = (mount: string): string => `
    let runtime;
    Object.defineProperty(window, 'natsAndBitsFigures', {
      get: () => runtime,
      set(made) { runtime = { mount: (...args) => (${mount})(made.mount, args) }; },
    });`;

  it('draws a figure for the width that the column has in the end', async () => {
    const { page, heard } = await open({ viewport: { width: 1280, height: 800 } });
    await page.evaluate(`window.gate = new Promise((resolve) => { window.release = resolve; }); null`);
    await page.evaluate(mountingAs('async (mount, args) => { await window.gate; return mount(...args); }'));
    await page.locator('#curve-control-T').focus();
    await page.keyboard.press('ArrowRight');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => resolve(window.release())))');
    const said = () => page.locator('#announcements').textContent();
    await expect.poll(said).toBe('Figure 1.1, temperature T: 1.5');
    expect(await page.locator('.stage').count()).toBe(1);
    expect(Number(await page.locator('.stage svg').getAttribute('width'))).toBeLessThan(400);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('says so when a figure could not be drawn, keeps what came with it, and tries again', async () => {
    const { page, heard } = await open();
    await page.evaluate('window.failures = 2');
    await page.evaluate(
      mountingAs(
        'async (mount, args) => { if (window.failures-- > 0) throw new Error("no room"); return mount(...args); }',
      ),
    );
    const drawing = page.locator('[data-drawing="curve"]');
    const said = () => page.locator('#announcements').textContent();
    await page.locator('#curve-control-T').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(said).toBe('Figure 1.1 could not be drawn anew');
    expect(await drawing.locator('.stage').count()).toBe(0);
    expect(await drawing.locator('> svg').first().isVisible()).toBe(true);
    await page.keyboard.press('Home');
    await expect.poll(said).toBe('Figure 1.1, temperature T: 0.5');
    expect(await drawing.locator('.stage svg').isVisible()).toBe(true);
    expect(heard.filter((one) => !one.includes('no room'))).toEqual([]);
    await page.close();
  });

  it('is light or dark as the system is, until the switch is used, and again when it comes round', async () => {
    const { page, heard } = await open({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
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
    await page.locator('.side .theme-switch').click();
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.dark));
    await page.locator('.side .theme-switch').click();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.light));
    expect(heard).toEqual([]);
    await page.close();
  });

  it('saves the drawing that is seen: on a phone the narrow one, and what a control made of it', async () => {
    const { page, heard } = await open({ viewport: { width: 390, height: 844 } });
    const saved = async (): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('#curve .take button').first().click(),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    const widthOf = (svg: string): number => Number(/^<svg[^>]* width="([\d.]+)"/.exec(svg)?.[1]);
    const asItCame = await saved();
    expect(widthOf(asItCame)).toBeLessThan(450);
    await page.locator('#curve-control-T').press('ArrowRight');
    await expect.poll(() => page.locator('#curve .stage svg').isVisible()).toBe(true);
    const asSet = await saved();
    expect(widthOf(asSet)).toBeLessThan(450);
    expect(asSet).not.toBe(asItCame);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('folds again what printing unfolded, however often a browser prepares it', async () => {
    const { page } = await open();
    const folded = () => page.locator('main details:not([open])').count();
    const before = await folded();
    await page.locator('main details summary').first().click();
    expect(await folded()).toBe(before - 1);
    for (const event of ['beforeprint', 'beforeprint']) {
      await page.evaluate(`dispatchEvent(new Event('${event}'))`);
      expect(await folded()).toBe(0);
    }
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await folded()).toBe(before - 1);
    await page.close();
  });

  it('marks every place of a word that was found, until the search or another part is opened', async () => {
    const { page, heard } = await open();
    await page.evaluate(`document.querySelector('article section p').append(' A zebra is no Zebra, zebra.')`);
    const marked = () => page.evaluate(`[...(CSS.highlights.get('found') ?? [])].map(String)`);
    const find = async (): Promise<void> => {
      await page.keyboard.press('Control+k');
      expect(await marked()).toEqual([]);
      await page.locator('dialog.search input').fill('zebra');
      await page.keyboard.press('Enter');
      expect(await marked()).toEqual(['zebra', 'Zebra', 'zebra']);
    };
    await find();
    await find();
    await page.evaluate(`location.hash = '#term-nat'`);
    await expect.poll(marked).toEqual([]);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('prints light, with everything unfolded', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      rgb(PAGE_COLOURS.page.light),
    );
    expect(await page.getByText('It is 52.3%.').isVisible()).toBe(true);
    expect(await page.locator('.side').isVisible()).toBe(false);
    await page.close();
  });
});
