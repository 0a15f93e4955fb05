import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { KINDS, type Kind, statisticOf, tolerance } from '#report/number-kinds';
import { RULES, TYPE_RULES } from './architecture/imports.ts';
import { addressesIn, anchorsOf } from './render/markdown-reading.ts';

/** The project's own documents, as a reader finds them in the repository. */

const read = (path: string): string => readFileSync(posix.join(ROOT, path), 'utf8');
const markdownIn = (folder: string): string[] =>
  readdirSync(posix.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.join(folder, name));
const DOCUMENTS = [...markdownIn('.'), ...markdownIn('docs')];

/** The cells of the table whose head starts with these columns, one list per row. */
function table(path: string, ...columns: string[]): string[][] {
  const lines = read(path).split('\n');
  const cells = (line: string): string[] =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
  const head = lines.findIndex((line) => columns.every((column, at) => cells(line)[at] === column));
  if (head < 0) throw new Error(`${path} has no table of ${columns.join(', ')}`);
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map(cells);
}

const namesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe.each(DOCUMENTS)('%s', (path) => {
  const text = read(path);

  it('links only to files and headings that exist', () => {
    const broken = addressesIn(text).filter((address) => {
      if (/^https?:/.test(address)) return false;
      const [file = '', anchor] = address.split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(posix.join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only files of the repository that exist', () => {
    const named = [...text.matchAll(/`((?:chapters|docs|scripts|templates|test)\/[\w./-]+\.\w+)`/g)];
    const missing = named.map(([, file = '']) => file).filter((file) => !existsSync(posix.join(ROOT, file)));
    expect(missing).toEqual([]);
  });

  it('names only npm commands that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the kinds in docs/authoring.md', () => {
  const rows = table('docs/authoring.md', 'kind', 'for', 'tolerance');
  const kindNamed = (name: string): Kind =>
    name === 'statistic' ? statisticOf(40) : (name as Exclude<keyof typeof KINDS, 'statistic'>);
  const stated = new Map(
    rows.flatMap(([names = '', , formula = '']) =>
      namesIn(names).map((name) => [name.replace('Of(n)', ''), formula] as const),
    ),
  );

  it('are all kinds there are', () => {
    expect([...stated.keys()].toSorted()).toEqual(Object.keys(KINDS).toSorted());
  });

  /** What a formula gives for a number of this size: sums of terms, such as "1e-9·|x|, at least 1e-12". */
  function statedFor(formula: string, size: number): number {
    const [, small, border, large] = /^(.*) below (\d+), else (.*)$/.exec(formula) ?? [];
    if (small && large) return statedFor(size < Number(border) ? small : large, size);
    const [sum = '', least = '0'] = formula.split(', at least ');
    const terms = sum.split(' + ').map((term) => {
      const [factor = '', ofSize] = term.split('·|x|');
      return (factor === '1/n' ? 1 / 40 : Number(factor)) * (ofSize === undefined ? 1 : size);
    });
    return Math.max(
      terms.reduce((total, term) => total + term, 0),
      Number(least),
    ); // NaN stays NaN
  }

  it.each([...stated])('have the tolerance that %s has', (name, formula) => {
    for (const size of [0, 1e-9, 1, 19, 20, 3000])
      expect(tolerance(kindNamed(name), size), `${name} at ${size}`).toBeCloseTo(
        statedFor(formula, size),
        15,
      );
  });
});

describe('the rooms in docs/architecture.md', () => {
  it('import what the rules of the architecture test allow', () => {
    const rows = table('docs/architecture.md', 'room', 'imports', 'imports only types of');
    const documented = rows.map(([room = '', imports = '', types = '']) => [
      namesIn(room)[0],
      { imports: namesIn(imports), types: namesIn(types) },
    ]);
    const rules = Object.entries(RULES).map(([room, imports]) => [
      room,
      { imports, types: TYPE_RULES[room] ?? [] },
    ]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(rules));
  });

  it('are described one by one', () => {
    const described = table('docs/architecture.md', 'room', 'job').flatMap(([room = '']) => namesIn(room));
    expect(described.toSorted()).toEqual(Object.keys(RULES).toSorted());
  });
});
