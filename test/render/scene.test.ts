import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderFigure, renderPng } from '#render/figures/figure';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { layout } from '#report/quantity';
import { type SceneMark, scene } from '#report/scene';
import { chapter, headline, section } from '#report/section';
import { count, set } from '#report/values';
import { writeReport } from '#report/write-report';
import { faultsOf, isBrowserMissing, useBrowser } from './browser.ts';
import { renderFixture } from './fixture-report.ts';
import { pageFolder } from './page-file.ts';

const kinds = { few: 'exact', most: 'exact', many: 'exact', none: 'exact' } as const;
const main = measurement({ id: 'main', kinds, measure: async () => OUTPUT });
const OUTPUT = { few: 100, most: 500, many: 300, none: 0 };

/** A bar, longest in the middle of its dial, and words and a disc that only one state has. */
const moving = section({
  id: 'moving',
  title: prose`Moving`,
  needs: { m: main },
  write: ({ m }) => [
    scene({
      id: 'bars',
      caption: prose`A bar.`,
      data: {
        rows: (['many', 'few', 'most', 'none'] as const).map((state) => ({
          state: layout([m[state]], () => state),
          count: m[state],
          label: count(m[state]),
        })),
      },
      states: {
        many: prose`${count(m.many)} of them`,
        few: prose`${count(m.few)} of them`,
        none: prose`none of them`,
      },
      dial: {
        title: prose`bars`,
        frames: (['few', 'most', 'many'] as const).map((name) => ({
          name,
          label: prose`n = ${count(m[name])}`,
        })),
      },
      draw: (state, { rows }) => {
        const own = rows.find((row) => row.state === state);
        const note: SceneMark = { key: 'note', shape: 'text', x: 70, y: 95, text: 'no more' };
        const disc: SceneMark = { key: 'disc', shape: 'circle', cx: 50, cy: 90, r: 9, fill: '$wrong' };
        return [
          { key: 'bar', shape: 'rect', x: 0, y: 40, width: own?.count ?? 0, height: 20 },
          { key: 'label', shape: 'text', x: 0, y: 30, text: own?.label ?? '' },
          ...(state === 'few' ? [note, disc] : []),
        ];
      },
      sentences: [
        ...Array.from({ length: 6 }, () => prose`Words and words.`),
        prose`There are ${set('few', 'few')}.`,
        ...Array.from({ length: 6 }, () => prose`Words and words.`),
        prose`There are ${set('many', 'many')}.`,
        ...Array.from({ length: 6 }, () => prose`Words and words.`),
        prose`There are ${set('none', 'none')} of ${count(m.most)}.`,
        ...Array.from({ length: 6 }, () => prose`Words and words.`),
      ],
    }),
  ],
});

const report = () =>
  writeReport(
    [
      chapter({
        id: '01-one',
        title: prose`One`,
        question: prose`How many?`,
        abilities: [prose`a`, prose`b`, prose`c`],
        sections: [moving],
        headline: headline({ needs: { m: main }, write: () => prose`Some.` }),
      }),
    ],
    new Map([['main', OUTPUT]]),
  );

/** A busy machine draws few frames. */
const PATIENT = { timeout: 120_000 };

describe('a scene in files', () => {
  it('is its still, with the sentences as plain words', async () => {
    const files = await renderFixture({ report: report(), renderer: { renderFigure, renderPng } });
    const svg = String(files.get('figures/01-one/bars.svg'));
    expect(svg).toContain('width="300" height="20"');
    expect(svg).not.toContain('<circle');
    expect(svg).not.toContain('no more');
    expect(String(files.get('report.html')).includes('>no more</text>')).toBe(true);
    expect(files.get('figures/01-one/bars.csv')).toContain('few,100,100');
    expect(files.get('figures/01-one/bars.png')?.length).toBeGreaterThan(1000);
    const markdown = String(files.get('chapters/01-one.md'));
    expect(markdown).toContain('There are few.');
    expect(markdown).toContain('figures/01-one/bars.svg');
  });

  it('is refused when the words of a state run over each other, and names the state', async () => {
    const text = (key: string, x: number): SceneMark => ({ key, shape: 'text', x, y: 20, text: 'words' });
    const {
      id,
      data,
      spec,
      scene: crowded,
    } = scene({
      id: 'crowded',
      caption: prose`c`,
      data: { rows: [{ a: 'b' }] },
      states: { apart: prose`a`, near: prose`b` },
      draw: (state) => [text('one', 0), text('other', state === 'near' ? 20 : 100)],
      sentences: [prose`${set('near', 'near')} or ${set('apart', 'apart')}`],
    });
    if (!crowded) throw new Error('no scene');
    const drawn = renderFigure({ id, data, spec, scene: crowded }, { title: 't', description: 'd' });
    await expect(drawn).rejects.toThrow(
      'figure crowded: in frame near, 580 px wide, “words” runs over “words”',
    );
  });
});

describe.skipIf(isBrowserMissing())('a scene in a browser', () => {
  const browser = useBrowser();
  const write = pageFolder();
  let address = '';
  beforeAll(async () => {
    address = write(String((await renderFixture({ report: report() })).get('report.html')));
  });

  /** The width of the bar, and how well the disc can be seen, in the drawing that is shown. */
  const seen = (page: Page): Promise<number[]> =>
    page.evaluate(`(() => {
      const svg = [...document.querySelectorAll('#bars svg.figure')].find((one) => one.checkVisibility());
      return [svg.querySelector('rect').getAttribute('width'), svg.querySelector('circle').getAttribute('opacity')].map(Number);
    })()`);
  const MANY = [300, 0];
  const FEW = [100, 1];
  const scrollTo = (page: Page, words: string) =>
    page.evaluate(`[...document.querySelectorAll('.sets')].find((one) => one.textContent === '${words}')
      .scrollIntoView({ block: 'center', behavior: 'instant' })`);
  const drawingTop = (page: Page) =>
    page.evaluate(`document.querySelector('#bars .drawing').getBoundingClientRect().top`);

  it.each([
    ['beside its sentences', { width: 1280, height: 800 }],
    ['above its sentences', { width: 390, height: 700 }],
  ])('stays in view %s while they set it, and takes at most what is its share', async (_name, viewport) => {
    const page = await browser.openSilent(address, { viewport });
    expect(await seen(page)).toEqual(FEW);
    await scrollTo(page, 'few');
    await expect.poll(() => drawingTop(page), PATIENT).toBeLessThan(100);
    const top = await drawingTop(page);
    expect(top).toBeGreaterThanOrEqual(0);
    await scrollTo(page, 'many');
    await expect.poll(() => seen(page), PATIENT).toEqual(MANY);
    expect(await drawingTop(page)).toBe(top);
    if (viewport.width < 1100) {
      const height = await page.evaluate(
        `document.querySelector('#bars .drawing').getBoundingClientRect().height`,
      );
      expect(height).toBeLessThanOrEqual(0.4 * viewport.height);
    }
    expect(await faultsOf(page)).toEqual([]);
  });

  it('moves to what a reader presses, says so, and scrolls nowhere', async () => {
    const page = await browser.openSilent(address, { viewport: { width: 1280, height: 800 } });
    await scrollTo(page, 'few');
    await expect.poll(() => seen(page), PATIENT).toEqual(FEW);
    const place = await page.evaluate('scrollY');
    const [few, many] = ['few', 'many'].map((name) => page.getByRole('button', { name, exact: true }));
    expect(await few?.getAttribute('aria-pressed')).toBe('true');
    await page.evaluate(`document.querySelectorAll('.sets')[1].focus({ preventScroll: true })`);
    await page.keyboard.press('Enter');
    await expect.poll(() => seen(page), PATIENT).toEqual(MANY);
    expect(await few?.getAttribute('aria-pressed')).toBe('false');
    expect(await many?.getAttribute('aria-pressed')).toBe('true');
    await expect
      .poll(() => page.locator('#announcements').textContent(), PATIENT)
      .toBe('Figure 1.1: 300 of them');
    expect(await page.locator('#bars desc').textContent()).toBe('300 of them');
    expect(await page.evaluate('scrollY')).toBe(place);
  });

  it('runs through the frames of its dial to what a reader presses, and the thumb with it', async () => {
    const page = await browser.openSilent(address, { viewport: { width: 1280, height: 800 } });
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(60_000);
    await page.evaluate(`document.querySelectorAll('.sets')[1].click()`);
    const texts = new Set<string | null>();
    const places: number[] = [];
    const widths: number[] = [];
    while (places.length < 40 && (await seen(page))[0] !== 300) {
      await page.clock.runFor(40);
      widths.push((await seen(page))[0] ?? 0);
      places.push(Number(await page.locator('.dial input').inputValue()));
      texts.add(await page.locator('.dial output').textContent());
    }
    expect([...texts]).toEqual(['n = 100', 'n = 500', 'n = 300']);
    expect(Math.max(...widths)).toBeGreaterThan(400);
    expect(places).toEqual([...places].sort());
    expect(places.at(-1)).toBe(3);
  });

  it('shows each frame that a reader drags its dial to, until other words are read', async () => {
    const page = await browser.openSilent(address, { viewport: { width: 1280, height: 800 } });
    await scrollTo(page, 'few');
    const dial = page.getByRole('slider', { name: 'bars' });
    expect(await dial.getAttribute('aria-valuetext')).toBe('n = 100');
    await dial.press('ArrowRight');
    await expect.poll(() => seen(page), PATIENT).toEqual([500, 0]);
    expect(await dial.getAttribute('aria-valuetext')).toBe('n = 500');
    expect(await page.locator('#bars desc').textContent()).toBe('bars: n = 500');
    expect(await page.locator('#bars [aria-pressed="true"]').count()).toBe(0);
    await page.evaluate(`scrollBy({ top: -20, behavior: 'instant' })`);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect((await seen(page))[0]).toBe(500);
    await scrollTo(page, 'none');
    await expect.poll(() => seen(page), PATIENT).toEqual([0, 0]);
    expect(await page.locator('.dial output').textContent()).toBe('');
  });

  it('stays free of what explains a number of its sentences', async () => {
    const page = await browser.openSilent(address, { viewport: { width: 1280, height: 800 } });
    await scrollTo(page, 'none');
    await page.locator('#bars .sentences data.value').hover();
    const popup = page.locator('#popup');
    await popup.waitFor();
    const [words, drawing] = [await popup.boundingBox(), await page.locator('#bars .drawing').boundingBox()];
    expect((words?.x ?? Number.NaN) + (words?.width ?? Number.NaN)).toBeLessThanOrEqual(drawing?.x ?? 0);
  });

  it('changes at once for those who want no motion, by reading and by hand', async () => {
    const page = await browser.openSilent(address, {
      viewport: { width: 390, height: 700 },
      reducedMotion: 'reduce',
    });
    await page.clock.install();
    expect(await seen(page)).toEqual(FEW);
    await scrollTo(page, 'many');
    await expect.poll(() => seen(page), PATIENT).toEqual(MANY);
    await page.evaluate(`document.querySelector('.sets').click()`);
    expect(await seen(page)).toEqual(FEW);
  });

  it('is whole without a script, and prints its still', async () => {
    const bare = await browser.openSilent(address, { javaScriptEnabled: false });
    expect(await bare.locator('#bars button').count()).toBe(0);
    expect(await seen(bare)).toEqual(MANY);
    expect(await bare.locator('.dial').isVisible()).toBe(false);
    expect(await bare.locator('#bars').textContent()).toContain('There are few.');
    const page = await browser.openSilent(address, { viewport: { width: 1280, height: 800 } });
    expect(await seen(page)).toEqual(FEW);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await seen(page)).toEqual(MANY);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await seen(page)).toEqual(FEW);
  });
});
