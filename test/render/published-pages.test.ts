import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Place } from '#page-model/search-places';
import { sharedFolder } from '../temporary.ts';
import type { OpenPage } from './browser.ts';
import { faultsOf, isBrowserMissing, LAYOUTS, PUBLISHED, unfold, useBrowser } from './browser.ts';

/** The published report as pages that lead to one another: its index and its chapters, whatever they are. */

const folder = dirname(PUBLISHED);
const fileOf = (path: string): string => readFileSync(join(folder, path), 'utf8');

const chapters = readdirSync(join(folder, 'chapters'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => `chapters/${name}`)
  .sort();
const apart = ['index.html', 'data.html', 'lab.html', ...chapters];
const all = [...apart, 'report.html'];

/** The elements of a page, without its scripts. */
const bodyOf = (path: string): string =>
  fileOf(path)
    .replace(/^.*?<body[^>]*>/s, '')
    .replace(/<script[^>]*>.*?<\/script>/gs, '');
const idsIn = (body: string): string[] =>
  [...body.matchAll(/<[a-zA-Z][^<>]*?\sid="([^"]*)"/g)].map(([, id = '']) => id);
const linksIn = (body: string): string[] =>
  [...body.matchAll(/<a [^<>]*?href="([^"]*)"/g)].map(([, href = '']) => href);
const isOutside = (href: string): boolean => /^https?:/.test(href);

const ids = new Map(all.map((path) => [path, new Set(idsIn(bodyOf(path)))]));

/** The page and the element that a link on a page leads to. */
function destination(from: string, href: string): { path: string; id: string } {
  const [file = '', id = ''] = href.split('#');
  return { path: file === '' ? from : posix.join(posix.dirname(from), file), id };
}

const places = (): Place[] =>
  JSON.parse(fileOf('scripts/search-places.js').replace(/^.*?=/, '').replace(/;\n$/, '')) as Place[];

describe('the published pages as files', () => {
  it('have no link that leads nowhere, neither to one of them nor to a file of the project', () => {
    const isThere = (path: string, id: string): boolean =>
      ids.has(path)
        ? id === '' || ids.get(path)?.has(id) === true
        : id === '' && existsSync(join(folder, path));
    const lost = all.flatMap((from) =>
      linksIn(bodyOf(from))
        .filter((href) => !isOutside(href))
        .map((href) => ({ href, ...destination(from, href) }))
        .filter(({ path, id }) => !isThere(path, id))
        .map(({ href }) => `${from} -> ${href}`),
    );
    expect(lost).toEqual([]);
  });

  it('name a picture that is there, for programs that show links to them', () => {
    const picturesOf = (path: string) => [...fileOf(path).matchAll(/"og:image" content="([^"]*)"/g)];
    const pictures = all.flatMap((path) =>
      picturesOf(path).map(([, picture = '']) => posix.join(posix.dirname(path), picture)),
    );
    expect(pictures).toHaveLength(all.length);
    expect(pictures.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  it.each(apart)('are valid HTML: %s', async (path) => {
    const validator = new HtmlValidate({
      extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
      rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'no-inline-style': 'error' },
    });
    const report = await validator.validateString(fileOf(path));
    const problems = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
    );
    expect(problems).toEqual([]);
  });
});

/** How long a busy machine may need to read the page for its search. */
const READ = { timeout: 120_000 };

/** A word that one place alone has, on a page that is not the first chapter's. */
function rareWord(): { word: string; place: Place } {
  const wordsOf = ({ title, text }: Place) => `${title} ${text}`.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = new Map<string, number>();
  for (const word of places().flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts.keys()];
  const isRare = (word: string): boolean =>
    /^[a-z]{8,}$/.test(word) && known.filter((other) => other.startsWith(word.slice(0, 7))).length === 1;
  for (const place of places().filter(({ page }) => chapters.slice(1).includes(page ?? ''))) {
    const word = wordsOf({ ...place, title: '' }).find((one) => counts.get(one) === 1 && isRare(one));
    if (word !== undefined) return { word, place };
  }
  throw new Error('there is no such word');
}

describe.skipIf(isBrowserMissing() || chapters.length < 2)('the published pages in a browser', () => {
  const browser = useBrowser();
  const lonely = sharedFolder();

  const addressOf = (path: string) => pathToFileURL(join(folder, path)).href;
  /** A page that has no other file beside it. */
  const openAlone = (path: string): Promise<OpenPage> => {
    const copy = join(lonely, basename(path));
    cpSync(join(folder, path), copy);
    return browser.open(pathToFileURL(copy).href);
  };
  const search = async (page: Page, query: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog.search input').fill(query);
  };

  it.each(apart.map((path, index) => [path, LAYOUTS[index % LAYOUTS.length]] as const))(
    'ask for nothing, have nothing that axe finds fault with, and scroll sideways at no width: %s',
    async (path, layout) => {
      const page = await browser.openSilent(addressOf(path), layout?.[1]);
      await unfold(page);
      expect(await faultsOf(page)).toEqual([]);
      for (const width of [320, 390, 820, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth'), String(width)).toBe(width);
      }
    },
  );

  it.each([
    [1280, 800],
    [390, 844],
  ])('open with a coloured text in the first 700 px, at %i by %i', async (width, height) => {
    for (const path of ['index.html', 'lab.html']) {
      const page = await browser.openSilent(addressOf(path), { viewport: { width, height } });
      const strip = page.locator('.opening .strip');
      const box = await strip.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? Infinity), path).toBeLessThanOrEqual(700);
      const [first, second] = await strip.locator('.t').all();
      await second?.click();
      const shown = page.locator('.opening .inspector-place .token');
      expect((await shown.textContent())?.replace('␣', ' ')).toBe(await second?.textContent());
      expect(await first?.evaluate((one) => getComputedStyle(one).backgroundColor)).toMatch(/^rgb\(/);
    }
  });

  it('find what another chapter says, lead there, open the folded part around it and mark the words', async () => {
    const { word, place } = rareWord();
    const [first = ''] = chapters;
    const { page, heard } = await browser.open(addressOf(first));
    await search(page, word);
    const result = page.locator('.search-results a').first();
    await expect.poll(() => result.locator('.search-title').textContent(), READ).toBe(place.title);
    expect(heard).toEqual([addressOf('scripts/search-places.js')]);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname.endsWith(place.page ?? ''));
    expect(new URL(page.url()).hash).toBe(`#${place.id}`);
    const marked = () => page.evaluate('[...(CSS.highlights.get("found") ?? [])].map(String)');
    await expect.poll(marked).toHaveLength(1);
    expect(String(await marked()).toLowerCase()).toBe(word);
    expect(await page.evaluate('document.activeElement.id')).toBe(place.id);
    expect(
      await page.evaluate(
        '[...CSS.highlights.get("found")][0].startContainer.parentElement.checkVisibility()',
      ),
    ).toBe(true);
    await page.close();
  });

  const playable = chapters.filter((path) => bodyOf(path).includes('class="controls"'));

  it.runIf(playable.length > 0)(
    'draw a figure anew with the script beside them, and say so when it is not there',
    async () => {
      const [path = ''] = playable;
      const set = async ({ page }: OpenPage): Promise<void> => {
        const control = page.locator('.controls [data-signal]').first();
        await control.focus();
        await page.keyboard.press(
          (await control.getAttribute('type')) === 'checkbox' ? 'Space' : 'ArrowDown',
        );
        await page.keyboard.press('ArrowRight');
      };
      const beside = await browser.open(addressOf(path));
      await set(beside);
      await expect.poll(() => beside.page.locator('.stage svg').count(), { timeout: 120_000 }).toBe(1);
      expect(beside.heard).toEqual([addressOf('scripts/figure-runtime.js')]);
      expect(await beside.page.locator('.failure').count()).toBe(0);
      await beside.page.close();
      const alone = await openAlone(path);
      await set(alone);
      await expect
        .poll(() => alone.page.locator('.failure').textContent())
        .toContain('could not be drawn anew');
      await alone.page.close();
    },
  );

  it('run no script that came in', async () => {
    const { page, heard } = await browser.open(addressOf(chapters[0] ?? ''));
    const title = await page.title();
    await page.evaluate(() => {
      for (const source of [
        { textContent: 'document.title = "owned"' },
        { src: '../scripts/search-places.js' },
      ])
        document.body.append(Object.assign(document.createElement('script'), source));
    });
    await expect.poll(() => heard.filter((one) => one.includes('Content Security Policy')).length).toBe(2);
    expect(await page.title()).toBe(title);
    expect(await page.evaluate('typeof natsAndBitsPlaces')).toBe('undefined');
    await page.close();
  });
});
