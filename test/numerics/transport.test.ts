import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bijection, transport } from '#numerics/transport';

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

  it('brings laws along, and their failures', () => {
    const plus = transport((x, y) => x + y, cubed);
    const mean = transport((x, y) => (x + y) / 2, cubed);
    fc.assert(
      fc.property(whole, whole, whole, (x, y, z) => {
        // The cube of the sum is what rounding leaves its mark on.
        const [left, right] = [plus(plus(x, y), z), plus(x, plus(y, z))];
        expect(Math.abs(left ** 3 - right ** 3)).toBeLessThan(1e-8);
        expect(plus(x, y)).toBe(plus(y, x));
        expect(Math.abs(plus(x, 0) - x)).toBeLessThan(1e-12);
      }),
    );
    expect(mean(mean(1, 2), 3)).toBeCloseTo(Math.cbrt(15.75), 12);
    expect(mean(1, mean(2, 3))).toBeCloseTo(Math.cbrt(9.25), 12);
  });
});
