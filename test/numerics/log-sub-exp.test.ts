import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSubExp } from '#numerics/log-sub-exp';
import { exact, exp, ln, toNumber } from './high-precision.ts';

const moderate = fc.double({ min: -40, max: 40, noNaN: true });
const gap = fc.double({ min: -12, max: 1.6, noNaN: true }).map((order) => 10 ** order);

describe('logSubExp', () => {
  it('agrees with 400-bit arithmetic, also for numbers that lie close together', () => {
    fc.assert(
      fc.property(moderate, gap, (a, distance) => {
        const b = a - distance;
        fc.pre(a > b);
        const expected = toNumber(ln(exp(exact(a)) - exp(exact(b))));
        const bound = 5e-16 * (1 + Math.abs(a) + Math.abs(expected));
        expect(Math.abs(logSubExp(a, b) - expected)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 120 },
    );
  });

  it('gives -Infinity, the log of 0, for equal numbers', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(finite, (x) => logSubExp(x, x) === -Infinity));
    expect(logSubExp(-Infinity, -Infinity)).toBe(-Infinity);
  });

  it('gives NaN when more is taken away than there is', () => {
    fc.assert(fc.property(moderate, gap, (a, distance) => Number.isNaN(logSubExp(a, a + 1 + distance))));
    expect(logSubExp(0, Number.MIN_VALUE)).toBeNaN();
    expect(logSubExp(-Infinity, 0)).toBeNaN();
    expect(logSubExp(0, Infinity)).toBeNaN();
    expect(logSubExp(-Infinity, Infinity)).toBeNaN();
  });

  it('gives a unchanged when b is -Infinity, the log of 0', () => {
    fc.assert(fc.property(fc.double(), (a) => Object.is(logSubExp(a, -Infinity), a)));
  });

  it('gives +Infinity when a is, but NaN when b is +Infinity too', () => {
    expect(logSubExp(Infinity, 0)).toBe(Infinity);
    expect(logSubExp(Infinity, -Infinity)).toBe(Infinity);
    expect(logSubExp(Infinity, Infinity)).toBeNaN();
  });

  it('gives NaN when one is NaN', () => {
    for (const other of [0, Infinity]) {
      expect(logSubExp(NaN, other)).toBeNaN();
      expect(logSubExp(other, NaN)).toBeNaN();
    }
    expect(logSubExp(-Infinity, NaN)).toBeNaN();
    expect(logSubExp(NaN, -Infinity)).toBeNaN();
  });
});
