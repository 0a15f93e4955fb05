import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largest, smallest } from '#numerics/extremes';

describe('the extremes of values', () => {
  it('are those that Math finds', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        expect(largest(values)).toBe(Math.max(...values));
        expect(smallest(Float64Array.from(values))).toBe(Math.min(...values));
      }),
    );
  });

  it('are found among as many values as a large vocabulary has', () => {
    const values = Float64Array.from({ length: 1e6 }, (_, i) => (i * 7919) % 1e6);
    expect([smallest(values), largest(values)]).toEqual([0, 1e6 - 1]);
  });
});
