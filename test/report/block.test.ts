import { describe, expect, it } from 'vitest';
import { barChart } from '#report/bar-chart';
import {
  always,
  type Block,
  box,
  code,
  curious,
  exercise,
  figure,
  measured as measuredTakeaway,
  pitfall,
  recap,
  sources,
  table,
  tokenStrip,
} from '#report/block';
import { prose } from '#report/prose';
import type { Prose } from '#report/prose-parts';
import { contentsOf, plainText } from '#report/report-tree';
import { source } from '#report/sources';
import { given, nats } from '#report/values';
import { refusals } from '../refusals.ts';
import { measured, stored } from './measured-values.ts';

const FIGURE = {
  id: 'a-figure',
  caption: prose`c`,
  alt: prose`a`,
  data: [{ x: given(1) }],
  spec: { mark: 'bar' },
};
const STRIP = {
  id: 'a-strip',
  caption: prose`c`,
  alt: prose`a`,
  legend: prose`l`,
  tokens: [{ text: ' a', value: null, detail: prose`d` }],
  domain: [given(0), given(1)],
} as const;
const ROWS = [{ a: 1 }, { a: 2 }];
const TABLE = {
  id: 'a-table',
  caption: prose`c`,
  rows: ROWS,
  columns: [['h', (row: { a: number }) => given(row.a)]],
} as const;
const EMPTY = prose` `;
const WORK = {
  id: 'a',
  authors: ['A, B'] as const,
  year: 1948,
  title: 't',
  where: 'w',
  adds: prose`It adds.`,
};

describe('a figure', () => {
  it('calls plain rows "rows" and keeps named data sets', () => {
    expect(figure(FIGURE).data).toEqual({ rows: [{ x: 1 }] });
    expect(figure({ ...FIGURE, data: { one: [{ x: given(1) }], two: [{ y: given(2) }] } }).data).toEqual({
      one: [{ x: 1 }],
      two: [{ y: 2 }],
    });
  });

  it('may say float64 in a title, and any number elsewhere in its specification', () => {
    const spec = { title: 'In float64', height: 260, mark: { type: 'bar', size: 12 } };
    expect(figure({ ...FIGURE, spec }).spec).toEqual(spec);
  });
});

describe('a table', () => {
  it('is made a column at a time, values right and words left unless told', () => {
    const made = table({
      ...TABLE,
      columns: [
        ['words', () => prose`a`],
        [prose`value`, (row) => given(row.a)],
        ['sometimes', (row) => (row.a === 1 ? '' : given(row.a))],
        ['told', (_row, index) => given(index), 'left'],
      ],
    });
    expect(made.columns.map(({ align }) => align)).toEqual(['left', 'right', 'right', 'left']);
    expect(made.columns.map(({ head }) => plainText(head))).toEqual(['words', 'value', 'sometimes', 'told']);
    expect(made.rows.map((row) => row.map((cell) => plainText(cell)))).toEqual([
      ['a', '1', '', '0'],
      ['a', '2', '2', '1'],
    ]);
  });
});

describe('a token strip', () => {
  it('is what was given, its numbers as Vega and the page take them, with their source', () => {
    const value = measured('nats', 0.5);
    const tokens = [...STRIP.tokens, { text: ' b', value, detail: prose`d` }];
    const made = tokenStrip({ ...STRIP, tokens, domain: [given(0), measured('nats', 2)] });
    expect(made).toMatchObject({ type: 'tokenStrip', id: 'a-strip', domain: [0, 2] });
    expect(made.tokens).toMatchObject([{ value: null }, { value: 0.5, source: value.source }]);
  });
});

describe('other blocks', () => {
  it('name a module as chapters import it', () => {
    expect(code('#numerics/softmax', 'softmax')).toEqual({
      type: 'code',
      module: '#numerics/softmax',
      region: 'softmax',
    });
  });

  it('tell the blocks inside them, which are theirs alone', () => {
    const [a, b] = [prose`a`, prose`b`];
    const inside: readonly [Block, readonly Block[]][] = [
      [pitfall(prose`t`, [a]), [a]],
      [box('x', prose`t`, [a, b]), [a, b]],
      [curious(prose`t`, [b]), [b]],
      [exercise([a], [b]), [a, b]],
      [recap([always(a)]), []],
      [a, []],
      [table(TABLE), []],
    ];
    for (const [block, expected] of inside) expect(contentsOf(block).blocks ?? []).toEqual(expected);
  });
});

it('a block is refused in one sentence, as refused-blocks.txt has it', async () => {
  const withSpec = (spec: Readonly<Record<string, unknown>>) => figure({ ...FIGURE, spec });
  const mark = { type: 'text', text: 'half is 50' };
  const said = refusals({
    'a figure without a caption': () => figure({ ...FIGURE, caption: EMPTY }),
    'a figure without an alternative text': () => figure({ ...FIGURE, alt: EMPTY }),
    'a figure without rows': () => figure({ ...FIGURE, data: [] }),
    'a figure with an empty data set': () => figure({ ...FIGURE, data: { one: [{ x: given(1) }], two: [] } }),
    'a figure with a bad id': () => figure({ ...FIGURE, id: 'A figure' }),
    'a number in a title': () => withSpec({ title: 'Top 10' }),
    'a number on an axis': () => withSpec({ encoding: { x: { axis: { title: 'p > 0.5' } } } }),
    'a number in a layer': () => withSpec({ layer: [{ mark }] }),
    'a number in a second line': () => withSpec({ title: ['Top', '10 tokens'] }),
    'a number in a subtitle': () => withSpec({ title: { text: 'a', subtitle: ['of 3'] } }),
    'a table without a caption': () => table({ ...TABLE, caption: EMPTY }),
    'a table without rows': () => table({ ...TABLE, rows: [] }),
    'a table with a misspelt column': () => table({ ...TABLE, columns: ['misspelt' as never] }),
    'a token strip without a caption': () => tokenStrip({ ...STRIP, caption: EMPTY }),
    'a token strip without an alternative text': () => tokenStrip({ ...STRIP, alt: EMPTY }),
    'a token strip without a legend': () => tokenStrip({ ...STRIP, legend: EMPTY }),
    'a token strip without tokens': () => tokenStrip({ ...STRIP, tokens: [] }),
    'an empty takeaway': () => always(prose` `),
    'a takeaway of a string': () => measuredTakeaway('words' as never),
    'a takeaway of no model that prints a result': () => always(prose`It lost ${nats(measured('nats', 2))}.`),
    'a measured takeaway without a result': () => measuredTakeaway(prose`Sums do not.`),
    'a source with a bad id': () => source({ ...WORK, id: 'Shannon 1948' }),
    'a source that adds nothing': () => source({ ...WORK, adds: prose`` }),
    'no sources': () => sources([]),
    'two sources': () => sources([1, 2].map((n) => source({ ...WORK, id: `work-${n}` }))),
    'six sources': () => sources([1, 2, 3, 4, 5, 6].map((n) => source({ ...WORK, id: `work-${n}` }))),
  });
  await expect(said).toMatchFileSnapshot('refused-blocks.txt');
});

describe('what an author leaves out', () => {
  const rows = [
    { country: stored('France'), probability: measured('probability', 0.77), entropy: measured('nats', 1.5) },
    { country: stored('Norway'), probability: measured('probability', 0.25), entropy: null },
  ];
  const textsOf = (proses: readonly Prose[]) => proses.map((one) => plainText(one));

  it('is, of a table, its columns with their units, and an id from its caption', () => {
    const made = table({ caption: prose`What the model thinks of each *capital*.`, rows });
    expect(made.id).toBe('what-the-model-thinks-of-each');
    expect(textsOf(made.columns.map(({ head }) => head))).toEqual([
      'country',
      'probability',
      'entropy (nats)',
    ]);
    expect(made.columns.map(({ align }) => align)).toEqual(['left', 'right', 'right']);
    expect(made.rows.map(textsOf)).toEqual([
      ['France', '0.770', '1.500 nats'],
      ['Norway', '0.250', ''],
    ]);
    const named = table({ caption: prose`c`, rows, columns: ['entropy', ['p', (row) => row.probability]] });
    expect(textsOf(named.columns.map(({ head }) => head))).toEqual(['entropy (nats)', 'p']);
  });

  it('is, of a bar chart, its drawing, the numbers at the bars, and their description', () => {
    const made = barChart({ caption: prose`Capitals`, rows, name: 'country', value: 'probability' });
    expect(made.data.rows).toEqual([
      { name: 'France', value: 0.77, label: '0.770' },
      { name: 'Norway', value: 0.25, label: '0.250' },
    ]);
    expect(plainText(made.alt)).toBe('Bars: France 0.770 and Norway 0.250.');
    expect(() => barChart({ caption: prose`c`, rows, name: 'country', value: 'share' as never })).toThrow(
      'barChart draws results, and "share" of a row is undefined: is a field misspelt',
    );
    const [bars] = made.spec.layer as { encoding: { x: unknown } }[];
    expect(bars?.encoding.x).toMatchObject({ title: 'probability', scale: { domain: [0, 1] } });
  });
});
