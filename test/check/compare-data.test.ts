import { describe, expect, it } from 'vitest';
import { resultOf, verdictOf } from '#check/check-result';
import { compareMeasurement, compareNumbers, compareValues } from '#check/compare-data';
import { describeCheck, describeDifference } from '#check/describe';

const stored = {
  id: 'one',
  code: 'c',
  data: { facts: 'd' },
  forwardTokens: 3,
  asked: { predictions: 0, scores: 0 },
  output: { a: 1 },
};

describe('two numbers', () => {
  it('drift within the tolerance of their kind, and tell the part of it that is used', () => {
    // 5e-4 + 1e-5 · 100 = 1.5e-3
    const [drift] = compareNumbers('x', 'nats', -100, -100.00075);
    expect(drift?.severity).toBe('drift');
    expect(drift?.partOfTolerance).toBeCloseTo(0.5, 9);
    const [beyond] = compareNumbers('x', 'nats', -100, -100.003);
    expect(beyond?.severity).toBe('changed');
    expect(beyond?.partOfTolerance).toBeCloseTo(2, 9);
  });

  it.each([
    ['an exact one', 'exact', 1, 1 + 1e-15],
    ['a small rank', 'rank', 19, 20],
    ['an infinite one', 'nats', Number.NEGATIVE_INFINITY, -1e300],
    ['one that became infinite', 'nats', -1e300, Number.NEGATIVE_INFINITY],
    ['one that became NaN', 'nats', -1, Number.NaN],
    ['a probability of zero', 'probability', 0, 1e-300],
  ] as const)('may not differ at all when it is %s', (_what, kind, expected, actual) => {
    expect(compareNumbers('x', kind, expected, actual)).toMatchObject([
      { severity: 'changed', partOfTolerance: Number.POSITIVE_INFINITY },
    ]);
  });
});

describe('a statistic', () => {
  it.each([3, 7, 41, 60, 103])(
    'over %i items drifts by one item and not by two, wherever it lies',
    (items) => {
      const kind = { kind: 'statistic', items } as const;
      for (let k = 0; k < items; k++) {
        const one = compareNumbers('x', kind, k / items, (k + 1) / items);
        expect(one[0], `${k} of ${items}`).toMatchObject({ severity: 'drift' });
        expect(one[0]?.partOfTolerance, `${k} of ${items}`).toBeLessThanOrEqual(1);
        expect(verdictOf(compareNumbers('x', kind, (k + 1) / items, k / items))).toBe('drift');
        expect(verdictOf(compareNumbers('x', kind, k / items, (k + 2) / items))).toBe('changed');
      }
    },
  );
});

describe('two results', () => {
  const kinds = {
    word: 'exact',
    rows: { p: 'probability', rank: 'rank' },
    sure: 'exact',
    maybe: 'nats',
  } as const;
  const result = { word: 'a', rows: [{ p: 0.5, rank: 3 }], sure: true, maybe: null };

  it.each([
    ['the same', result, 'same', []],
    ['a number within tolerance', { ...result, rows: [{ p: 0.5001, rank: 3 }] }, 'drift', ['m.rows[0].p']],
    ['a number beyond it', { ...result, rows: [{ p: 0.51, rank: 3 }] }, 'changed', ['m.rows[0].p']],
    ['another word', { ...result, word: 'b' }, 'changed', ['m.word']],
    ['the contrary', { ...result, sure: false }, 'changed', ['m.sure']],
    ['a number for null', { ...result, maybe: 1 }, 'structure', ['m.maybe']],
    ['a row more', { ...result, rows: [...result.rows, { p: 1, rank: 1 }] }, 'structure', ['m.rows.length']],
    ['a key less', { word: 'a', rows: result.rows, sure: true }, 'structure', ['m.maybe']],
    ['a key more', { ...result, more: 1 }, 'structure', ['m.more']],
    ['a word for a number', { ...result, rows: [{ p: '0.5', rank: 3 }] }, 'structure', ['m.rows[0].p']],
    ['a list for an object', { ...result, rows: {} }, 'structure', ['m.rows']],
  ])('with %s', (_what, actual, verdict, paths) => {
    const differences = compareValues('m', kinds, result, actual);
    expect(verdictOf(differences)).toBe(verdict);
    expect(differences.map(({ path }) => path)).toEqual(paths);
  });
});

describe('a result that is measured anew', () => {
  it('is the same when all is', () => {
    expect(compareMeasurement(stored, structuredClone(stored), { a: 'nats' })).toEqual([]);
  });

  it.each([
    ['nothing committed', undefined, 'structure', ['one']],
    [
      'other code and other data files',
      { ...stored, code: 'z', data: { facts: 'z' } },
      'changed',
      ['one: code', 'one: data.facts'],
    ],
  ])('differs from %s', (_what, committed, verdict, paths) => {
    const differences = compareMeasurement(committed, stored, { a: 'nats' });
    expect(verdictOf(differences)).toBe(verdict);
    expect(differences.map(({ path }) => path)).toEqual(paths);
  });
});

describe('a difference', () => {
  const difference = { path: 'one: a', severity: 'changed', expected: 1, actual: 2 } as const;

  it('says where, what was expected, what came, and how far off it is', () => {
    expect(describeDifference({ ...difference, partOfTolerance: 12 })).toBe(
      'one: a: expected 1, got 2 (12 times the tolerance)',
    );
    expect(describeDifference({ ...difference, severity: 'drift', partOfTolerance: 0.25 })).toBe(
      'one: a: expected 1, got 2 (25% of the tolerance)',
    );
    expect(describeDifference({ ...difference, actual: undefined })).toBe('one: a: expected 1, got absent');
  });

  it('that is furthest beyond its tolerance is the one that a check tells', () => {
    const parts = { a: 3, b: 12, c: 1.5 };
    const differences = Object.entries(parts).map(([field, partOfTolerance]) => {
      return { ...difference, path: `one: ${field}`, partOfTolerance };
    });
    const place = { chapter: '01-first', path: 'data/01-first.json', what: 'differs' };
    const discrepancies = [{ severity: 'changed', ...place, differences }] as const;
    expect(describeCheck(resultOf(['01-first'], undefined, { discrepancies }))).toContain(
      'differs, worst at one: b: expected 1, got 2 (12 times the tolerance)\n',
    );
  });
});
