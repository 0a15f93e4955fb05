import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileInterval } from '#numerics/interval';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('percentileInterval', () => {
  it('leaves at most its share of the values outside, and does not touch the list', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.1, max: 0.99, noNaN: true }), (list, level) => {
        const before = [...list];
        const { low, high } = percentileInterval(list, level);
        expect(list).toEqual(before);
        const below = list.filter((x) => x < low).length;
        const above = list.filter((x) => x > high).length;
        // Each end lies at place (n - 1) tail, so at most that many and a part lie strictly beyond it.
        const most = Math.ceil((list.length - 1) * ((1 - level) / 2) + 1e-9);
        expect(below).toBeLessThanOrEqual(most);
        expect(above).toBeLessThanOrEqual(most);
      }),
    );
  });
});
