import { describe, expect, it } from 'vitest';
import { compareValues } from '#check/compare';
import { driftByKind } from '#check/drift-by-kind';
import { withResults } from '#check/measure-and-compare';
import type { ChapterData } from '#pipeline/data-store';

describe('drift', () => {
  const kinds = { a: 'nats', b: 'nats', p: 'probability', n: 'exact', word: 'exact' } as const;
  const before = { a: 1, b: -1, p: 0.5, n: 1, word: 'x' };

  it('is told kind by kind: how many, how far, and where it uses most of its tolerance', () => {
    // 5e-4 + 1e-5 · 1 = 5.1e-4 nats; 5e-4 · 0.5 = 2.5e-4 of probability
    const after = { a: 1.000051, b: -1.000102, p: 0.500025, n: 1, word: 'x' };
    const drifts = driftByKind(compareValues('m: ', kinds, before, after));
    expect(drifts.map(({ kind, differing, path }) => [kind, differing, path])).toEqual([
      ['nats', 2, 'm: b'],
      ['probability', 1, 'm: p'],
    ]);
    expect(drifts.map(({ largestPart }) => Number(largestPart.toFixed(6)))).toEqual([0.2, 0.1]);
    expect(drifts[0]?.largest).toBeCloseTo(0.000102, 12);
  });
});

describe('results from elsewhere', () => {
  const file: ChapterData = {
    chapter: '01-first',
    model: { id: 'm', sha256: 's' },
    lmCode: 'l',
    measuredWith: {},
    measurements: ['one', 'two'].map((id) => ({
      id,
      code: 'c',
      data: {},
      forwardTokens: 1,
      asked: { predictions: 0, scores: 0 },
      output: { a: 1 },
    })),
  };

  it('take the place of the stored ones, and nothing else does', () => {
    const results = new Map([
      ['two', { output: { a: 2 }, forwardTokens: 3, asked: { predictions: 0, scores: 0 } }],
    ]);
    expect(withResults([file, { ...file, chapter: '02-other', measurements: [] }], results)).toEqual([
      {
        ...file,
        measurements: [
          {
            id: 'two',
            code: 'c',
            data: {},
            forwardTokens: 3,
            asked: { predictions: 0, scores: 0 },
            output: { a: 2 },
          },
        ],
      },
    ]);
  });
});
