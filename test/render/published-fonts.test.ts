import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedFolder } from '../temporary.ts';
import { isBrowserMissing, PUBLISHED, PUBLISHED_ADDRESS, unfold, useBrowser } from './browser.ts';

/**
 * Which fonts draw the published report. The browser sees one installed font, which has every character there is in the
 * page: whatever the page's own fonts lack would be drawn in it.
 */

interface DrawnOutline {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

const opentype = createRequire(import.meta.url)('opentype.js') as {
  Path: new () => DrawnOutline;
  Glyph: new (options: object) => { unicodes: number[] };
  Font: new (options: object) => { toArrayBuffer(): ArrayBuffer };
};

const INSTALLED = 'Installed';

/** A font that draws all of some characters as one square. */
function fontOf(characters: ReadonlySet<number>): Buffer {
  const path = new opentype.Path();
  path.moveTo(0, 0);
  for (const [x, y] of [
    [0, 800],
    [800, 800],
    [800, 0],
  ] as const)
    path.lineTo(x, y);
  const advanceWidth = 800;
  const missing = new opentype.Glyph({
    name: '.notdef',
    unicode: 0,
    advanceWidth,
    path: new opentype.Path(),
  });
  const square = new opentype.Glyph({ name: 'square', unicode: 0x1d400, advanceWidth, path });
  square.unicodes = [...characters];
  const names = { familyName: INSTALLED, styleName: 'Regular' };
  const metrics = { unitsPerEm: 1000, ascender: 800, descender: -200 };
  return Buffer.from(new opentype.Font({ ...names, ...metrics, glyphs: [missing, square] }).toArrayBuffer());
}

/** Every character of a text and the mathematical alphabets, in which browsers draw variables. */
function charactersIn(text: string): Set<number> {
  const all = new Set([...text].map((character) => character.codePointAt(0) ?? 0).filter((one) => one >= 32));
  for (let one = 0x1d400; one < 0x1d800; one++) all.add(one);
  return all.add(0x210e);
}

/** Marks one element for each font and character in it, which draws the same wherever else it is; gives their texts. */
const MARK = `(() => {
  const seen = new Map();
  const marked = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === '' || parent.closest('script, style') || !parent.checkVisibility()) continue;
    const { fontFamily, fontWeight, fontStyle } = getComputedStyle(parent);
    // A variable is drawn in italics where it is one letter.
    const variable = parent.localName === 'mi' ? node.data : '';
    const key = [fontFamily, fontWeight, fontStyle, variable].join('|');
    const characters = seen.get(key) ?? new Set();
    seen.set(key, characters);
    if ([...node.data].every((one) => characters.has(one))) continue;
    for (const one of node.data) characters.add(one);
    if (!parent.hasAttribute('data-drawn')) marked.push(node.data.trim());
    parent.setAttribute('data-drawn', '');
  }
  return marked;
})()`;

interface UsedFont {
  readonly name: string;
  readonly isOurs: boolean;
  readonly text: string;
}

async function fontsOf(page: Page): Promise<UsedFont[]> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const texts = (await page.evaluate(MARK)) as string[];
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  const selected = { nodeId: root.nodeId, selector: '[data-drawn]' };
  const { nodeIds } = await session.send('DOM.querySelectorAll', selected);
  const used: UsedFont[] = [];
  for (const [index, nodeId] of nodeIds.entries()) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    const text = texts[index]?.slice(0, 60) ?? '';
    used.push(...fonts.map((font) => ({ name: font.familyName, isOurs: font.isCustomFont, text })));
  }
  return used;
}

const OUR_FONTS = [/^Source Serif 4/, /^Inter/, /^JetBrains Mono/, /^STIX Two Math/];

function expectOurs(fonts: readonly UsedFont[]): void {
  expect(fonts.filter(({ isOurs }) => !isOurs)).toEqual([]);
  const names = fonts.map((font) => font.name);
  for (const ours of OUR_FONTS) expect(names).toContainEqual(expect.stringMatching(ours));
}

// Only where fontconfig finds the fonts can a test say which are installed.
describe.skipIf(process.platform !== 'linux' || isBrowserMissing())(
  'the fonts of the published report',
  () => {
    const folder = sharedFolder();
    const configuration = join(folder, 'fonts.conf');
    beforeAll(() => {
      const characters = charactersIn(`${readFileSync(PUBLISHED, 'utf8')}日🙂`);
      writeFileSync(join(folder, 'installed.otf'), fontOf(characters));
      writeFileSync(
        configuration,
        `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">` +
          `<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`,
      );
    });
    const browser = useBrowser({ FONTCONFIG_FILE: configuration });

    it.each([
      ['in a wide window', 1280],
      ['on a phone', 390],
    ])('draw every text of it, formulas and figures included, %s', async (_name, width) => {
      const page = await browser.openSilent(PUBLISHED_ADDRESS, { viewport: { width, height: 800 } });
      await unfold(page);
      expectOurs(await fontsOf(page));
    });
  },
);
