import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromProbability, toProbability } from '#numerics/custom-algebra';
import { customSemiring } from '#numerics/custom-semiring';
import { graphOf, type WeightedEdge } from '#numerics/graph';
import { pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/semirings';

const { plus, times, zero, one } = customSemiring;
/** Weights whose encoding still has its digits. */
const weight = fc.double({ min: 1e-4, max: 1, noNaN: true }).map((p) => fromProbability(p));

describe('the semiring carried over by ⊞', () => {
  it('groups and swaps as a semiring must, up to rounding', () => {
    fc.assert(
      fc.property(weight, weight, weight, (a, b, c) => {
        expect(plus(plus(a, b), c)).toBeCloseTo(plus(a, plus(b, c)), 10);
        expect(times(times(a, b), c)).toBeCloseTo(times(a, times(b, c)), 12);
        expect(plus(a, b)).toBe(plus(b, a));
        expect(times(a, plus(b, c))).toBeCloseTo(plus(times(a, b), times(a, c)), 10);
      }),
    );
  });

  it('has -4 for no path and 0 for a certain step', () => {
    fc.assert(
      fc.property(weight, (a) => {
        expect(times(a, zero)).toBe(zero);
        expect(plus(a, zero)).toBeCloseTo(a, 10);
        expect(times(a, one)).toBeCloseTo(a, 14);
      }),
    );
    expect(plus(zero, zero)).toBe(zero);
  });

  it('has no weights below -4', () => {
    expect(toProbability(-5)).toBeNaN();
    expect(plus(-5, -1)).toBeNaN();
  });

  it('gives on random graphs what the probability semiring gives', () => {
    const edge = (nodes: number): fc.Arbitrary<WeightedEdge> =>
      fc
        .tuple(
          fc.integer({ min: 0, max: nodes - 2 }),
          fc.integer({ min: 1, max: nodes - 1 }),
          fc.double({ min: 0.01, max: 1, noNaN: true }),
        )
        .filter(([from, to]) => from < to)
        .map(([from, to, p]) => ({ from: `n${from}`, to: `n${to}`, weight: p }));
    fc.assert(
      fc.property(fc.array(edge(6), { minLength: 1, maxLength: 12 }), (edges) => {
        const graph = graphOf(edges);
        const start = edges[0]?.from ?? '';
        const custom = pathTotals(graph, customSemiring, ({ weight: p }) => fromProbability(p), start);
        const plain = pathTotals(graph, probabilitySemiring, ({ weight: p }) => p, start);
        for (const node of graph.nodes) {
          const expected = plain.get(node) ?? Number.NaN;
          expect(Math.abs(toProbability(custom.get(node) ?? Number.NaN) - expected)).toBeLessThan(
            1e-9 * (1 + expected),
          );
        }
      }),
    );
  });
});
