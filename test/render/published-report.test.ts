import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPage } from './browser.ts';
import { isBrowserMissing, launchBrowser, openPage } from './browser.ts';

/** The published report, whatever its chapters are: as a file, and in a browser. */

const root = new URL('../..', import.meta.url).pathname;
const file = join(root, 'output/report.html');
const html = existsSync(file) ? readFileSync(file, 'utf8') : '';
const require = createRequire(import.meta.url);

const LAYOUTS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true }],
  ['on a dark phone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true }],
];

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
    openPage(browser, pathToFileURL(file).href, options);

  const unfold = (page: Page): Promise<unknown> =>
    page.evaluate('for (const fold of document.querySelectorAll("main details")) fold.open = true');

  describe.each(LAYOUTS)('%s', (_name, options) => {
    it('has nothing that axe finds fault with, folded parts open', async () => {
      // Axe does not know that formulas are read out: a heading that is one is not empty.
      const { page, heard } = await open(options);
      await unfold(page);
      await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const found = (await page.evaluate(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
            nodes
              .filter(({ target }) => id !== 'empty-table-header' || !document.querySelector(target[0]).querySelector('math'))
              .slice(0, 5).map(({ html, failureSummary }) => [id, html.slice(0, 200), failureSummary])))`,
      )) as unknown[];
      expect(found).toEqual([]);
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
    const seen = 'main :is(p, li, pre, table, svg.figure):visible';
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

  it('works where the browser keeps its storage closed, and moves nothing where that is not wanted', async () => {
    const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(`Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('closed', 'SecurityError'); },
    })`);
    await page.goto(pathToFileURL(file).href);
    const theme = () => page.evaluate('document.documentElement.dataset.theme ?? "auto"');
    expect(await theme()).toBe('auto');
    for (const next of ['light', 'dark', 'auto']) {
      await page.locator('.side .theme-switch').click();
      expect(await theme()).toBe(next);
    }
    expect(await page.evaluate('getComputedStyle(document.documentElement).scrollBehavior')).toBe('auto');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('marks in the contents what is being read, and leads from chapter to chapter', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const ids = (await page.evaluate(
      `[...document.querySelectorAll('article section > h3')].map((heading) => heading.id)`,
    )) as string[];
    const marked = () => page.locator('.side .contents a[aria-current]').getAttribute('href');
    for (const id of [ids[0], ids[Math.floor(ids.length / 2)], ids.at(-1)]) {
      await page.evaluate(`document.getElementById('${id}').scrollIntoView()`);
      await expect.poll(marked).toBe(`#${id}`);
    }
    const chapters = (await page.evaluate(
      `[...document.querySelectorAll('article h2')].map((heading) => heading.id)`,
    )) as string[];
    const turns = await page.evaluate(
      `[...document.querySelectorAll('.turn')].map((turn) => [turn.rel, turn.hash.slice(1)])`,
    );
    const expected = chapters.flatMap((_id, index) => [
      ...(index > 0 ? [['prev', chapters[index - 1]]] : []),
      ...(index < chapters.length - 1 ? [['next', chapters[index + 1]]] : []),
    ]);
    expect(turns).toEqual(expected);
    await page.close();
  });

  it('copies shown code as it stands', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    const code = page.locator('figure.code').first();
    await code.locator('.copy').click();
    await expect.poll(() => page.locator('#announcements').textContent()).toBe('Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      await code.locator('pre').textContent(),
    );
    await context.close();
  });

  it('has an element for every address inside it', async () => {
    const { page } = await open();
    const lost = await page.evaluate(`[...document.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href'))
      .filter((href) => href.startsWith('#') && !document.getElementById(decodeURIComponent(href.slice(1))))`);
    expect(lost).toEqual([]);
    const elsewhere = await page.evaluate(`[...document.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href'))
      .filter((href) => !href.startsWith('#') && !href.startsWith('https://'))`);
    expect(elsewhere).toEqual([]);
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

  it('moves every figure with controls by the keyboard, says what it is set to, and resets it', async () => {
    const { page, heard } = await open();
    await unfold(page);
    const figures = (await page.evaluate(
      `[...document.querySelectorAll('.controls')].map((group) => group.dataset.figure)`,
    )) as string[];
    for (const id of figures) {
      const drawing = page.locator(`[data-drawing="${id}"]`);
      const said = () => page.locator('#announcements').textContent();
      const picture = () => drawing.locator('.stage svg').innerHTML();
      const control = page.locator(`.controls[data-figure="${id}"] [data-signal]`).first();
      const isSwitch = (await control.getAttribute('type')) === 'checkbox';
      await control.focus();
      let before = '';
      let last = await said();
      const move = async (key: string): Promise<void> => {
        await page.keyboard.press(isSwitch ? 'Space' : key);
        await expect.poll(said, { timeout: 10_000, message: id }).not.toBe(last);
        last = await said();
      };
      // Which way there is room depends on where the control starts.
      const isRange = (await control.getAttribute('type')) === 'range';
      const isAtEnd = isRange && (await control.inputValue()) === (await control.getAttribute('max'));
      await move(isAtEnd ? 'ArrowLeft' : 'ArrowRight');
      before = await picture();
      await move('Home');
      expect(await picture(), id).not.toBe(before);
      const label = await drawing.locator('.stage svg').getAttribute('aria-label');
      expect(label).toContain((last ?? '').split(', ').slice(1).join(', '));
      await page.locator(`.controls[data-figure="${id}"] .reset`).click();
      await expect.poll(() => drawing.locator('.stage').isVisible()).toBe(false);
      expect(await drawing.locator('> svg').first().isVisible()).toBe(true);
    }
    expect(heard).toEqual([]);
    await page.close();
  });

  it('finds a word that only a folded part has, opens that part and marks the word', async () => {
    const { page, heard } = await open();
    const [at, word] = (await page.evaluate(`(() => {
      const wordsOf = (text) => text.match(/(?<![\\p{L}\\d])\\p{Ll}{6,}(?![\\p{L}\\d])/gu) ?? [];
      const folds = [...document.querySelectorAll('main details')];
      const all = new Map();
      for (const word of wordsOf(document.querySelector('main').textContent.toLowerCase()))
        all.set(word, (all.get(word) ?? 0) + 1);
      for (const [index, fold] of folds.entries())
        for (const paragraph of fold.querySelectorAll('p'))
          for (const word of wordsOf(paragraph.textContent)) if (all.get(word) === 1) return [index, word];
      return [-1, ''];
    })()`)) as [number, string];
    expect(word).not.toBe('');
    const fold = page.locator('main details').nth(at);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(word);
    await expect.poll(() => page.locator('.search-results a').count()).toBeGreaterThan(0);
    expect(await page.locator('.search-count').textContent()).toMatch(/^\d+ places? found/);
    expect(await fold.getAttribute('open')).toBeNull();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('dialog.search').isVisible()).toBe(false);
    expect(await fold.getAttribute('open')).not.toBeNull();
    expect(
      await page.evaluate('document.getElementById(location.hash.slice(1)) === document.activeElement'),
    ).toBe(true);
    expect(await page.evaluate('[...CSS.highlights.get("found")].map(String)')).toContain(word);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('says so when a search finds nothing', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.locator('.bar .search-open').click();
    await page.keyboard.type('qqqzzzxxx');
    await expect.poll(() => page.locator('.search-count').textContent()).toBe('0 places found');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog.search').isVisible()).toBe(false);
    await page.close();
  });
});
