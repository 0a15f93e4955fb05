import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSampling, draw, greedy, nucleus, topIds } from '#lm/sampling';
import { softmax } from '#numerics/softmax';

const logits = fc
  .array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.float({ min: -9, max: 9, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((values) => Float32Array.from(values));
const temperature = fc.double({ min: 0.2, max: 4, noNaN: true });
const uniform = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** Ids from likely to unlikely, by sorting everything. */
function sorted(z: Float32Array): number[] {
  return [...z.keys()].sort((a, b) => (z[b] ?? 0) - (z[a] ?? 0) || a - b);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The filtered distribution as plain lists, which read well when they differ. */
function listsOf(...given: Parameters<typeof nucleus>): { ids: number[]; probabilities: number[] } {
  const { ids, probabilities } = nucleus(...given);
  return { ids: [...(ids ?? Array(probabilities.length).keys())], probabilities: Array.from(probabilities) };
}

describe('the likeliest tokens', () => {
  it('are what sorting everything gives, equal logits by smaller id', () => {
    fc.assert(
      fc.property(logits, fc.nat(50), (z, k) => {
        expect(topIds(z, k)).toEqual(sorted(z).slice(0, k));
      }),
    );
  });

  it('count NaN and -Infinity last', () => {
    expect(topIds(Float32Array.of(NaN, 1, -Infinity, 2), 4)).toEqual([3, 1, 0, 2]);
    expect(topIds(Float32Array.of(NaN, 1, -Infinity, 2), 2)).toEqual([3, 1]);
  });
});

describe('what may be drawn', () => {
  it('is everything by default, with the probabilities of softmax', () => {
    fc.assert(
      fc.property(logits, temperature, (z, t) => {
        expect(listsOf(z, { temperature: t })).toEqual({
          ids: [...z.keys()],
          probabilities: [...softmax(z, t)],
        });
      }),
    );
  });

  it('is the smallest set of likeliest ones that reaches topP', () => {
    const topP = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(logits, temperature, topP, (z, t, p) => {
        const { ids, probabilities } = listsOf(z, { temperature: t, topP: p });
        const all = softmax(z, t);
        const mass = (kept: readonly number[]): number => sum(kept.map((id) => all[id] ?? 0));
        const kept = sorted(z).slice(0, ids.length);
        expect(new Set(ids)).toEqual(new Set(kept));
        expect(mass(kept)).toBeGreaterThanOrEqual(p - 1e-12);
        expect(mass(kept.slice(0, -1))).toBeLessThan(p + 1e-12);
        for (const [i, id] of ids.entries())
          expect(probabilities[i]).toBeCloseTo((all[id] ?? 0) / mass(kept), 12);
      }),
    );
  });

  it('finds a wide nucleus too', () => {
    const z = new Float32Array(4096);
    expect(listsOf(z, { topP: 0.5 }).ids).toEqual(Array.from({ length: 2048 }, (_, i) => i));
  });
});

describe('drawing', () => {
  it('takes the first id in order whose cumulative probability is above the random number', () => {
    const distribution = { ids: [3, 5, 8], probabilities: [0.25, 0.5, 0.25] };
    expect([0, 0.2, 0.25, 0.74, 0.75, 0.99].map((u) => draw(distribution, u))).toEqual([3, 3, 5, 5, 8, 8]);
  });

  it('never takes an id of probability 0', () => {
    fc.assert(
      fc.property(logits, uniform, (z, u) => {
        const withZeros = Float32Array.of(-Infinity, ...z, -Infinity);
        const distribution = listsOf(withZeros, {});
        expect(distribution.probabilities[draw(distribution, u)]).toBeGreaterThan(0);
      }),
    );
  });

  it('takes the last possible id when rounding leaves the sum below the random number', () => {
    expect(draw({ ids: [1, 2, 3], probabilities: [0.5, 0.4999999, 0] }, 0.99999999)).toBe(2);
  });

  it('cannot draw from what is no distribution', () => {
    expect(() => draw({ ids: [0, 1], probabilities: [NaN, NaN] }, 0.5)).toThrow(RangeError);
  });
});

describe('greedy choice', () => {
  it('is the first of the largest', () => {
    expect(greedy(Float32Array.of(1, 3, 3))).toBe(1);
    expect(greedy(Float32Array.of(2))).toBe(0);
  });
});

describe('sampling options', () => {
  it('are refused by name', () => {
    expect(() => assertSampling({ temperature: NaN })).toThrow('temperature');
    expect(() => assertSampling({ temperature: Infinity })).toThrow('temperature');
    expect(() => assertSampling({ topP: 0 })).toThrow('topP');
    expect(() => assertSampling({ topP: 1.1 })).toThrow('topP');
    expect(() => assertSampling({ temperature: 0, topP: 1 })).not.toThrow();
  });
});
