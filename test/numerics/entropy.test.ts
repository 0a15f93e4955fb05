import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy, entropyOfLogits } from '#numerics/entropy';
import { softmax } from '#numerics/softmax';

const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('entropy', () => {
  it('is 1.75 bits for [1/2, 1/4, 1/8, 1/8]', () => {
    expect(entropy([0.5, 0.25, 0.125, 0.125]) / Math.LN2).toBeCloseTo(1.75, 14);
  });

  it('is ln n for n equal choices, which is 10.802673 nats for a vocabulary of 49152', () => {
    expect(entropyOfLogits(new Float32Array(49152))).toBeCloseTo(10.802673, 6);
    expect(entropy(softmax(new Float32Array(49152)))).toBeCloseTo(Math.log(49152), 9);
  });

  it('is 0, not -0, for certainty', () => {
    expect(entropy([0, 1, 0])).toBe(0);
    expect(entropyOfLogits([0, -Infinity])).toBe(0);
    expect(entropyOfLogits([7])).toBe(0);
  });

  it('lies between 0 and ln n', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const h = entropyOfLogits(z);
        expect(h).toBeGreaterThanOrEqual(0);
        expect(h).toBeLessThanOrEqual(Math.log(z.length) + 1e-14);
      }),
    );
  });

  it('is the same from logits as from their probabilities', () => {
    fc.assert(
      fc.property(logits, (z) => {
        expect(Math.abs(entropyOfLogits(z) - entropy(softmax(z)))).toBeLessThan(1e-13);
      }),
    );
  });

  it('rises with the temperature, strictly unless all logits are equal', () => {
    // Not colder: what e^-20 adds to ln 2 is seen, what e^-50 adds is rounded away.
    const temperature = fc.double({ min: 0.5, max: 5, noNaN: true });
    const someLogits = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(someLogits, temperature, fc.double({ min: 1.05, max: 3, noNaN: true }), (z, t, factor) => {
        const cold = entropyOfLogits(z.map((x) => x / t));
        const warm = entropyOfLogits(z.map((x) => x / (t * factor)));
        if (z.every((x) => x === z[0])) expect(warm).toBeCloseTo(cold, 13);
        else expect(warm).toBeGreaterThan(cold);
      }),
    );
  });

  it('does not see -Infinity beside others, and keeps the small entropy of near certainty', () => {
    fc.assert(fc.property(logits, (z) => Object.is(entropyOfLogits([...z, -Infinity]), entropyOfLogits(z))));
    expect(entropyOfLogits([0, -100]) / (101 * Math.exp(-100))).toBeCloseTo(1, 14);
  });

  it('says what it does with no input, and with what is no distribution', () => {
    expect(entropy([])).toBe(0);
    expect(entropyOfLogits([])).toBe(0);
    for (const z of [
      [NaN, 0],
      [0, NaN],
      [Infinity, 0],
      [-Infinity, -Infinity],
    ]) {
      expect(entropyOfLogits(z)).toBeNaN();
    }
    expect(entropy([NaN])).toBeNaN();
    expect(entropy([-0.1, 1.1])).toBeNaN();
  });
});
