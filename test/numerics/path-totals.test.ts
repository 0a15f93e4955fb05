import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeightedEdge } from '#numerics/graph';
import { maxPlusSemiring, step } from '#numerics/optimal-path-semirings';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import type { Semiring } from '#numerics/semiring-interface';
import { logSemiring } from '#numerics/standard-semirings';
import { graphs, walks } from './random-graphs.ts';
import { close } from './semiring-weights.ts';

const probabilities = fc.double({ min: 0.01, max: 1, noNaN: true });
const exactScores = fc.integer({ min: -40, max: 8 }).map((n) => n / 16);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const product = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);

describe('pathTotals equals the enumeration of all paths on random graphs', () => {
  /** The total at G from A by the dynamic programme, and all paths there, as lists of weights and of names. */
  function both<W>(weight: fc.Arbitrary<number>, semiring: Semiring<W>, weightOf: (edge: WeightedEdge) => W) {
    return (check: (total: W, paths: { weights: number[]; names: string[] }[]) => void) =>
      fc.assert(
        fc.property(graphs(weight), (graph) => {
          const total = pathTotals(graph, semiring, weightOf, 'A').get('G') ?? semiring.zero;
          const paths = walks(graph.edges, 'A', 'G').map((edges) => ({
            weights: edges.map((edge) => edge.weight),
            names: edges.map(({ to }) => to),
          }));
          check(total, paths);
        }),
        { numRuns: 200 },
      );
  }

  it('log: the logarithm of the sum of the products', () => {
    both(probabilities, logSemiring, ({ weight }) => Math.log(weight))((total, paths) => {
      expect(close(total, Math.log(sum(paths.map(({ weights }) => product(weights)))))).toBe(true);
    });
  });

  /** Paths from the best on; of equal scores the shorter, then by name. */
  const sorted = (paths: { weights: number[]; names: string[] }[]) =>
    paths
      .map(({ weights, names }) => ({ score: sum(weights), path: names }))
      .sort(
        (a, b) =>
          b.score - a.score || a.path.length - b.path.length || (a.path.join() < b.path.join() ? -1 : 1),
      );

  it('max-plus: the best path, ties and all', () => {
    both(exactScores, maxPlusSemiring, ({ weight, to }) => step(weight, to))((total, paths) => {
      expect(total).toEqual(sorted(paths)[0] ?? maxPlusSemiring.zero);
    });
  });
});

describe('edgeMarginals', () => {
  const logWeights = fc.double({ min: -3, max: 1, noNaN: true });
  const logWeight = ({ weight }: WeightedEdge) => weight;
  const connected = graphs(logWeights).filter(({ edges }) => walks(edges, 'A', 'G').length > 0);

  it('are the gradient of the log total by finite differences of one log-weight, weights not renormalised', () => {
    fc.assert(
      fc.property(connected, (graph) => {
        const h = 1e-5;
        const logTotal = (edges: readonly WeightedEdge[]) =>
          pathTotals({ ...graph, edges }, logSemiring, logWeight, 'A').get('G') ?? Number.NaN;
        const nudged = (index: number, by: number) =>
          logTotal(graph.edges.map((e, i) => (i === index ? { ...e, weight: e.weight + by } : e)));
        const { edges } = edgeMarginals(graph, logWeight, 'A', 'G');
        for (const [index, { logPosterior }] of edges.entries()) {
          const slope = (nudged(index, h) - nudged(index, -h)) / (2 * h);
          expect(Math.abs(Math.exp(logPosterior) - slope)).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the share of the listed paths that use the edge, or visit the node', () => {
    fc.assert(
      fc.property(connected, (graph) => {
        const paths = walks(graph.edges, 'A', 'G').map((edges) => ({
          edges,
          weight: Math.exp(sum(edges.map(logWeight))),
        }));
        const whole = sum(paths.map(({ weight }) => weight));
        const share = (uses: (path: WeightedEdge[]) => boolean) =>
          sum(paths.filter(({ edges }) => uses(edges)).map(({ weight }) => weight)) / whole;
        const marginals = edgeMarginals(graph, logWeight, 'A', 'G');
        expect(edgeMarginals(graph, logWeight, 'A', ['G', 'G'])).toEqual(marginals);
        expect(close(marginals.logTotal, Math.log(whole))).toBe(true);
        for (const { edge, logPosterior } of marginals.edges) {
          expect(
            close(
              Math.exp(logPosterior),
              share((path) => path.includes(edge)),
            ),
          ).toBe(true);
        }
        for (const [node, logPosterior] of marginals.nodes) {
          const visits = (path: WeightedEdge[]) => node === 'A' || path.some(({ to }) => to === node);
          expect(close(Math.exp(logPosterior), share(visits))).toBe(true);
        }
      }),
    );
  });
});
