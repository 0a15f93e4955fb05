import { describe, expect, it } from 'vitest';
import { countDifferences, fileChanges } from '#pipeline/changes';

describe('differences between two values', () => {
  it.each([
    [{ a: 1, b: [1, 2, 3] }, { a: 1, b: [1, 2, 3] }, 0],
    [{ a: 1, b: [1, 2, 3] }, { a: 2, b: [1, 0, 0] }, 3],
    [[1, 2], [1, 2, 3, 4], 2],
    [{ a: { b: 1, c: 2 } }, {}, 2],
    [{ a: { b: 1, c: 2 } }, { a: 'word' }, 2],
    [Number.NaN, Number.NaN, 0],
    [null, 0, 1],
    [[], {}, 0],
  ])('of %j and %j are counted', (a, b, count) => {
    expect(countDifferences(a, b)).toBe(count);
  });
});

describe('what changed', () => {
  const before = new Map<string, Uint8Array>([
    ['same', Buffer.from('ế')],
    ['other', Buffer.from('b')],
    ['gone', Buffer.from('c')],
  ]);

  it('is told file by file', () => {
    const files = new Map<string, string | Uint8Array>([
      ['same', 'ế'],
      ['other', new Uint8Array([1])],
      ['new', ''],
    ]);
    expect(fileChanges(files, [...before.keys()], (path) => before.get(path))).toEqual({
      added: ['new'],
      changed: ['other'],
      removed: ['gone'],
    });
  });
});
