import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { readFiles } from '#check/committed-data';
import { ownOutput } from '#pipeline/publish';
import { isBrowserMissing, useBrowser } from '../render/browser.ts';
import { withoutFonts } from '../render/xml.ts';
import { sharedFolder } from '../temporary.ts';

/** Where our fonts are not installed, a figure's file is seen as a Markdown page shows it: through an image. */

describe.skipIf(isBrowserMissing())('a figure in an image', () => {
  const browser = useBrowser();
  const folder = sharedFolder();

  /** What a browser shows of an SVG file in an image. */
  async function pixelsOf(svg: string): Promise<string> {
    const file = join(folder, 'figure.svg');
    writeFileSync(file, svg);
    const body = `<img src="${pathToFileURL(file).href}">`;
    const page = join(folder, 'page.html');
    writeFileSync(
      page,
      `<!doctype html><meta charset="utf-8"><style>*{display:block;margin:0}</style>${body}`,
    );
    const options = { viewport: { width: 800, height: 700 } };
    const { page: tab } = await browser.open(pathToFileURL(page).href, options);
    await tab.evaluate('document.fonts.ready.then(() => undefined)');
    const picture = await tab.screenshot();
    await tab.close();
    return picture.toString('base64');
  }

  it('shows its text in the fonts that it brings along, and in no other', async () => {
    const files = readFiles(ownOutput(ROOT.replace(/[\\/]$/, '')));
    const figures = [...files.keys()].filter((path) => path.endsWith('.svg')).slice(0, 3);
    expect(figures.length).toBe(3);
    for (const path of figures) {
      const svg = String(files.get(path) ?? '');
      const bare = withoutFonts(svg);
      expect(bare).not.toBe(svg);
      const inImage = await pixelsOf(svg);
      expect(await pixelsOf(svg), `${path} is drawn alike twice`).toBe(inImage);
      expect(await pixelsOf(bare), `${path} shows its own fonts`).not.toBe(inImage);
    }
  });
});
