import { describe, expect, test } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { normaliseSvg } from '#render/svg/normalise';
import type { DataRow, FigureBlock } from '#report/block';
import { figure } from '#report/block';
import { prose } from '#report/prose';
import { drawable } from '../report/measured-values.ts';

const ROWS: readonly DataRow[] = [{ a: 1, b: 2, word: 'one' }];
const X = { field: 'a', type: 'quantitative' };
const Y = { field: 'b', type: 'quantitative' };
const PLACED = { x: X, y: Y };

const block = (spec: Readonly<Record<string, unknown>>, data: readonly DataRow[] = ROWS): FigureBlock =>
  figure({ id: 'broken', caption: prose`c`, alt: prose`a`, data: drawable(data), spec });

const render = (of: FigureBlock) => renderFigure(of, { title: 't', description: 'd' });

const parameter = (value: unknown, bind: object): FigureBlock =>
  block({ params: [{ name: 'p', value, bind }], mark: 'point', encoding: PLACED });

const BROKEN: readonly (readonly [string, FigureBlock, RegExp])[] = [
  [
    'a misspelt property of a mark',
    block({ mark: { type: 'line', colr: 'x' }, encoding: PLACED }),
    /mark\.colr is not known/,
  ],
  [
    'a misspelt property of an axis in a layer',
    block({ layer: [{ mark: 'point', encoding: { ...PLACED, x: { ...X, axis: { titel: 'x' } } } }] }),
    /layer\.0\.encoding\.x\.axis\.titel is not known/,
  ],
  ['an unknown mark', block({ mark: 'blob', encoding: PLACED }), /mark is "blob", not .*"line"/],
  [
    'an unknown type of a field',
    block({ mark: 'point', encoding: { ...PLACED, x: { field: 'a', type: 'quant' } } }),
    /encoding\.x\.type is "quant", not "quantitative" or/,
  ],
  [
    'a field that is not in the data',
    block({ mark: 'point', encoding: { ...PLACED, x: { field: 'z', type: 'quantitative' } } }),
    /the field "z" is missing in row 0 of the data set "rows" \(it has a, b, word\)/,
  ],
  [
    'a field that some row lacks',
    block({ mark: 'point', encoding: PLACED }, [{ a: 1, b: 1 }, { a: 2 }]),
    /the field "b" is missing in row 1/,
  ],
  [
    'a field that only an expression names',
    block({ mark: 'point', transform: [{ filter: 'datum.z > 1' }], encoding: PLACED }),
    /the field "z" is missing/,
  ],
  [
    'a field to sort by that is not in the data',
    block({ mark: 'bar', encoding: { x: X, y: { field: 'word', sort: { field: 'rang' } } } }),
    /the field "rang" is missing/,
  ],
  [
    'a value without a place',
    block({ mark: 'point', encoding: PLACED }, [{ a: Number.NEGATIVE_INFINITY, b: 1 }]),
    /"a" is -Infinity in row 0/,
  ],
  [
    'an unknown data set',
    block({ data: { name: 'others' }, mark: 'point', encoding: PLACED }),
    /no data set "others"/,
  ],
  [
    'a file as data',
    block({ data: { url: 'a.csv' }, mark: 'point', encoding: PLACED }),
    /"url" .* loads nothing/,
  ],
  ['an image', block({ mark: { type: 'image', url: 'a.png' }, encoding: PLACED }), /loads nothing/],
  ['a link', block({ mark: 'point', encoding: { ...PLACED, href: { value: 'a' } } }), /links nowhere/],
  [
    'a date',
    block({ mark: 'point', encoding: { ...PLACED, x: { field: 'a', type: 'temporal' } } }),
    /shows no dates/,
  ],
  [
    'a colour of another palette',
    block({ mark: { type: 'point', color: 'red' }, encoding: PLACED }),
    /the colour red is not of the theme/,
  ],
  [
    'a name that the theme lacks',
    block({ mark: { type: 'point', color: '$red' }, encoding: PLACED }),
    /the theme has no \$red; it has paper,/,
  ],
  ['a theme of its own', block({ config: {}, mark: 'point', encoding: PLACED }), /"config" is the theme's/],
  [
    'an expression that does not parse',
    block({ mark: 'point', transform: [{ filter: 'datum.a > (' }], encoding: PLACED }),
    /Unexpected end/,
  ],
  [
    'an unknown name in an expression',
    block({ mark: 'point', transform: [{ filter: 'datum.a > nosuch' }], encoding: PLACED }),
    /"nosuch"/,
  ],
  [
    'nothing left to draw',
    block({ mark: 'point', transform: [{ filter: 'datum.a > 5' }], encoding: PLACED }),
    /Infinite extent|no mark/,
  ],
  [
    'a zero on a logarithmic axis',
    block({ mark: 'point', encoding: { ...PLACED, x: { ...X, scale: { type: 'log' } } } }, [
      { a: 0, b: 1 },
      { a: 1, b: 1 },
    ]),
    /Log scale domain includes zero/,
  ],
  [
    'more points than a reader can see',
    block(
      { mark: 'point', encoding: PLACED },
      Array.from({ length: 4000 }, (_, i) => ({ a: Math.sqrt(i), b: Math.sin(i) })),
    ),
    /\d+ characters of SVG, at most 400000 are allowed/,
  ],
  ['a control without a label', parameter(1, { input: 'range', min: 0, max: 2, step: 1 }), /p needs a label/],
  [
    'a range without a step',
    parameter(1, { input: 'range', min: 0, max: 2, name: 'P' }),
    /needs min, max and step/,
  ],
  [
    'a value outside of its range',
    parameter(9, { input: 'range', min: 0, max: 2, step: 1, name: 'P' }),
    /outside of its range/,
  ],
  [
    'a value that is no option',
    parameter('c', { input: 'select', options: ['a', 'b'], name: 'P' }),
    /one of its options/,
  ],
  ['an input without a control', parameter('#fff', { input: 'color', name: 'P' }), /no control/],
];

describe('a figure fails by name on', () => {
  test.each(BROKEN)('%s', async (_what, broken, message) => {
    await expect(render(broken)).rejects.toThrow(/^figure broken[: ]/);
    await expect(render(broken)).rejects.toThrow(message);
  });
});

test('a null in the data is left out without complaint', async () => {
  const rows = [
    { a: 1, b: 1 },
    { a: null, b: 2 },
  ];
  await expect(render(block({ mark: 'point', encoding: PLACED }, rows))).resolves.toBeDefined();
});

test('fields that transforms make are known', async () => {
  const spec = {
    transform: [
      { calculate: 'datum.a * 2', as: 'doubled' },
      { fold: ['a', 'b'] },
      { window: [{ op: 'row_number', as: 'position' }], sort: [{ field: 'doubled' }] },
    ],
    mark: 'point',
    encoding: {
      x: { field: 'doubled', type: 'quantitative' },
      y: { field: 'value', type: 'quantitative' },
      color: { field: 'key', type: 'nominal' },
      size: { field: 'position', type: 'ordinal' },
    },
  };
  await expect(render(block(spec))).resolves.toBeDefined();
});

test('a coordinate that is no number is refused', () => {
  expect(() => normaliseSvg('<svg><path d="M0,NaN"/></svg>', 'F')).toThrow('a mark has no place: d="M0,NaN"');
  expect(() => normaliseSvg('<svg><g transform="translate(Infinity,2)"/></svg>', 'F')).toThrow(
    'a mark has no place',
  );
});

test('a failure leaves the next figure as it would have been', async () => {
  const fine = block({ mark: { type: 'line', clip: true }, encoding: PLACED });
  const before = await render(fine);
  await expect(render(block({ mark: 'blob', encoding: PLACED }))).rejects.toThrow();
  expect(await render(fine)).toEqual(before);
});
