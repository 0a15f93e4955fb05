import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bijection, transport } from '#numerics/isomorphism';

const cubed: Bijection = { to: (x) => x * x * x, back: Math.cbrt };
const whole = fc.integer({ min: -50, max: 50 });

describe('an operation carried over', () => {
  it('does in one world what the operation does in the other, in the same order', () => {
    const minus = transport((x, y) => x - y, cubed);
    fc.assert(
      fc.property(whole, whole, (x, y) => {
        const difference = x ** 3 - y ** 3;
        expect(Math.abs(cubed.to(minus(x, y)) - difference)).toBeLessThanOrEqual(
          1e-14 * Math.abs(difference),
        );
      }),
    );
  });
});
