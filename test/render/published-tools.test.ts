import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isBrowserMissing, LAYOUTS, PUBLISHED_ADDRESS, unfold, useBrowser } from './browser.ts';

/** What the published report does for its readers: controls of figures, search, copying, colours, contents. */

describe.skipIf(isBrowserMissing())('the published report at work', () => {
  const browser = useBrowser();
  const open = (options: BrowserContextOptions = {}) => browser.openSilent(PUBLISHED_ADDRESS, options);

  /** What copying puts on the clipboard when the nodes from `first` to `last`, expressions of the page's, are selected. */
  async function copied(page: Page, first: string, last = first): Promise<string> {
    await page.evaluate(`getSelection().setBaseAndExtent(${first}, 0, ${last}, ${last}.childNodes.length)`);
    await page.keyboard.press('Control+c');
    return (await page.evaluate('navigator.clipboard.readText()')) as string;
  }

  it('copies a formula as TeX, be it in a sentence, by itself, or selected in part', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const formula = `document.querySelector('article section > p math')`;
    const tex = await page.evaluate(`${formula}.querySelector('annotation').textContent`);
    const sentence = await copied(page, `${formula}.closest('p')`);
    expect(sentence).toContain(` $${tex}$`);
    expect(sentence).not.toContain('\n');
    expect(await copied(page, `${formula}.querySelector('mi')`)).toBe(`$${tex}$`);
    const alone = `document.querySelector('.equation math')`;
    const display = await page.evaluate(`${alone}.querySelector('annotation').textContent`);
    expect(await copied(page, `${alone}.parentElement`)).toBe(`$$${display}$$`);
  });

  it('leads from each chapter to the next, and from the last to the comparison', async () => {
    const page = await open();
    const next = (await page.evaluate(
      `[...document.querySelectorAll('.turns')].map((turns) => turns.querySelector('.next')?.getAttribute('href'))`,
    )) as string[];
    expect(next.slice(0, -1).map((href) => href.slice(0, 4))).toEqual(
      next.slice(1).map((_, index) => `#0${index + 2}-`),
    );
    expect(next.length).toBeGreaterThan(1);
    expect(next.at(-1)).toBe('comparison/index.html');
  });

  // Width and colours change different parts of a drawing: each of the two layouts has the other's opposite.
  it.each(LAYOUTS.filter((_, index) => [0, 3].includes(index)))(
    'moves every figure with controls %s by the keyboard, says what it is set to, and resets it',
    async (_name, options) => {
      const page = await open(options);
      await unfold(page);
      const figures = (await page.evaluate(
        `[...document.querySelectorAll('.controls')].map((group) => group.dataset.figure)`,
      )) as string[];
      expect(figures.length).toBeGreaterThan(0);
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
        const start = await control.inputValue();
        const startsFirst = start === first;
        const startsLast = hasOptions && start === (await options.last().getAttribute('value'));
        const onList = startsLast ? 'ArrowUp' : 'ArrowDown';
        const near = isRange ? (startsFirst ? 'ArrowRight' : 'ArrowLeft') : onList;
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
    },
  );
});
