import { createHash } from 'node:crypto';
import { createCanvas, loadImage } from 'canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { COLOURS } from '#page-model/colours';
import type { RenderedFigure } from '#render/figures/figure';
import { renderFigure, renderPng } from '#render/figures/figure';
import { FIGURE_WIDTH } from '#render/figures/theme';
import { darkDrawing } from '#render/svg/inline-or-standalone';
import { normaliseSvg } from '#render/svg/normalise';
import type { FigureBlock } from '#report/block';
import { entropyLines, namedPoints, rankCurve, SAMPLE_FIGURES, tokenBars } from './sample-figures.ts';
import { allElements, readXml } from './xml.ts';

const TEXT = { title: 'Figure', description: 'What it says.' };
const rendered = new Map<string, RenderedFigure>();

function of(block: FigureBlock): RenderedFigure {
  const found = rendered.get(block.id);
  if (!found) throw new Error(`${block.id} was not rendered`);
  return found;
}

const checksum = (value: RenderedFigure): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

beforeAll(async () => {
  for (const block of SAMPLE_FIGURES) rendered.set(block.id, await renderFigure(block, TEXT));
});

describe.each(SAMPLE_FIGURES.map((block) => [block.id, block] as const))('figure %s', (_id, block) => {
  test('is well-formed XML with a title, a description and a role, in the file and in the page', () => {
    for (const svg of [of(block).svgFile.trimEnd(), of(block).svgInline]) {
      const root = readXml(svg);
      expect(root.name).toBe('svg');
      expect(root.attributes.get('role')).toBe('img');
      const labels = root.attributes.get('aria-labelledby')?.split(' ') ?? [];
      const labelling = root.children.filter(({ attributes }) => labels.includes(attributes.get('id') ?? ''));
      expect(labelling.map(({ name, text }) => [name, text])).toEqual([
        ['title', TEXT.title],
        ['desc', TEXT.description],
      ]);
    }
  });

  test('exchanges each of its colours on dark paper, its own paper included', () => {
    const root = readXml(of(block).svgFile.trimEnd());
    const style = root.children.find(({ name }) => name === 'style')?.text ?? '';
    const dark = /@media \(prefers-color-scheme:dark\)\{(.*)\}$/.exec(style)?.[1] ?? '';
    const used = allElements(root).flatMap(({ attributes }) =>
      ['fill', 'stroke', 'stop-color'].flatMap((key) => {
        const colour = attributes.get(key) ?? 'none';
        return /^none|^transparent|^url/.test(colour) ? [] : [[key, colour] as const];
      }),
    );
    expect(used).toContainEqual(['fill', COLOURS.paper.light]);
    for (const [key, colour] of used)
      expect(dark).toMatch(new RegExp(`\\[${key}="${colour}"\\]\\{${key}:#[0-9a-f]{6}\\}`));
  });

  test('brings its fonts in the file and none in the page', () => {
    expect(of(block).svgFile).toContain('@font-face{font-family:RptSans');
    expect(of(block).svgFile).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
    expect(of(block).svgInline).not.toContain('@font-face');
    expect(of(block).svgInline).not.toContain('<style');
    const usesMono = of(block).svgInline.includes('RptMono');
    expect(of(block).svgFile.includes('@font-face{font-family:RptMono')).toBe(usesMono);
  });
});

describe('the same bytes', () => {
  test('come out again, in another order and when asked for all at once', async () => {
    const again = await Promise.all(SAMPLE_FIGURES.toReversed().map((block) => renderFigure(block, TEXT)));
    expect(again.toReversed().map(checksum)).toEqual(SAMPLE_FIGURES.map((block) => checksum(of(block))));
  });
});

describe('several figures in one page', () => {
  test('share no id, and every reference finds one of its own figure', () => {
    const seen = new Set<string>();
    for (const block of [entropyLines, namedPoints, rankCurve]) {
      const elements = allElements(readXml(of(block).svgInline));
      const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
      for (const id of ids) {
        expect(seen.has(id), id).toBe(false);
        seen.add(id);
      }
      for (const { attributes } of elements) {
        for (const [key, value] of attributes) {
          if (key === 'xmlns' || key.startsWith('xmlns:')) continue;
          for (const [, target = ''] of value.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(target);
        }
      }
    }
    // The clip path of the one and the gradient of the other: Vega numbers both from nought.
    expect([...seen].filter((id) => /clip|gradient/.test(id)).length).toBeGreaterThanOrEqual(2);
  });
});

test('a drawing for dark paper is the drawing itself with its dark colours set, whatever the system says', () => {
  const { svgFile } = of(tokenBars);
  const dark = darkDrawing(svgFile);
  expect(svgFile).toContain('prefers-color-scheme');
  expect(dark).not.toContain('@media');
  expect(dark).toContain(`[fill="${COLOURS.paper.light}"]{fill:${COLOURS.paper.dark}}`);
  const withoutStyle = (svg: string) => svg.replace(/<style>.*?<\/style>/s, '');
  expect(withoutStyle(dark)).toBe(withoutStyle(svgFile));
});

test('a token named $& or $1 is drawn as it is', async () => {
  const text = { title: "$& $1 $' $`", description: '$<a>' };
  const { svgFile, svgInline } = await renderFigure(tokenBars, text);
  for (const svg of [svgFile.trimEnd(), svgInline]) {
    const [title, description] = readXml(svg).children;
    expect([title?.text, description?.text]).toEqual(["$&amp; $1 $' $`", '$&lt;a&gt;']);
  }
});

test('powers of ten are set in the font of formulas', () => {
  expect(of(rankCurve).svgInline).toMatch(/font-family="RptMath[^>]*>10⁻²</);
});

test('coordinates are rounded to hundredths of a pixel', () => {
  expect(normaliseSvg('<svg><line x2="1.23456" y2="-0.001"/></svg>', 'A')).toBe(
    '<svg font-family="A"><line x2="1.23" y2="0"/></svg>',
  );
});

test('a PNG is one and a half times as large, on white paper', async () => {
  const png = await renderPng(tokenBars);
  expect([...png.slice(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const image = await loadImage(Buffer.from(png));
  expect(image.width).toBe(FIGURE_WIDTH * 1.5);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  expect([...context.getImageData(2, 2, 1, 1).data]).toEqual([255, 255, 255, 255]);
  const colours = new Set<string>();
  const { data } = context.getImageData(0, 0, image.width, image.height);
  for (let i = 0; i < data.length; i += 4) colours.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`);
  const orange = [1, 3, 5].map((at) => Number.parseInt(COLOURS.orange.light.slice(at, at + 2), 16)).join(' ');
  expect(colours).toContain(orange);
});
