import { describe, expect, it } from 'vitest';
import { withResults } from '#check/measure-and-compare';
import type { ChapterData } from '#pipeline/data-store';

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
