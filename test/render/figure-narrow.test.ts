import { beforeAll, describe, expect, test } from 'vitest';
import type { RenderedFigure } from '#render/figures/figure';
import { renderFigure } from '#render/figures/figure';
import { narrowSpec } from '#render/figures/narrow';
import { textBoxes, textClashes } from '#render/svg/text-boxes';
import type { FigureBlock } from '#report/block';
import { drawable } from '../report/measured-values.ts';
import { SAMPLE_FIGURES, sample } from './sample-figures.ts';

const TEXT = { title: 'Figure', description: 'What it says.' };

const narrowOf = ({ svgNarrow }: RenderedFigure): string => svgNarrow ?? '';

const bars = (names: readonly string[]): FigureBlock =>
  sample('bars', drawable(names.map((name, index) => ({ name, amount: index + 1 }))), {
    mark: 'bar',
    encoding: {
      y: { field: 'name', type: 'nominal', title: null, sort: null },
      x: { field: 'amount', type: 'quantitative', title: 'amount' },
    },
  });

describe.each(SAMPLE_FIGURES.map((block) => [block.id, block] as const))(
  'figure %s on a phone',
  (_id, block) => {
    let rendered: RenderedFigure;
    beforeAll(async () => {
      rendered = await renderFigure(block, TEXT);
    });

    test('has a drawing of its own, in which no words run over each other or the edge', () => {
      expect(textClashes(narrowOf(rendered))).toEqual([]);
      expect(narrowOf(rendered)).not.toBe('');
    });
  },
);

test('long names at the left are broken into lines, and all of their words are there', async () => {
  const long = 'a name that is far too long to stand beside a bar on a phone';
  const rendered = await renderFigure(bars(['short', long]), TEXT);
  const lines = textBoxes(narrowOf(rendered)).map(({ text }) => text);
  expect(lines).toContain('short');
  expect(lines).not.toContain(long);
  expect(lines.join(' ')).toContain(long);
  // Three lines of 17 px, and 10 px to the next name, stand where a name of one line has 28 px.
  const y = { field: 'name', type: 'nominal' };
  const spec = { mark: 'bar', encoding: { y }, height: 56, datasets: { rows: [{ name: long }] } };
  expect(narrowSpec(spec, false, 344)).toMatchObject({ height: 2 * (3 * 17 + 10) });
});

test('a name of two lines is centred on its mark, as names of one line are', async () => {
  const broken = 'a name that takes two lines';
  const boxes = textBoxes(narrowOf(await renderFigure(bars(['first', broken, 'last']), TEXT)));
  const lines = boxes.filter(({ text }) => broken.includes(text));
  const between = boxes.filter(({ text }) => text === 'first' || text === 'last');
  const middle = (some: typeof boxes) =>
    some.reduce((sum, { top, bottom }) => sum + (top + bottom) / 2, 0) / some.length;
  expect(lines).toHaveLength(2);
  expect(Math.abs(middle(lines) - middle(between))).toBeLessThan(2);
});

test('a drawing in which words would still run over each other is left out', async () => {
  const rows = [
    { x: 0, y: 0, name: 'words at the left of the figure, many of them' },
    { x: 10, y: 0, name: 'words at the right' },
  ];
  const block = sample('crowded', drawable(rows), {
    mark: { type: 'text', align: 'left' },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: { domain: [0, 16] } },
      y: { field: 'y', type: 'quantitative' },
      text: { field: 'name' },
    },
  });
  const rendered = await renderFigure(block, TEXT);
  expect(textClashes(rendered.svgInline)).toEqual([]);
  expect(rendered).not.toHaveProperty('svgNarrow');
});

test('views side by side are stacked, wherever they stand', () => {
  const view = { mark: 'bar', encoding: { x: { field: 'a' } }, width: 100 };
  const bare = { mark: 'bar', encoding: { x: { field: 'a' } } };
  expect(narrowSpec({ hconcat: [view, view], datasets: {} }, true, 344)).toEqual({
    vconcat: [bare, bare],
    datasets: {},
  });
  const rows = { facet: { row: { field: 'g' } }, spec: view, datasets: {} };
  expect(narrowSpec(rows, true, 344)).toMatchObject({ facet: { row: { field: 'g' } } });
  expect(narrowSpec(rows, true, 344)).not.toHaveProperty('columns');
});
