import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantise, signalToNoise, withoutMean } from '#numerics/quantise';

const signals = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 });
/** One period of a full-scale sine, from phases that do not repeat. */
const sine = Float64Array.from({ length: 50_000 }, (_, i) => Math.sin(i * 0.7548776662466927));

describe('quantise', () => {
  it('goes to the nearest level, as trying all levels finds it', () => {
    fc.assert(
      fc.property(signals, fc.integer({ min: 1, max: 6 }), (signal, depth) => {
        const { values, step } = quantise(signal, depth);
        const low = Math.min(...signal);
        const levels = Array.from({ length: 2 ** depth }, (_, i) => low + i * step);
        for (const [i, value] of values.entries()) {
          const x = signal[i] ?? Number.NaN;
          const nearest = Math.min(...levels.map((one) => Math.abs(one - x)));
          expect(Math.abs(value - x)).toBeCloseTo(nearest, 9);
        }
      }),
    );
  });

  it('says what it cannot do', () => {
    for (const wrong of [0, -1, 2.5, 33, Number.NaN]) {
      const sentence = new RangeError(`bits must be a whole number from 1 to 32, got ${wrong}`);
      expect(() => quantise([1, 2], wrong)).toThrow(sentence);
    }
    expect([...quantise([], 4).values]).toEqual([]);
    expect(quantise([3, 3], 4)).toEqual({ values: Float64Array.from([3, 3]), step: 0 });
    expect([...quantise([1, Infinity], 4).values]).toEqual([Number.NaN, Number.NaN]);
  });

  it('keeps values that are too close for a step, and has no levels for a range beyond float64', () => {
    expect(quantise([0, 5e-324], 2)).toEqual({ values: Float64Array.from([0, 5e-324]), step: 0 });
    expect(quantise([-1.7e308, 0, 1.7e308], 8)).toEqual({
      values: Float64Array.from([NaN, NaN, NaN]),
      step: Infinity,
    });
  });
});

describe('the noise of quantisation', () => {
  it('of a sine is what the published rule says', () => {
    for (const depth of [8, 10, 12, 16]) {
      const measured = signalToNoise(sine, quantise(sine, depth).values);
      // For a full-scale sine: 6.02 dB for each bit, and 1.76 dB.
      expect(Math.abs(measured - (6.02 * depth + 1.76))).toBeLessThan(0.1);
    }
  });

  it('is none when nothing changed, and takes two signals of one length', () => {
    expect(signalToNoise([1, 2], [1, 2])).toBe(Infinity);
    expect(signalToNoise([], [])).toBeNaN();
    expect(signalToNoise([1, 1], [1.1, 0.9])).toBeCloseTo(20, 9);
    expect(() => signalToNoise([1, 2], [1])).toThrow('the signal has 2 values, what became of it 1');
  });

  it('is measured on a signal whose mean was taken out', () => {
    fc.assert(
      fc.property(signals, (signal) => {
        const centred = withoutMean(signal);
        expect(centred.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 8);
        expect((centred[0] ?? 0) - (centred.at(-1) ?? 0)).toBeCloseTo(
          (signal[0] ?? 0) - (signal.at(-1) ?? 0),
          9,
        );
      }),
    );
  });
});
