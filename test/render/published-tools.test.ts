import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPage } from './browser.ts';
import { isBrowserMissing, LAYOUTS, launchBrowser, openPage, PUBLISHED_ADDRESS, unfold } from './browser.ts';

/** What the published report does for its readers: controls of figures, search, copying, colours, contents. */

/** How long a busy machine may need to read the page for its search. */
const READ = { timeout: 120_000 };

describe.skipIf(isBrowserMissing())('the published report at work', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const open = (options: BrowserContextOptions = {}): Promise<OpenPage> =>
    openPage(browser, PUBLISHED_ADDRESS, options);

  it('works where the browser keeps its storage closed', async () => {
    const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(`Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('closed', 'SecurityError'); },
    })`);
    await page.goto(PUBLISHED_ADDRESS);
    const theme = () => page.evaluate('document.documentElement.dataset.theme ?? "auto"');
    expect(await theme()).toBe('auto');
    for (const next of ['light', 'dark', 'auto']) {
      await page.locator('.side .theme-switch').click();
      expect(await theme()).toBe(next);
    }
    expect(errors).toEqual([]);
    await page.close();
  });

  it('lays out all that lies below the first screen soon after it is loaded', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    const unseen = `[...document.querySelectorAll('main section > *:not(details *)')].filter((element) =>
      element.checkVisibility() && !element.checkVisibility({ contentVisibilityAuto: true })).length`;
    expect(await page.evaluate(unseen)).toBe(0);
    await page.close();
  });

  it('lays out all of it at once for whoever follows a link before', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    // What is laid out later, never is.
    await page.addInitScript('window.setTimeout = () => 0');
    await page.goto(PUBLISHED_ADDRESS);
    expect(await page.locator('html.arriving').count()).toBe(1);
    const link = page.locator('.overview-title').last();
    await page.evaluate(`[...document.querySelectorAll('.overview-title')].at(-1).click()`);
    expect(await page.locator('html.arriving').count()).toBe(0);
    const id = ((await link.getAttribute('href')) ?? '').slice(1);
    const place = () =>
      page.evaluate(`document.getElementById('${id}').getBoundingClientRect().top -
        parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)`);
    await expect.poll(async () => Math.abs(Number(await place()))).toBeLessThan(3);
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
    await page.goto(PUBLISHED_ADDRESS);
    const code = page.locator('figure.code:visible').first();
    await code.locator('.copy').click();
    await expect.poll(() => page.locator('#announcements').textContent()).toBe('Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      await code.locator('pre').textContent(),
    );
    await context.close();
  });

  /** What copying puts on the clipboard when the nodes from `first` to `last`, expressions of the page's, are selected. */
  async function copied(page: Page, first: string, last = first): Promise<string> {
    await page.evaluate(`getSelection().setBaseAndExtent(${first}, 0, ${last}, ${last}.childNodes.length)`);
    await page.keyboard.press('Control+c');
    return (await page.evaluate('navigator.clipboard.readText()')) as string;
  }

  it('copies a formula as TeX, be it in a sentence, by itself, or selected in part', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(PUBLISHED_ADDRESS);
    const formula = `document.querySelector('article section > p math')`;
    const tex = await page.evaluate(`${formula}.querySelector('annotation').textContent`);
    const sentence = await copied(page, `${formula}.closest('p')`);
    expect(sentence).toContain(` $${tex}$`);
    expect(sentence).not.toContain('\n');
    expect(await copied(page, `${formula}.querySelector('mi')`)).toBe(`$${tex}$`);
    const alone = `document.querySelector('.equation math')`;
    const display = await page.evaluate(`${alone}.querySelector('annotation').textContent`);
    expect(await copied(page, `${alone}.parentElement`)).toBe(`$$${display}$$`);
    await context.close();
  });

  it('copies a table with formulas in its heads as a line a row, a tab between two cells', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(PUBLISHED_ADDRESS);
    await unfold(page);
    const table = `document.querySelector('table:has(th math)')`;
    const cells = (await page.evaluate(
      `[...${table}.rows].map((row) => [...row.cells].map((cell) => cell.querySelector('annotation')?.textContent ?? cell.innerText))`,
    )) as string[][];
    const lines = (await copied(page, table)).split('\n').map((line) => line.split('\t'));
    expect(lines.map((line) => line.length)).toEqual(cells.map((row) => row.length));
    for (const [index, row] of cells.entries())
      for (const [column, cell] of row.entries()) expect(lines[index]?.[column]).toContain(cell);
    await context.close();
  });

  it.each(LAYOUTS)(
    'moves every figure with controls %s by the keyboard, says what it is set to, and resets it',
    async (_name, options) => {
      const { page, heard } = await open(options);
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
        let last = await said();
        // What was announced is waited for each time, so that nothing said late is taken for an answer.
        const change = async (act: () => Promise<void>): Promise<void> => {
          await act();
          await expect.poll(said, { timeout: 120_000, message: id }).not.toBe(last);
          last = await said();
        };
        const move = (key: string) => change(() => page.keyboard.press(isSwitch ? 'Space' : key));
        // Which way there is room depends on where the control starts.
        const isRange = (await control.getAttribute('type')) === 'range';
        const options = control.locator('option');
        const hasOptions = (await options.count()) > 0;
        const first = hasOptions
          ? await options.first().getAttribute('value')
          : await control.getAttribute('min');
        const startsFirst = (await control.inputValue()) === first;
        const near = isRange ? (startsFirst ? 'ArrowRight' : 'ArrowLeft') : 'ArrowDown';
        const far = startsFirst ? 'End' : 'Home';
        await move(near);
        const before = await picture();
        await move(far);
        expect(await picture(), id).not.toBe(before);
        const label = await drawing.locator('.stage svg').getAttribute('aria-label');
        expect(label).toContain((last ?? '').split(', ').slice(1).join(', '));
        await change(() => page.locator(`.controls[data-figure="${id}"] .reset`).click());
        await expect.poll(() => drawing.locator('.stage').isVisible()).toBe(false);
        // What came with the page is there again, as wide as what was drawn in its place.
        const width = await drawing.locator('> svg:visible').getAttribute('width');
        const drawn = await drawing.locator('.stage svg').getAttribute('width');
        expect(Math.abs(Number(width) - Number(drawn)), id).toBeLessThan(12);
      }
      expect(heard).toEqual([]);
      await page.close();
    },
  );

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
    await expect.poll(() => page.locator('.search-results a').count(), READ).toBeGreaterThan(0);
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

  it('finds a figure, a table and a section by name, and shows even a figure taller than the window', async () => {
    const { page, heard } = await open({ viewport: { width: 1280, height: 600 }, reducedMotion: 'reduce' });
    const [figure, table, section] = (await page.evaluate(`(() => {
      const tallest = [...document.querySelectorAll('main figure.drawn[id]:not(details *)')]
        .sort((a, b) => b.offsetHeight - a.offsetHeight)[0];
      const numberIn = (part) => part.querySelector('figcaption .number').textContent.trim();
      const table = [...document.querySelectorAll('main figure.tabular[id]:not(details *)')].at(-1);
      const heading = [...document.querySelectorAll('.chapter h3[id]')].at(-3);
      return [
        [tallest.id, numberIn(tallest)],
        [table.id, numberIn(table)],
        [heading.id, 'Section ' + heading.querySelector('.number').textContent.trim()],
      ];
    })()`)) as [id: string, name: string][];
    for (const [id, name] of [figure, table, section] as [string, string][]) {
      await page.keyboard.press('Control+k');
      await page.locator('dialog.search input').fill(name);
      await expect
        .poll(() => page.locator('.search-results a').count(), { ...READ, message: name })
        .toBeGreaterThan(0);
      await page.keyboard.press('Enter');
      expect(await page.evaluate('location.hash'), name).toBe(`#${id}`);
      const { top, bottom } = (await page.evaluate(
        `document.getElementById(${JSON.stringify(id)}).getBoundingClientRect()`,
      )) as DOMRect;
      expect(top, name).toBeLessThan(600);
      expect(bottom, name).toBeGreaterThan(0);
    }
    expect(heard).toEqual([]);
    await page.close();
  });

  it('finds a number with its commas and without', async () => {
    const { page } = await open();
    await page.keyboard.press('Control+k');
    const count = () => page.locator('.search-count').textContent();
    const input = page.locator('dialog.search input');
    await input.fill('49,152');
    await expect.poll(count, READ).toMatch(/^[1-9]/);
    const withComma = await count();
    await input.fill('49152');
    expect(await count()).toBe(withComma);
    await page.close();
  });

  it('closes the list of contents on a phone when the search opens', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.locator('.bar-contents summary').click();
    await page.locator('.bar .search-open').click();
    expect(await page.locator('.bar-contents').getAttribute('open')).toBeNull();
    await page.close();
  });

  it('helps when a search finds nothing, with words that begin alike', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.locator('.bar .search-open').click();
    const count = () => page.locator('.search-count').textContent();
    await page.keyboard.type('qqqzzzxxx');
    await expect.poll(count, READ).toBe('Nothing found');
    expect(await page.locator('.search-help').textContent()).toMatch(/^You can look for words/);
    await page.locator('dialog.search input').fill('perpendicular');
    const nearest = page.locator('.search-help button').first();
    const word = (await nearest.textContent()) ?? '';
    expect(word).toMatch(/^per/);
    await nearest.click();
    expect(await page.locator('dialog.search input').inputValue()).toBe(word);
    expect(await count()).toMatch(/^\d+ places? found/);
    expect(await page.locator('.search-help').isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog.search').isVisible()).toBe(false);
    await page.close();
  });

  it('shows the search before it reads the page, and answers what was typed meanwhile', async () => {
    const { page, heard } = await open({ viewport: { width: 390, height: 844 } });
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    // The times between two turns of the page while its places are gathered, in ms.
    const { said, turns } = (await page.evaluate(`new Promise((resolve) => {
      document.querySelector('.bar .search-open').click();
      const said = document.querySelector('.search-count').textContent;
      const words = document.querySelector('dialog.search input');
      words.value = 'entropy';
      words.dispatchEvent(new Event('input'));
      words.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
      const turns = [];
      let last = performance.now();
      const turn = () => {
        const now = performance.now();
        turns.push(now - last);
        last = now;
        if (location.hash === '') setTimeout(turn);
        else resolve({ said, turns });
      };
      setTimeout(turn);
    })`)) as { said: string; turns: number[] };
    expect(said).toBe('Reading the report …');
    expect(turns.length).toBeGreaterThan(20);
    expect(turns.sort((a, b) => a - b)[Math.floor(turns.length / 2)]).toBeLessThan(100);
    expect(heard).toEqual([]);
    await page.close();
  });

  it.each([
    [390, 844],
    [1366, 768],
  ])(
    'leads to far places at once at %i x %i, and to where an address from outside points',
    async (width, height) => {
      const { page, heard } = await open({ viewport: { width, height } });
      const ids = (await page.evaluate(
        `[...document.querySelectorAll('main :is(h2, h3)[id], main figure[id]:not(details *)')]
          .filter((element) => element.checkVisibility()).map(({ id }) => id)`,
      )) as string[];
      const place = (on: typeof page, id: string | undefined) =>
        on.evaluate(`document.getElementById('${id}').getBoundingClientRect().top -
        parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)`) as Promise<number>;
      const far = [0.99, 0.1, 0.75, 0.4].map((share) => ids[Math.floor(share * ids.length)]);
      for (const id of far) {
        await page.evaluate(`(() => {
        const link = Object.assign(document.createElement('a'), { href: '#${id}' });
        document.body.append(link);
        link.click();
        link.remove();
      })()`);
        await page.waitForTimeout(100);
        expect(Math.abs(await place(page, id)), id).toBeLessThan(3);
        await page.waitForTimeout(500);
        expect(Math.abs(await place(page, id)), `${id}, later`).toBeLessThan(3);
      }
      await page.goBack();
      await page.waitForTimeout(100);
      expect(Math.abs(await place(page, far[2])), 'on the way back').toBeLessThan(3);
      for (const id of far.slice(0, 2)) {
        const outside = await browser.newPage({ viewport: { width, height } });
        await outside.goto(`${PUBLISHED_ADDRESS}#${id}`);
        await outside.waitForTimeout(100);
        expect(Math.abs(await place(outside, id)), `${id}, from outside`).toBeLessThan(3);
        await outside.close();
      }
      expect(heard).toEqual([]);
      await page.close();
    },
  );
});
