import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allBlocks } from '#report/report-tree';
import { committedReport } from '../chapters/committed.ts';
import { listingsIn, pythonAndOutput } from '../chapters/shown.ts';
import { addressesIn } from './markdown-reading.ts';

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly source: readonly string[];
  readonly outputs?: readonly { readonly text: readonly string[] }[];
}

const FOLDER = fileURLToPath(new URL('../../output/notebooks/', import.meta.url));

const written = committedReport().chapters;
const notebooks = written.map(({ stem, sections }) => {
  const notebook = JSON.parse(readFileSync(`${FOLDER}${stem}.ipynb`, 'utf8'));
  const cells: readonly Cell[] = notebook.cells;
  const blocks = sections.flatMap((section) => allBlocks(section.blocks));
  const textsOf = (type: Cell['cell_type']) =>
    cells.filter(({ cell_type }) => cell_type === type).map(({ source }) => source.join(''));
  return { stem, notebook, cells, blocks, code: textsOf('code'), markdown: textsOf('markdown') };
});

it('every chapter has a notebook, and no other is there', () => {
  expect(readdirSync(FOLDER)).toEqual(written.map(({ stem }) => `${stem}.ipynb`));
});

describe.each(notebooks)('the notebook $stem', ({ notebook, cells, blocks, code, markdown }) => {
  it('is in format 4.5, in which cells have ids', () => {
    expect(notebook).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
    const ids = cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[\w-]{1,64}$/.test(id))).toEqual([]);
  });

  it('has each Python program of the chapter in a cell, with the output that the chapter shows', () => {
    const programs = listingsIn('python', blocks).map((one) => one.trim());
    expect(code.slice(code.length - programs.length)).toEqual(programs);
    expect(code.length - programs.length).toBeLessThanOrEqual(1);
    const outputs = cells.flatMap((cell) => (cell.outputs ?? []).map(({ text }) => text.join('').trim()));
    expect(outputs).toEqual(pythonAndOutput(blocks).map(({ output }) => output.trim()));
  });

  it('has no Markdown that GitHub alone understands, and links that lead to files', () => {
    const text = markdown.join('\n\n');
    expect(text).not.toMatch(/\$`|```math|\[!WARNING|\[!IMPORTANT|<picture>/);
    const files = addressesIn(text)
      .filter((address) => !/^(?:https?:|#)/.test(address))
      .map((address) => address.replace(/#.*/, ''));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(FOLDER + file))).toEqual([]);
  });
});
