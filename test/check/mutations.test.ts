import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '#check/check-result';
import { compareFiles } from '#check/compare-files';
import { compareData, comparedHere, flipsIn } from '#check/measure-and-compare';
import type { ChapterData } from '#pipeline/data-store';
import { measurementsOf } from '#pipeline/project';
import { type Kind, kindName, tolerance } from '#report/number-kinds';
import { reportValues } from '#report/report-tree';
import { showsTooManyDigits } from './digits.ts';
import { mapLeaves, type RealOutput, realOutput } from './real-output.ts';

/** One thing is changed in a copy of the real output; the check must say so, and how bad it is. */

let real: RealOutput;
beforeAll(async () => {
  real = await realOutput();
}, 120_000);

const findPath = (pattern: RegExp): string => {
  const path = [...real.made.keys()].find((one) => pattern.test(one));
  if (path === undefined) throw new Error(`the report has no file ${pattern}`);
  return path;
};

const madeText = (path: string): string => String(real.made.get(path) ?? '');

/** Compares a changed copy of some files of the report with the report. */
async function discrepanciesAfter(
  pattern: RegExp,
  change: (files: Map<string, Buffer>) => void,
  closeCoordinates = false,
) {
  const expected = new Map([...real.made].filter(([path]) => pattern.test(path)));
  const copy = new Map(expected);
  change(copy);
  return await compareFiles(expected, copy, { stems: real.stems, closeCoordinates });
}

/** The verdict after one replacement in one file; fails when there is nothing to replace. */
async function verdictAfter(
  path: string,
  pattern: RegExp,
  replacement: (found: string) => string,
  closeCoordinates = false,
) {
  const before = madeText(path);
  const after = before.replace(pattern, replacement);
  expect(after, `something to change in ${path}`).not.toBe(before);
  const whole = new RegExp(`^${path.replaceAll('.', '\\.')}$`);
  const discrepancies = await discrepanciesAfter(
    whole,
    (files) => files.set(path, Buffer.from(after)),
    closeCoordinates,
  );
  expect(discrepancies.every((discrepancy) => discrepancy.path === path)).toBe(true);
  return verdictOf(discrepancies);
}

const otherDigit = (digit: string) => String((Number(digit) + 1) % 10);

describe('a change of a rendered file', () => {
  it('is none when nothing changed, on any platform', async () => {
    expect(await discrepanciesAfter(/./, () => {})).toEqual([]);
    expect(await discrepanciesAfter(/./, () => {}, true)).toEqual([]);
  });

  it.each([
    ['one digit of a number in a chapter', /^chapters\/01.*\.md$/, /(?<=\d\.\d*)\d/],
    ['one digit on the page', /^report\.html$/, /(?<=<data [^>]*>[−\d.]*)\d(?=<)/],
    ['one digit of a table of data', /ledger-figure\.csv$/, /\d(?=\n)/],
    ['one word of a chapter', /^chapters\/0\d-.*\.md$/, /\bthe\b/],
    ['one word of the glossary', /^glossary\.md$/, /\bthe\b/],
    ['one letter of a label', /\.svg$/, /(?<=<text[^>]*>[^<]*)[a-z](?=[^<]*<\/text>)/],
    ['the colour of a mark', /\.svg$/, /(?<=(?:fill|stroke)="#)[0-9a-f]/],
    ['the margin of a finding', /^findings\.json$/, /(?<="margin": )\d/],
    ['the checksum of data', /^provenance\.json$/, /(?<="sha256": ")\w/],
  ])('is found: %s', async (_what, file, pattern) => {
    const change = (found: string) => (/\d/.test(found) ? otherDigit(found) : found === 'x' ? 'y' : 'x');
    expect(await verdictAfter(findPath(file), pattern, change)).toBe('changed');
    expect(await verdictAfter(findPath(file), pattern, change, true)).toBe('changed');
  });

  it('of one coordinate of a path is found, and is drift only where another platform may round it', async () => {
    const path = findPath(/family-figure\.svg$/);
    const shift = (by: number) => (number: string) => String(Math.round(100 * (Number(number) + by)) / 100);
    const coordinate = /(?<=<path [^>]*\bd="[^"]*L)\d+\.\d+/;
    expect(await verdictAfter(path, coordinate, shift(0.01))).toBe('changed');
    expect(await verdictAfter(path, coordinate, shift(0.05), true)).toBe('drift');
    expect(await verdictAfter(path, coordinate, shift(0.06), true)).toBe('changed');
  });

  it.each([
    ['a figure', /^figures\/.*\.svg$/],
    ['its picture', /^figures\/.*\.png$/],
    ['its data', /^figures\/.*\.csv$/],
    ['a chapter', /^chapters\//],
    ['the page', /^report\.html$/],
  ])('is one of structure when a file is dropped, emptied or added: %s', async (_what, pattern) => {
    const path = findPath(pattern);
    const alike = new RegExp(`^${path.slice(0, path.lastIndexOf('.'))}`);
    const dropped = await discrepanciesAfter(alike, (files) => files.delete(path));
    expect(dropped).toMatchObject([{ severity: 'structure', path, what: 'is missing' }]);
    expect(await discrepanciesAfter(alike, (files) => files.set(path, Buffer.of()))).toMatchObject([
      { path },
    ]);
    const copy = path.replace(/(\.\w+)$/, '-old$1');
    const added = await discrepanciesAfter(alike, (files) =>
      files.set(copy, real.made.get(path) ?? Buffer.of()),
    );
    expect(added).toMatchObject([{ severity: 'structure', path: copy, what: 'is not made any more' }]);
  });

  it('of any one character is found, wherever it is', async () => {
    const paths = [...real.made.keys()].filter((path) => !path.endsWith('.png'));
    const anyPlace = fc.tuple(fc.constantFrom(...paths), fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(anyPlace, async ([path, where]) => {
        const bytes = Buffer.from(real.made.get(path) ?? []);
        const at = Math.min(bytes.length - 1, Math.floor(where * bytes.length));
        bytes[at] = bytes[at] === 0x78 ? 0x79 : 0x78;
        const one = new RegExp(`^${path.replaceAll('.', '\\.')}$`);
        const discrepancies = await discrepanciesAfter(one, (files) => files.set(path, bytes));
        expect(discrepancies.length).toBe(1);
        expect(['changed', 'structure']).toContain(discrepancies[0]?.severity);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the real report', () => {
  it('prints no value with more digits than its kind allows', () => {
    const values = reportValues(real.report);
    expect(values.length).toBeGreaterThan(1000);
    expect(values.filter(({ value }) => showsTooManyDigits(value))).toEqual([]);
    const inNats = values.find(({ value }) => value.kind === 'nats' && /\.\d{3}$/.test(value.text));
    expect(showsTooManyDigits({ text: `${inNats?.value.text}1`, kind: 'nats' })).toBe(true);
  });
});

/** The stored data with each value replaced by what `change` makes of it. */
function changedData(change: (leaf: unknown, kind: Kind, path: string) => unknown): ChapterData[] {
  const kinds = new Map(measurementsOf(real.project.chapters).map((one) => [one.id, one.kinds]));
  return real.data.files.map((file) => ({
    ...file,
    measurements: file.measurements.map((one) => {
      const tree = kinds.get(one.id);
      if (tree === undefined) throw new Error(`no measurement ${one.id}`);
      return { ...one, output: mapLeaves(one.output, tree, (...leaf) => change(...leaf)) };
    }),
  }));
}

/** The same program with the same numbers, on any platform. */
const HERE = { dtype: 'float32', sameRuntime: true } as const;

const verdictOfData = (before: readonly ChapterData[], allowsDrift: boolean) => {
  const { discrepancies } = compareData(real.project, before, real.data.files, { ...HERE, allowsDrift });
  return verdictOf(discrepancies);
};

describe('against another program', () => {
  it('nothing is measured that it gives other results of, nor what needs that', () => {
    const all = measurementsOf(real.project.chapters);
    expect(comparedHere(real.project, all, { sameRuntime: true })).toEqual({ todo: all, heading: [] });
    const { todo, heading } = comparedHere(real.project, all, { sameRuntime: false });
    const kept = new Set(todo.map(({ id }) => id));
    expect(todo.filter(({ dependsOnEngine }) => dependsOnEngine !== undefined)).toEqual([]);
    for (const { id, needs } of todo)
      for (const need of Object.values(needs)) expect(kept.has(need.id), `${need.id}, for ${id}`).toBe(true);
    const gone = all.filter(({ id }) => !kept.has(id));
    expect(gone.map(({ id }) => id)).toContain('sampled-agreement');
    for (const { id } of gone) expect(heading.join(';')).toMatch(new RegExp(` ${id}(,|;|$)`));
    expect(heading[0]).toMatch(/^not compared, since /);
  });
});

describe('a change of stored data', () => {
  it('is none when nothing changed', () => {
    const { discrepancies, counts } = compareData(real.project, real.data.files, real.data.files, {
      ...HERE,
      allowsDrift: false,
    });
    expect(discrepancies).toEqual([]);
    expect(counts.size).toBe(real.stems.length);
    expect([...counts.values()].every((values) => values > 0)).toBe(true);
  });

  /** What comes of moving every number by so much of its tolerance, and how many were moved. */
  function moved(part: number) {
    let count = 0;
    const files = changedData((leaf, kind) => {
      if (typeof leaf !== 'number' || !Number.isFinite(leaf)) return leaf;
      const value = leaf + part * tolerance(kind, leaf);
      // The largest float there is has no neighbour above.
      if (!Number.isFinite(value)) return leaf;
      if (value !== leaf) count++;
      return value;
    });
    expect(count).toBeGreaterThan(1000);
    const allowed = compareData(real.project, files, real.data.files, { ...HERE, allowsDrift: true });
    return {
      count,
      files,
      differences: allowed.discrepancies.flatMap(({ differences = [] }) => differences),
    };
  }

  it('is drift when every number moves by a tenth of its tolerance, if drift is allowed', () => {
    const { count, files, differences } = moved(0.1);
    expect(differences.length).toBe(count);
    expect(verdictOf(differences)).toBe('drift');
    for (const { partOfTolerance } of differences) expect(partOfTolerance).toBeCloseTo(0.1, 3);
    expect(verdictOfData(files, false)).toBe('changed');
  });

  it('is no drift when a number moves by more than its tolerance', () => {
    const { count, differences } = moved(1.1);
    expect(differences.filter(({ severity }) => severity === 'changed').length).toBe(count);
  });
});

describe('fresh data', () => {
  it('that flip findings are discrepancies', () => {
    const fresh = changedData((leaf, kind) =>
      typeof leaf === 'number' && kindName(kind) === 'decibels' ? -leaf : leaf,
    );
    expect(flipsIn(real, [], HERE)).toEqual([]);
    expect(flipsIn(real, fresh, HERE)).toContainEqual({
      severity: 'changed',
      chapter: '06-decibels',
      path: 'findings.json',
      what: expect.stringMatching(/^has the finding \S+ in section \S+, which flips: holds, now withdrawn$/),
    });
  });
});
