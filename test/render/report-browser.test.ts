import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLOURS } from '#page-model/colours';
import { renderFigure } from '#render/figures/figure';
import { PAGE_COLOURS } from '#render/page/page-colours';
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
    expect(await page.locator('main').textContent()).toContain('What may be compared');
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
    // Chromium stores the choice in another process: on a busy machine a reload may come first.
    const reloaded = () => page.reload().then(paper);
    await expect.poll(reloaded, { timeout: 60_000 }).toBe(rgb(PAGE_COLOURS.page.light));
    await page.locator('.side .theme-switch').click();
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.dark));
    await page.locator('.side .theme-switch').click();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.light));
    await page.locator('.side .theme-switch').click();
    expect(await paper()).toBe(rgb(PAGE_COLOURS.page.dark));
    expect(heard).toEqual([]);
    await page.close();
  });

  it('puts the answers behind the text for a print and back again, however often a browser prepares it', async () => {
    const { page } = await open();
    await page.emulateMedia({ media: 'print' });
    const answer = page.getByText('It is 52.3%.');
    const task = page.locator('.exercise', { has: answer });
    const answers = page.locator('.answers');
    // On paper no code scrolls, and the page notices that some time after it has become paper.
    await page.locator('main pre[tabindex]').first().waitFor({ state: 'detached' });
    const before = await page.locator('main').innerHTML();
    expect(await task.count()).toBe(1);
    for (const event of ['beforeprint', 'beforeprint']) {
      await page.evaluate(`dispatchEvent(new Event('${event}'))`);
      expect(await task.count()).toBe(0);
      expect(await answers.locator('h3').allTextContents()).toEqual(['Exercise 1.1', 'Exercise 1.2']);
      expect(await answers.locator(answer).isVisible()).toBe(true);
    }
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('main').innerHTML()).toBe(before);
    await page.close();
  });

  it('marks every place of a word that was found, until the search or another part is opened', async () => {
    const { page, heard } = await open();
    await page.evaluate(`document.querySelector('article section p').append(' A zebra is no Zebra, zebra.')`);
    const marked = () => page.evaluate(`[...(CSS.highlights.get('found') ?? [])].map(String)`);
    const find = async (): Promise<void> => {
      await page.keyboard.press('Control+k');
      await expect.poll(marked).toEqual([]);
      await page.locator('dialog.search input').fill('zebra');
      await page.keyboard.press('Enter');
      await expect.poll(marked).toEqual(['zebra', 'Zebra', 'zebra']);
    };
    await find();
    await find();
    await page.evaluate(`location.hash = '#term-nat'`);
    await expect.poll(marked).toEqual([]);
    expect(heard).toEqual([]);
    await page.close();
  });
});
