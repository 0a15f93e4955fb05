import { expect, test } from 'vitest';
import { inShort } from '#page-model/popup-number';
import { readoutOf, readRows } from '#page-model/readout';
import { renderFigure } from '#render/figures/figure';
import { allElements, isElement, parseSvg } from '#render/svg/tree';
import * as mark from '#report/marks';
import { drawable } from '../report/measured-values.ts';
import { sample } from './sample-figures.ts';

const ROWS = [
  { x: 3, y: 1, kind: 'odd' },
  { x: 1, y: null, kind: 'odd' },
  { x: 5, y: 5, kind: 'odd' },
  { x: 2, y: 2, kind: 'even' },
  { x: 0, y: 4, kind: 'even' },
  { x: 4, y: 0.5, kind: 'even' },
];

const x = mark.q('x', { title: 'place' });
const drawn = (...layer: object[]) =>
  renderFigure(sample('f', drawable(ROWS), { layer }), { title: 'Figure', description: 'What it says.' });

test.each([
  ['dots', mark.dots({ x, y: 'y' })],
  ['a line, which is drawn from left to right without its gap', mark.line({ x, y: 'y' })],
  ['dots behind a filter', mark.dots({ x, y: 'y' }, { transform: [{ filter: "datum.kind === 'even'" }] })],
  ['lines of two groups', mark.line({ x, y: 'y', detail: 'kind' })],
])('a drawing says which rows it is of: %s', async (_what, layer) => {
  const { svgInline, svgFile } = await drawn(layer);
  const places = allElements(parseSvg(svgInline)).flatMap((group) => {
    const rows = readRows(group.attributes.get('data-rows') ?? '');
    const children = group.children.filter(isElement);
    const lefts =
      children.length < rows.length
        ? [...(children[0]?.attributes.get('d') ?? '').matchAll(/[ML]([\d.]+)/g)].map(([, left]) =>
            Number(left),
          )
        : children.map((one) => Number(/\(([\d.]+)/.exec(one.attributes.get('transform') ?? '(0')?.[1]));
    return rows.map((row, index) => ({
      x: ROWS[Number(row.split(' ')[1])]?.x ?? NaN,
      left: lefts[index] ?? NaN,
    }));
  });
  expect(places.length).toBeGreaterThan(2);
  // An axis from 0 to 5: a place is as far along as its value.
  const [unit = NaN] = places.filter((place) => place.x > 0).map((place) => place.left / place.x);
  for (const place of places) expect(place.left).toBeCloseTo(place.x * unit, 0);
  expect(svgFile).not.toContain('data-rows');
});

test('a readout names values as axes and legends do, and leaves out what only places marks', async () => {
  const { readouts } = await drawn(
    mark.rule({ x, y: 'y', y2: { field: 'x', title: 'range' } }),
    mark.dots({ x, y: mark.q('y', { axis: { format: '%' } }), color: mark.n('kind', { title: null }) }),
    mark.words({ x, y: mark.q('y', { axis: null }), text: 'kind' }),
  );
  expect(readoutOf({ x: 1234.56, y: 0.4567, kind: 'odd' }, readouts?.rows ?? [])).toEqual({
    heading: 'odd',
    values: [
      ['place', '1,234.6'],
      ['range', '45.7%'],
    ],
  });
});

test('numbers are short, and keep their size', () => {
  expect([0.0000123, -1202.83, 0.1 + 0.2, 49152, 0].map((value) => inShort(value, false))).toEqual([
    '1.23 × 10⁻⁵',
    '−1,202.8',
    '0.3',
    '49,152',
    '0',
  ]);
});
