import { describe, expect, test } from 'vitest';
import { Drawer } from '#render/figures/drawer';
import { completeSpec } from '#render/figures/spec';
import { sizeOfSvg } from '#render/svg/tree';
import { drawable } from '../report/measured-values.ts';
import { SAMPLE_FIGURES, sample } from './sample-figures.ts';

const SAMPLES = SAMPLE_FIGURES.map((block) => [block.id, block] as const);

describe.each(SAMPLES)('figure %s', (_id, block) => {
  test('is the same at a width whatever was drawn before', async () => {
    const drawAt = async (...widths: number[]) => {
      const drawer = new Drawer(block);
      const compiled = drawer.compile(completeSpec(block));
      const drawings = [];
      for (const width of widths) drawings.push(await drawer.draw(compiled, width));
      drawer.close();
      return drawings.at(-1);
    };
    expect(await drawAt(600, 344, 460)).toEqual(await drawAt(460));
  });
});

const POINTS = {
  mark: 'point',
  encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } },
};
const BARS = { mark: 'bar', encoding: { x: { field: 'g', type: 'nominal' }, y: POINTS.encoding.y } };
const BY_GROUP = { field: 'g', type: 'nominal' };

test.each([
  ['side by side', { hconcat: [POINTS, BARS] }],
  ['below each other', { vconcat: [POINTS, BARS] }],
  ['in a grid', { concat: [POINTS, BARS, POINTS, BARS], columns: 2 }],
  ['one inside the other', { hconcat: [{ vconcat: [POINTS, BARS] }, POINTS] }],
  ['a facet each', { facet: BY_GROUP, spec: POINTS }],
  ['in columns by an encoding', { ...POINTS, encoding: { ...POINTS.encoding, column: BY_GROUP } }],
  [
    'repeated',
    {
      repeat: { column: ['a', 'b'] },
      spec: { ...POINTS, encoding: { x: { field: { repeat: 'column' }, type: 'quantitative' } } },
    },
  ],
])('views %s fill the width together', async (_how, spec) => {
  const data = drawable([
    { a: 1, b: 2, g: 'one' },
    { a: 3, b: 1, g: 'two' },
  ]);
  const block = sample('composed', data, spec);
  const drawer = new Drawer(block);
  const { svg } = await drawer.draw(drawer.compile(completeSpec(block)), 600);
  expect(Math.abs(sizeOfSvg(svg).width - 600)).toBeLessThanOrEqual(1);
});
