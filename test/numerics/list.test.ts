import { describe, expect, it } from 'vitest';
import { at } from '#numerics/list';

describe('a value of a list', () => {
  it('is the one at the index, in lists and typed arrays', () => {
    expect(at(['a', 'b'], 1)).toBe('b');
    expect(at(Float32Array.of(0.5), 0)).toBe(0.5);
  });

  it('is refused outside the list, and where the index itself is missing', () => {
    for (const index of [-1, 2, 0.5, Number.NaN, undefined])
      expect(() => at([1, 2], index)).toThrow(RangeError);
    expect(() => at([], 0)).toThrow('index 0 is outside a list of 0');
  });
});
