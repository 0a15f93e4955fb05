import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiedGroups } from '#numerics/tied-groups';

const scores = fc.array(
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Infinity, -Infinity, -0, 0.5)),
);

describe('tiedGroups', () => {
  it('holds for each distinct score, from low to high, its places', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const distinct = list.filter((x, i) => list.indexOf(x) === i);
        // By how many lie below: no subtraction, no sorting of the scores themselves.
        const rank = (x: number) => list.filter((other) => other < x).length;
        const expected = distinct
          .sort((a, b) => rank(a) - rank(b))
          .map((x) => list.flatMap((other, i) => (other === x ? [i] : [])));
        expect(tiedGroups(list)).toEqual(expected);
      }),
    );
  });
});
