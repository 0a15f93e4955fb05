import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '#numerics/sigmoid';
import { softmax } from '#numerics/softmax';
import { fitTemperature } from '#numerics/temperature-scaling';
import { average } from './judged.ts';

/** Rows of four logits with the index of the target. */
const rows = fc.array(
  fc.tuple(fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 4, maxLength: 4 }), fc.nat(3)),
  { minLength: 1, maxLength: 15 },
);

/** Mean cross-entropy by way of the probabilities. */
function lossOf(logitRows: readonly number[][], targets: readonly number[], temperature: number): number {
  return average(logitRows.map((row, i) => -Math.log(softmax(row, temperature)[targets[i] ?? NaN] ?? NaN)));
}

/** m of n targets are the first of two logits that lie a apart; the others are the second. */
function twoChoices(a: number, m: number, n: number): [number[][], number[]] {
  return [Array.from({ length: n }, () => [a, 0]), Array.from({ length: n }, (_, i) => (i < m ? 0 : 1))];
}

describe('fitTemperature', () => {
  it('makes the confidence in one of two the share that is right: T = a / ln(m / (n - m))', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 40 }),
        fc.double({ min: 0.2, max: 10, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (n, a, place) => {
          // More than half right, but not all.
          const m = Math.floor(n / 2) + 1 + Math.floor(place * (Math.ceil(n / 2) - 1));
          fc.pre(m < n);
          const closed = a / Math.log(m / (n - m));
          fc.pre(closed > 0.02 && closed < 50);
          const { temperature } = fitTemperature(...twoChoices(a, m, n));
          expect(Math.abs(Math.log(temperature / closed))).toBeLessThan(2e-6);
          expect(sigmoid(a / temperature)).toBeCloseTo(m / n, 5);
        },
      ),
    );
  });

  it('has no more loss than any temperature of a fine grid, nor than T = 1', () => {
    fc.assert(
      fc.property(rows, (items) => {
        const logitRows = items.map(([row]) => row);
        const targets = items.map(([, target]) => target);
        const { temperature, loss, lossAtOne } = fitTemperature(logitRows, targets);
        expect(loss).toBeCloseTo(lossOf(logitRows, targets, temperature), 10);
        expect(lossAtOne).toBeCloseTo(lossOf(logitRows, targets, 1), 10);
        expect(loss).toBeLessThanOrEqual(lossAtOne + 1e-9);
        for (let log = -4; log <= 4; log += 0.05) {
          const onGrid = lossOf(logitRows, targets, Math.exp(log));
          expect(loss).toBeLessThanOrEqual(onGrid + 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('comes out at the low end for targets that win, by however much, although their loss is soon exactly 0', () => {
    for (const lead of [20, 1000, 1e307, 1e308]) {
      const { temperature, loss } = fitTemperature([[lead, 0]], [0]);
      expect(Math.abs(Math.log(temperature / 0.01))).toBeLessThan(1e-6);
      expect(loss).toBe(0);
    }
  });

  it('refuses no rows, infinite logits, and targets that are none of the choices', () => {
    expect(() => fitTemperature([], [])).toThrow(new RangeError('logitRows must not be empty'));
    expect(() =>
      fitTemperature(
        [
          [1, 2],
          [0, -Infinity],
        ],
        [0, 0],
      ),
    ).toThrow(new RangeError('logitRows[1] must be finite numbers, got -Infinity'));
    expect(() => fitTemperature([[1, NaN]], [0])).toThrow(
      new RangeError('logitRows[0] must be finite numbers, got NaN'),
    );
    expect(() => fitTemperature([[1, 2]], [2])).toThrow(
      new RangeError('targets[0] must be the index of one of 2 logits, got 2'),
    );
    expect(() => fitTemperature([[1, 2]], [0, 1])).toThrow(RangeError);
    expect(() => fitTemperature([[]], [0])).toThrow(
      new RangeError('targets[0] must be the index of one of 0 logits, got 0'),
    );
  });
});
