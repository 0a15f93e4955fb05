import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { COLOURS } from '#page-model/colours';
import { PAGE_COLOURS } from '#render/page/page-colours';
import { faultsOf, isBrowserMissing, useBrowser } from './browser.ts';
import { fixtureOutput, NASTY, renderFixture } from './fixture-report.ts';
import { pageFolder } from './page-file.ts';

/** "rgb(31, 102, 176)" of "#1f66b0", as browsers say it. */
const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

const write = pageFolder();
let address: string;
beforeAll(async () => {
  address = write(String((await renderFixture()).get('report.html')));
});

describe.skipIf(isBrowserMissing())('the page in a browser', () => {
  const browser = useBrowser();
  const open = (options: BrowserContextOptions = {}) => browser.openSilent(address, options);

  it.each([360, 390, 768, 1280, 1680])(
    'is %i px wide without scrolling sideways, and silent',
    async (width) => {
      const page = await open({ viewport: { width, height: 800 } });
      const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
      expect(widths).toEqual([width, width]);
    },
  );

  it('has all its text without a script', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.locator('main').textContent()).toContain('What may be compared');
    expect(await page.locator('svg.figure:visible').count()).toBe(1);
    expect(await page.locator('.controls').isVisible()).toBe(false);
  });

  it('draws a figure anew when its control is set by the keyboard, and says so', async () => {
    const page = await open();
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
  });

  /** A script that lets what draws figures be made only as `mount` wants, which gets the real one and its arguments. */
  const mountingAs = (mount: string): string => `
    let runtime;
    Object.defineProperty(window, 'natsAndBitsFigures', {
      get: () => runtime,
      set(made) { runtime = { mount: (...args) => (${mount})(made.mount, args) }; },
    });`;

  it('says so when a figure could not be drawn, keeps what came with it, and tries again', async () => {
    const { page, heard } = await browser.open(address);
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
  });

  it('puts the answers behind the text for a print and back again, however often a browser prepares it', async () => {
    const page = await open();
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
  });

  it('marks every place of a word that was found, until the search or another part is opened', async () => {
    const page = await open();
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
  });

  const popup = (page: Page) => page.locator('#popup');
  const announced = (page: Page) => page.locator('#announcements');

  describe('a number', () => {
    /** In bold, in the first paragraph of the fixture. */
    const loss = (page: Page) => page.locator('p strong data.value').first();

    it('pointed at shows all its digits, its unit, and the place in the data it stands at', async () => {
      const page = await open();
      await loss(page).hover();
      await expect.poll(() => popup(page).isVisible()).toBe(true);
      const text = await popup(page).textContent();
      expect(text).toContain(`${String(fixtureOutput.loss).replace('-', '−')} nats`);
      expect(text).toContain('Measurement main, loss, stored in data/01-fixture.json.');
    });

    it('keeps its explanation while the pointer is on that, and loses it with Escape and when left', async () => {
      const page = await open();
      await loss(page).hover();
      await expect.poll(() => popup(page).isVisible()).toBe(true);
      await popup(page).hover();
      await page.waitForTimeout(600); // longer than it stays without a pointer
      expect(await popup(page).isVisible()).toBe(true);
      await page.mouse.move(2, 2);
      await expect.poll(() => popup(page).isVisible()).toBe(false);
      await loss(page).hover();
      await expect.poll(() => popup(page).isVisible()).toBe(true);
      await page.keyboard.press('Escape');
      expect(await popup(page).isVisible()).toBe(false);
    });

    it('opens at a tap of a finger, and is read out', async () => {
      const page = await open({ hasTouch: true, viewport: { width: 390, height: 800 } });
      await loss(page).tap();
      expect(await popup(page).isVisible()).toBe(true);
      await expect.poll(() => announced(page).textContent()).toContain('Measurement main');
      await page.locator('h1').tap();
      expect(await popup(page).isVisible()).toBe(false);
    });

    it('is no stop of the Tab key until a reader asks for it', async () => {
      const page = await open();
      const stops = page.locator('data.value[tabindex]');
      expect(await stops.count()).toBe(0);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      const button = 'document.activeElement.textContent';
      expect(await page.evaluate(button)).toBe('Explain the numbers by keyboard');
      await page.keyboard.press('Enter');
      expect(await stops.count()).toBe(await page.locator('main data.value').count());
      await stops.nth(1).focus();
      expect(await popup(page).isVisible()).toBe(true);
      await page.keyboard.press('Escape');
      expect(await popup(page).isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Explain the numbers by keyboard' }).press('Enter');
      expect(await stops.count()).toBe(0);
    });

    it('explains itself inside the window, at its edges, too', async () => {
      const page = await open({ hasTouch: true, viewport: { width: 320, height: 600 } });
      for (const value of await page.locator('td data.value').all()) {
        if (!(await value.isVisible())) continue;
        await value.scrollIntoViewIfNeeded();
        await value.tap();
        const box = await popup(page).boundingBox();
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    });
  });

  it.each(['light', 'dark'] as const)(
    'axe finds nothing while numbers and tokens are explained: %s',
    async (colorScheme) => {
      const page = await open({ colorScheme });
      await page.locator('#strip .t').nth(3).click();
      await page.locator('.skip[aria-pressed]').focus();
      await page.keyboard.press('Enter');
      await page.locator('data.value[tabindex]').nth(1).focus();
      await page.keyboard.press('ArrowRight');
      expect(await popup(page).isVisible()).toBe(true);
      expect(await faultsOf(page)).toEqual([]);
    },
  );

  describe('a term', () => {
    it('shows its definition when it gets the focus or is pointed at', async () => {
      const page = await open();
      const term = page.locator('a.term').first();
      const definition = (await page.locator('#term-nat + dd').textContent()) ?? '?';
      await page.keyboard.press('Tab'); // from here on the focus is shown, as for all who use the keyboard
      await term.focus();
      expect(await popup(page).textContent()).toContain(definition);
      expect(await term.getAttribute('aria-describedby')).toBe('popup');
      await page.locator('h1').click();
      await term.hover();
      await expect.poll(() => popup(page).isVisible()).toBe(true);
      expect(await term.getAttribute('title')).toBeNull();
    });

    it('is explained by a first tap, and leads to the glossary by a second', async () => {
      const page = await open({ hasTouch: true });
      const term = page.locator('a.term').first();
      await term.tap();
      expect(await popup(page).isVisible()).toBe(true);
      expect(new URL(page.url()).hash).toBe('');
      await term.tap();
      expect(new URL(page.url()).hash).toBe('#term-nat');
    });
  });

  describe('words that differ by medium', () => {
    const shownIn = (page: Page) =>
      page.locator('#curve figcaption > span:not(.data):visible').allTextContents();

    it('are those for a page while its controls work, and those for paper when it is printed', async () => {
      const page = await open();
      expect(await shownIn(page)).toEqual(['by the slider']);
      await page.emulateMedia({ media: 'print' });
      expect(await shownIn(page)).toEqual(['as drawn']);
    });

    it('are those for paper without a script', async () => {
      const page = await open({ javaScriptEnabled: false });
      expect(await shownIn(page)).toEqual(['as drawn']);
      expect(await page.locator('.scripted-only:visible').count()).toBe(0);
    });
  });

  describe('a token strip', () => {
    const strip = (page: Page) => page.locator('#strip .t');
    const chosen = (page: Page) => page.locator('#strip .t.chosen');

    it('shows what was expected at its most surprising token, until a reader chooses another', async () => {
      const page = await open();
      const values = fixtureOutput.strip.map(({ value }) => value ?? Number.NEGATIVE_INFINITY);
      const worst = values.indexOf(Math.max(...values));
      expect(await chosen(page).count()).toBe(1);
      expect(await strip(page).nth(worst).getAttribute('class')).toContain('chosen');
      await strip(page).nth(3).click();
      expect(await chosen(page).textContent()).toBe(' France');
      expect(await page.locator('.inspector-place code').textContent()).toBe('␣France');
      // Two candidates, all others, and what came.
      expect(await page.locator('.inspector tbody tr').count()).toBe(4);
      expect(await page.locator('.inspector tbody th').first().textContent()).toBe(
        NASTY.replaceAll(' ', '␣'),
      );
      await expect.poll(() => announced(page).textContent()).toContain('␣France: probability');
    });

    it('is walked through by the keyboard from the token that was chosen last', async () => {
      const page = await open();
      await strip(page).nth(3).click();
      await page.keyboard.press('ArrowRight');
      expect(await chosen(page).textContent()).toBe(' is');
      const slider = page.getByLabel('Walk through the tokens');
      expect(await slider.getAttribute('aria-valuetext')).toBe('␣is, token 5 of 13');
      await page.keyboard.press('Home');
      expect(await page.locator('.inspector-place').textContent()).toContain('no prediction');
      expect(await page.locator('.inspector tbody tr').count()).toBe(0);
      await expect.poll(() => announced(page).textContent()).toContain('no prediction');
    });

    it('is a text with tool tips and a table without a script', async () => {
      const page = await open({ javaScriptEnabled: false });
      expect(await page.locator('.inspector').isVisible()).toBe(false);
      expect(await strip(page).nth(3).getAttribute('title')).toMatch(/^␣France: surprisal /);
      expect(await page.locator('#strip th').allTextContents()).toContain('expected most');
      expect(await page.locator('.scripted-only:visible').count()).toBe(0);
    });
  });

  it('makes a box a stop of the Tab key as long as there is something to scroll in it', async () => {
    const page = await open({ viewport: { width: 1680, height: 800 } });
    await page.evaluate('for (const fold of document.querySelectorAll("main details")) fold.open = true');
    const boxes = () =>
      page.evaluate(`[...document.querySelectorAll('main :is(.scroll, .equation, pre)')].map((box) =>
            [box.scrollWidth > box.clientWidth, box.tabIndex === 0])`) as Promise<[boolean, boolean][]>;
    const isRight = async () => (await boxes()).every(([scrolls, isStop]) => scrolls === isStop);
    await expect.poll(isRight).toBe(true);
    expect((await boxes()).map(([scrolls]) => scrolls)).toContain(false);
    await page.setViewportSize({ width: 320, height: 800 });
    await expect.poll(isRight).toBe(true);
    expect((await boxes()).filter(([scrolls]) => scrolls).length).toBeGreaterThan(1);
  });
});
