import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { renderReport } from '#render/report';
import { faultsOf, isBrowserMissing, launchBrowser, openPage } from './browser.ts';
import { fixtureOutput, fixtureProvenance, fixtureReport, NASTY } from './fixture-report.ts';
import type { PageFile } from './page-file.ts';
import { writePage } from './page-file.ts';

/** Numbers, terms and tokens that explain themselves, in a browser. */

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(isBrowserMissing())('in a browser', () => {
  let browser: Browser;
  let file: PageFile | undefined;

  beforeAll(async () => {
    const files = await renderReport({
      report: fixtureReport(),
      provenance: fixtureProvenance,
      root,
      renderer: { renderFigure, renderPng: async () => new Uint8Array() },
    });
    file = writePage(String(files.get('report.html')));
    browser = await launchBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    file?.remove();
  });

  /** Runs a test on the open page; at its end the page must have said nothing and asked for nothing. */
  async function withPage(
    body: (page: Page) => Promise<void>,
    options: Parameters<Browser['newPage']>[0] = {},
  ): Promise<void> {
    const { page, heard } = await openPage(browser, file?.address ?? '', options);
    try {
      await body(page);
      expect(heard).toEqual([]);
    } finally {
      await page.close();
    }
  }

  const popup = (page: Page) => page.locator('#popup');
  const announced = (page: Page) => page.locator('#announcements');

  describe('a number', () => {
    /** In bold, in the first paragraph of the fixture. */
    const loss = (page: Page) => page.locator('p strong data.value').first();

    it('pointed at shows all its digits, its unit, and the place in the data it stands at', () =>
      withPage(async (page) => {
        await loss(page).hover();
        await expect.poll(() => popup(page).isVisible()).toBe(true);
        const text = await popup(page).textContent();
        expect(text).toContain(`${String(fixtureOutput.loss).replace('-', '−')} nats`);
        expect(text).toContain('Measurement main, loss, stored in data/01-fixture.json.');
      }));

    it('keeps its explanation while the pointer is on that, and loses it with Escape and when left', () =>
      withPage(async (page) => {
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
      }));

    it('opens at a tap of a finger, and is read out', () =>
      withPage(
        async (page) => {
          await loss(page).tap();
          expect(await popup(page).isVisible()).toBe(true);
          await expect.poll(() => announced(page).textContent()).toContain('Measurement main');
          await page.locator('h1').tap();
          expect(await popup(page).isVisible()).toBe(false);
        },
        { hasTouch: true, viewport: { width: 390, height: 800 } },
      ));

    it('is no stop of the Tab key until the keyboard’s reader asks for it', () =>
      withPage(async (page) => {
        const stops = page.locator('data.value[tabindex]');
        expect(await stops.count()).toBe(0);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        expect(await page.evaluate('document.activeElement.textContent')).toBe(
          'Explain the numbers by keyboard',
        );
        await page.keyboard.press('Enter');
        expect(await stops.count()).toBe(await page.locator('main data.value').count());
        await stops.nth(1).focus();
        expect(await popup(page).isVisible()).toBe(true);
        await page.keyboard.press('Escape');
        expect(await popup(page).isVisible()).toBe(false);
        await page.getByRole('button', { name: 'Explain the numbers by keyboard' }).press('Enter');
        expect(await stops.count()).toBe(0);
      }));

    it('explains itself inside the window, at its edges, too', () =>
      withPage(
        async (page) => {
          for (const value of await page.locator('td data.value').all()) {
            if (!(await value.isVisible())) continue;
            await value.scrollIntoViewIfNeeded();
            await value.tap();
            const box = await popup(page).boundingBox();
            expect(box?.x).toBeGreaterThanOrEqual(0);
            expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320);
          }
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
        },
        { hasTouch: true, viewport: { width: 320, height: 600 } },
      ));
  });

  it.each(['light', 'dark'] as const)(
    'axe finds nothing while numbers and tokens are explained: %s',
    (colorScheme) =>
      withPage(
        async (page) => {
          await page.locator('#strip .t').nth(3).click();
          await page.locator('.skip[aria-pressed]').focus();
          await page.keyboard.press('Enter');
          await page.locator('data.value[tabindex]').nth(1).focus();
          await page.keyboard.press('ArrowRight');
          expect(await popup(page).isVisible()).toBe(true);
          expect(await faultsOf(page)).toEqual([]);
        },
        { colorScheme },
      ),
  );

  describe('a term', () => {
    it('shows its definition when it gets the focus or is pointed at', () =>
      withPage(async (page) => {
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
      }));

    it('is explained by a first tap, and leads to the glossary by a second', () =>
      withPage(
        async (page) => {
          const term = page.locator('a.term').first();
          await term.tap();
          expect(await popup(page).isVisible()).toBe(true);
          expect(new URL(page.url()).hash).toBe('');
          await term.tap();
          expect(new URL(page.url()).hash).toBe('#term-nat');
        },
        { hasTouch: true },
      ));
  });

  describe('words that differ by medium', () => {
    const shownIn = (page: Page) =>
      page.locator('#curve figcaption > span:not(.data):visible').allTextContents();

    it('are those for a page while its controls work, and those for paper when it is printed', () =>
      withPage(async (page) => {
        expect(await shownIn(page)).toEqual(['by the slider']);
        await page.emulateMedia({ media: 'print' });
        expect(await shownIn(page)).toEqual(['as drawn']);
      }));

    it('are those for paper without a script', () =>
      withPage(
        async (page) => {
          expect(await shownIn(page)).toEqual(['as drawn']);
          expect(await page.locator('.scripted-only:visible').count()).toBe(0);
        },
        { javaScriptEnabled: false },
      ));
  });

  describe('a token strip', () => {
    const strip = (page: Page) => page.locator('#strip .t');
    const chosen = (page: Page) => page.locator('#strip .t.chosen');

    it('shows what was expected at its most surprising token, until a reader chooses another', () =>
      withPage(async (page) => {
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
      }));

    it('is walked through by the keyboard from the token that was chosen last', () =>
      withPage(async (page) => {
        await strip(page).nth(3).click();
        await page.keyboard.press('ArrowRight');
        expect(await chosen(page).textContent()).toBe(' is');
        const slider = page.getByLabel('Walk through the tokens');
        expect(await slider.getAttribute('aria-valuetext')).toBe('␣is, token 5 of 13');
        await page.keyboard.press('Home');
        expect(await page.locator('.inspector-place').textContent()).toContain('no prediction');
        expect(await page.locator('.inspector tbody tr').count()).toBe(0);
        await expect.poll(() => announced(page).textContent()).toContain('no prediction');
      }));

    it('is a text with tool tips and a table without a script', () =>
      withPage(
        async (page) => {
          expect(await page.locator('.inspector').isVisible()).toBe(false);
          expect(await strip(page).nth(3).getAttribute('title')).toMatch(/^␣France: surprisal /);
          expect(await page.locator('#strip th').allTextContents()).toContain('expected most');
          expect(await page.locator('.scripted-only:visible').count()).toBe(0);
        },
        { javaScriptEnabled: false },
      ));
  });

  it('makes a box a stop of the Tab key as long as there is something to scroll in it', () =>
    withPage(
      async (page) => {
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
      },
      { viewport: { width: 1680, height: 800 } },
    ));
});
