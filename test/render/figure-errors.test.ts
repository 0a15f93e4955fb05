import { describe, expect, test } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { normaliseSvg } from '#render/svg/normalise';
import type { DataRow, FigureBlock } from '#report/block';
import { drawable } from '../report/measured-values.ts';
import { sample } from './sample-figures.ts';

const ROWS: readonly DataRow[] = [{ a: 1, b: 2, word: 'one' }];
const X = { field: 'a', type: 'quantitative' };
const Y = { field: 'b', type: 'quantitative' };
const PLACED = { x: X, y: Y };

const block = (spec: Readonly<Record<string, unknown>>, data: readonly DataRow[] = ROWS): FigureBlock =>
  sample('broken', drawable(data), spec);

const render = (of: FigureBlock) => renderFigure(of, { title: 't', description: 'd' });

type Data = readonly Readonly<Record<string, number>>[];
const points = (encoding: object, data?: Data) =>
  block({ mark: 'point', encoding: { ...PLACED, ...encoding } }, data);
const filtered = (filter: string) => block({ mark: 'point', transform: [{ filter }], encoding: PLACED });
const marked = (mark: object) => block({ mark, encoding: PLACED });
const withMore = (more: object) => block({ ...more, mark: 'point', encoding: PLACED });
const parameter = (value: unknown, bind: object) => withMore({ params: [{ name: 'p', value, bind }] });

const RANGE = { input: 'range', min: 0, max: 2 };
const CROWD = Array.from({ length: 4000 }, (_, i) => ({ a: Math.sqrt(i), b: Math.sin(i) }));
const WITH_ZERO = [
  { a: 0, b: 1 },
  { a: 1, b: 1 },
];
const MISSPELT_AXIS = { ...PLACED, x: { ...X, axis: { titel: 'x' } } };
const SORTED_BY_NOTHING = { x: X, y: { field: 'word', sort: { field: 'rang' } } };

const BROKEN: readonly (readonly [string, FigureBlock, RegExp])[] = [
  ['a misspelt property of a mark', marked({ type: 'line', colr: 'x' }), /mark\.colr is not known/],
  [
    'a misspelt property of an axis in a layer',
    block({ layer: [{ mark: 'point', encoding: MISSPELT_AXIS }] }),
    /layer\.0\.encoding\.x\.axis\.titel is not known/,
  ],
  ['an unknown mark', block({ mark: 'blob', encoding: PLACED }), /mark is "blob": Invalid/],
  ['an unknown type', points({ x: { field: 'a', type: 'quant' } }), /x\.type is "quant"/],
  ['a field not in the data', points({ x: { field: 'z', type: 'quantitative' } }), /"z" is missing in row 0/],
  ['a field that some row lacks', points({}, [{ a: 1, b: 1 }, { a: 2 }]), /"b" is missing in row 1/],
  [
    'text drawn as a number',
    points({ y: { field: 'word', type: 'quantitative' } }),
    /"word" holds text, but is drawn as a number: use mark\.n\('word'\)/,
  ],
  ['a field in an expression', filtered('datum.z > 1'), /"z" is missing/],
  ['a field to sort by', block({ mark: 'bar', encoding: SORTED_BY_NOTHING }), /"rang" is missing/],
  ['a value without a place', points({}, [{ a: Number.NEGATIVE_INFINITY, b: 1 }]), /-Infinity in row 0/],
  ['an unknown data set', withMore({ data: { name: 'others' } }), /no data set "others"/],
  ['a file as data', withMore({ data: { url: 'a.csv' } }), /"url" .* loads nothing/],
  ['an image', marked({ type: 'image', url: 'a.png' }), /loads nothing/],
  ['a link', points({ href: { value: 'a' } }), /links nowhere/],
  ['a date', points({ x: { field: 'a', type: 'temporal' } }), /shows no dates/],
  ['a colour of another palette', marked({ type: 'point', color: 'red' }), /red is not of the theme/],
  ['a name that the theme lacks', marked({ type: 'point', color: '$red' }), /has no \$red/],
  ['a theme of its own', withMore({ config: {} }), /"config" is the theme's/],
  ['an expression that does not parse', filtered('datum.a > ('), /Unexpected end/],
  ['an unknown name in an expression', filtered('datum.a > nosuch'), /"nosuch"/],
  ['nothing left to draw', filtered('datum.a > 5'), /Infinite extent|no mark/],
  ['a zero on a logarithmic axis', points({ x: { ...X, scale: { type: 'log' } } }, WITH_ZERO), /zero/],
  ['more points than a reader can see', points({}, CROWD), /at most 400000 are allowed/],
  ['a control without a label', parameter(1, { ...RANGE, step: 1 }), /p needs a label/],
  ['a range without a step', parameter(1, { ...RANGE, name: 'P' }), /needs min, max and step/],
  ['a value outside of its range', parameter(9, { ...RANGE, step: 1, name: 'P' }), /outside of its range/],
  ['no option', parameter('c', { input: 'select', options: ['a', 'b'], name: 'P' }), /one of its options/],
  ['an input without a control', parameter('#fff', { input: 'color', name: 'P' }), /no control/],
];

describe('a figure fails by name on', () => {
  test.each(BROKEN)('%s', async (_what, broken, message) => {
    await expect(render(broken)).rejects.toThrow(/^figure broken[: ]/);
    await expect(render(broken)).rejects.toThrow(message);
  });
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
