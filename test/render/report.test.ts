import { describe, expect, it, vi } from 'vitest';
import { visible } from '#base/visible-space';
import { toCsv, withRealTokens } from '#page-model/csv';
import type { RenderedFigure } from '#render/figures/figure';
import { drawFigures } from '#render/figures/files';
import { findingsJson, renderReport } from '#render/report';
import { type Block, code, figure, output } from '#report/block';
import { finding, greater } from '#report/finding';
import { prose } from '#report/prose';
import { chapter, headline, section } from '#report/section';
import { count } from '#report/values';
import { writeReport } from '#report/write-report';
import { smallPng } from '../check/small-png.ts';
import { measured } from '../report/measured-values.ts';
import { fixtureProvenance, fixtureReport, ROOT } from './fixture-report.ts';

const input = () => ({ report: fixtureReport(), provenance: fixtureProvenance, root: ROOT });

const drawing = (id: string): RenderedFigure => ({
  svgFile: `<svg width="20" height="10">${id}</svg>\n`,
  svgInline: `<svg id="${id}-svg"></svg>`,
  width: 1,
  height: 1,
});
const picture = (level?: number) => smallPng(30, 15, (index) => 3 * index, level);
const stub = {
  renderFigure: async ({ id }: { id: string }) => drawing(id),
  renderPng: async () => picture(),
};

function reportOf(blocks: () => Block[]) {
  const only = section({ id: 'only', title: prose`Only`, needs: {}, write: blocks });
  const made = chapter({
    id: '01-x',
    title: prose`X`,
    question: prose`Why?`,
    abilities: [prose`a`, prose`b`, prose`c`],
    sections: [only],
    headline: headline({ needs: {}, write: () => prose`So.` }),
  });
  return writeReport([made], new Map());
}

describe('a rendered report', () => {
  it('is every file of the output but the data', async () => {
    const files = await renderReport({ ...input(), renderer: stub });
    expect([...files.keys()].toSorted()).toEqual([
      'chapters/01-fixture.html',
      'chapters/01-fixture.md',
      'figures/01-fixture/curve.csv',
      'figures/01-fixture/curve.dark.svg',
      'figures/01-fixture/curve.lines.csv',
      'figures/01-fixture/curve.png',
      'figures/01-fixture/curve.svg',
      'findings.json',
      'glossary.md',
      'index.html',
      'lab.html',
      'notebooks/01-fixture.ipynb',
      'report.html',
      'report.md',
      'scripts/lab.css',
      'scripts/lab.js',
      'scripts/search-places.js',
    ]);
  });

  it('draws figures one after another and says how far it is', async () => {
    let running = 0;
    const onFigure = vi.fn();
    await renderReport({
      ...input(),
      onFigure,
      renderer: {
        ...stub,
        renderFigure: async ({ id }) => {
          expect(++running).toBe(1);
          await Promise.resolve();
          running -= 1;
          return drawing(id);
        },
      },
    });
    expect(onFigure.mock.calls).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});

it.each(['chapters/01-fixture.html', 'report.html', 'chapters/01-fixture.md', 'notebooks/01-fixture.ipynb'])(
  'what goes further comes behind the core in %s, under its title, and sources come last',
  async (path) => {
    const files = await renderReport({ ...input(), renderer: stub });
    const text = String(files.get(path)).replaceAll('</span>', '');
    const marks = text.match(/Shown: |Going further|1\.4 More of|By itself|On Calibration/g);
    expect(marks?.slice(-5)).toEqual([
      'Shown: ',
      'Going further',
      '1.4 More of',
      'By itself',
      'On Calibration',
    ]);
  },
);

describe('a notebook', () => {
  it('numbers the cells that were run, from one on, and no others', async () => {
    const program = prose`
      ~~~python
      print("a")
      ~~~`;
    const report = reportOf(() => [program, output([prose`a`]), program, program, output([prose`a`])]);
    const files = await renderReport({ ...input(), report, renderer: stub });
    const { cells } = JSON.parse(String(files.get('notebooks/01-x.ipynb'))) as {
      cells: { execution_count?: number | null }[];
    };
    expect(cells.flatMap(({ execution_count: count }) => (count === undefined ? [] : count))).toEqual([
      1,
      null,
      2,
    ]);
  });
});

describe('a PNG', () => {
  const png = async (old?: Uint8Array) => {
    const previous = (path: string) => (path.endsWith('.png') ? old : undefined);
    const { files } = await drawFigures(fixtureReport(), { previous }, stub);
    return Buffer.from(files.get('figures/01-fixture/curve.png') ?? []);
  };

  it('keeps the bytes of an old one that shows the same', async () => {
    const old = picture(0);
    expect(old.equals(picture())).toBe(false);
    expect((await png(old)).equals(old)).toBe(true);
  });

  it.each([
    ['not there', undefined],
    ['damaged inside', picture(0).fill(0, 45, picture(0).length - 16)],
    ['of another size', smallPng(60, 30, (index) => 3 * index)],
    ['blank', smallPng(30, 15, () => 255)],
  ])('is a new one when the old one is %s', async (_what, old) => {
    expect((await png(old)).equals(picture())).toBe(true);
  });
});

describe('a report', () => {
  it('fails on a region of code that is not there', async () => {
    const report = reportOf(() => [code('#page-model/csv', 'nothing')]);
    await expect(renderReport({ ...input(), report, renderer: stub })).rejects.toThrow(
      /scripts\/page-model\/csv\.ts has no region "nothing"/,
    );
  });

  it('fails when something is called as a part of the page is', async () => {
    const block = figure({ id: 'glossary', caption: prose`c`, alt: prose`a`, data: [{ x: true }], spec: {} });
    const report = reportOf(() => [block as never]);
    await expect(renderReport({ ...input(), report, renderer: stub })).rejects.toThrow(/id "glossary"/);
  });

  it('fails when a drawing brings its own styles', async () => {
    const renderFigure = async ({ id }: { id: string }) => ({
      ...drawing(id),
      svgInline: '<svg style="color:red"></svg>',
    });
    await expect(renderReport({ ...input(), renderer: { ...stub, renderFigure } })).rejects.toThrow(
      /curve has style/,
    );
  });
});

const NOTHING = {
  overview: undefined,
  chapters: [],
  targets: new Map(),
  storedIn: new Map(),
};

describe('findings.json', () => {
  it('lists each finding with its values, context, margin and outcome', () => {
    const tries = measured('exact', 3);
    const made = finding({
      id: 'gain',
      when: greater('gain', measured('nats', 0.25), 0),
      context: [tries],
      text: () => prose`It gains in ${count(tries)} tries.`,
    });
    const place = { chapter: '01-x', section: 's' };
    const findings = [{ ...place, finding: made }];
    expect(JSON.parse(findingsJson({ ...NOTHING, findings }))).toEqual({
      findings: [
        {
          ...place,
          id: 'gain',
          condition: 'gain above 0 nats',
          values: [{ from: 'test: value', value: 0.25 }],
          context: [{ from: 'test: value', value: 3 }],
          margin: 49.75,
          outcome: 'holds',
          text: 'It gains in 3 tries.',
        },
      ],
    });
  });
});

describe('data as CSV', () => {
  it('holds tokens as they are, not as readers see them', () => {
    const token = ' a\tb\u00a0c\n';
    expect(withRealTokens([{ token: visible(token), n: 1 }])).toEqual([{ token, n: 1 }]);
  });

  it('quotes what needs it and keeps every digit', () => {
    expect(
      toCsv([
        { a: 0.1 + 0.2, 'b,c': 'x "y"\nz' },
        { a: null, 'b,c': true, d: ' s' },
      ]),
    ).toBe('a,"b,c",d\n0.30000000000000004,"x ""y""\nz",\n,true," s"\n');
  });
});
