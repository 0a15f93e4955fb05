import fc from 'fast-check';
import { DirectedGraph } from 'graphology';
import { bidirectional } from 'graphology-shortest-path/dijkstra.js';
import { describe, expect, it } from 'vitest';
import { type Graph, graphOf, type WeightedEdge } from '#numerics/graph';
import { matrixStar } from '#numerics/matrix-star';
import { maxPlusSemiring, step } from '#numerics/optimal-path-semirings';
import { pathTotals } from '#numerics/path-totals';
import type { Semiring } from '#numerics/semiring-interface';
import { countingSemiring, logSemiring, probabilitySemiring } from '#numerics/standard-semirings';

const NAMES = ['A', 'B', 'C', 'D', 'E'];
const weightOf = ({ weight }: WeightedEdge) => weight;
const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0);
const logWeightOf = ({ weight }: WeightedEdge) => Math.log(weight);

/** Any graphs from A to E, loops and parallel edges included; the weights out of a node add up to `most` at most. */
function cyclicGraphs(most: number): fc.Arbitrary<Graph> {
  const edge = fc.record({
    from: fc.constantFrom(...NAMES),
    to: fc.constantFrom(...NAMES),
    weight: fc.integer({ min: 1, max: 8 }),
  });
  return fc.array(edge, { minLength: 1, maxLength: 14 }).map((edges) => ({
    nodes: NAMES,
    edges: edges.map((one) => {
      const siblings = edges.filter(({ from }) => from === one.from);
      const whole = siblings.reduce((sum, { weight }) => sum + weight, 0);
      return { ...one, weight: (most * one.weight) / whole };
    }),
  }));
}

/** The walks from A of up to `most` edges, a step at a time: the weight of all at each node, if any leads there. */
function walksFromA({ edges }: Graph, most: number): Map<string, number> {
  let now = new Map([['A', 1]]);
  const sums = new Map<string, number>();
  for (let steps = 0; steps <= most; steps++) {
    for (const [node, p] of now) sums.set(node, (sums.get(node) ?? 0) + p);
    const next = new Map<string, number>();
    for (const { from, to, weight } of edges)
      if (now.has(from)) next.set(to, (next.get(to) ?? 0) + (now.get(from) ?? 0) * weight);
    now = next;
  }
  return sums;
}

/** Whether what 2^40 steps from A carry is nothing: the steps of a walk, squared again and again. */
function diesOut(graph: Graph): boolean {
  const { edges } = graph;
  const walks = walksFromA(graph, NAMES.length);
  const reached = NAMES.filter((node) => walks.has(node));
  const over = (from: string, to: string) => edges.filter((edge) => edge.from === from && edge.to === to);
  let steps = reached.map((from) => reached.map((to) => sum(over(from, to).map(weightOf))));
  for (let doubled = 0; doubled < 40; doubled++) {
    steps = steps.map((row) =>
      reached.map((_, to) => sum(row.map((weight, via) => weight * (steps[via]?.[to] ?? Number.NaN)))),
    );
    // No power of weights that die out comes near this; further squares would be infinite.
    if (steps.flat().some((weight) => weight > 1e60)) return false;
  }
  return Math.max(...steps.flat()) < 1e-9;
}

/** Of the weights of all walks from A to each node; infinite where they have no total. */
function largestTotal(graph: Graph): number {
  try {
    return Math.max(...pathTotals(graph, probabilitySemiring, weightOf, 'A').values());
  } catch (error) {
    expect(String(error)).toMatch(/^RangeError: the cycle through .* has no total/);
    return Number.POSITIVE_INFINITY;
  }
}

describe('pathTotals on random graphs with cycles', () => {
  it('has the weights of all walks added up, however long, as probabilities and as logarithms', () => {
    fc.assert(
      fc.property(cyclicGraphs(0.8), (graph) => {
        // After 200 steps at most 0.8 ^ 200 = 4e-20 of the weight is left.
        const sums = walksFromA(graph, 200);
        const probability = pathTotals(graph, probabilitySemiring, weightOf, 'A');
        const log = pathTotals(graph, logSemiring, logWeightOf, 'A');
        for (const node of NAMES) {
          const p = sums.get(node) ?? 0;
          expect(probability.get(node)).toBeCloseTo(p, 11);
          expect(Math.exp(log.get(node) ?? Number.NaN)).toBeCloseTo(p, 11);
        }
      }),
      { numRuns: 200 },
    );
  });

  /** Every edge costs between a half and two. */
  const scored = cyclicGraphs(1).map((graph) => ({
    nodes: graph.nodes,
    edges: graph.edges.map(({ weight, ...edge }) => ({ ...edge, weight: -(1 + Math.floor(weight * 4)) / 2 })),
  }));

  it('has the shortest paths of a graph library, as costs below zero', () => {
    fc.assert(
      fc.property(scored, (graph) => {
        const library = new DirectedGraph();
        for (const node of graph.nodes) library.addNode(node);
        for (const { from, to, weight } of graph.edges) {
          const known = library.edge(from, to);
          const cost = known === undefined ? Infinity : Number(library.getEdgeAttribute(known, 'cost'));
          library.mergeEdge(from, to, { cost: Math.min(cost, -weight) });
        }
        const totals = pathTotals(graph, maxPlusSemiring, ({ weight, to }) => step(weight, to), 'A');
        for (const node of graph.nodes) {
          const path: string[] | null = node === 'A' ? ['A'] : bidirectional(library, 'A', node, 'cost');
          const costs = path
            ?.slice(1)
            .map((to, index) => Number(library.getEdgeAttribute(path[index], to, 'cost')));
          const score = costs ? -costs.reduce((sum, cost) => sum + cost, 0) : -Infinity;
          expect((totals.get(node)?.score ?? Number.NaN) + 0).toBe(score + 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  const slowly = ['AC1', 'CC0', 'CD0', 'DC1', 'DC0', 'CB1', 'CB0', 'BD0'].map(
    ([from = '', to = '', weight]) => ({
      from,
      to,
      weight: Number(weight),
    }),
  );

  it('has a total exactly when long walks die out, up to rounding', () => {
    fc.assert(
      fc.property(cyclicGraphs(1), (graph) => {
        // Powers of two, so that a cycle may have a product of exactly one.
        const edges = graph.edges.map((edge) => ({ ...edge, weight: edge.weight > 0.4 ? 2 : 0.125 }));
        const doubled = { nodes: NAMES, edges };
        const largest = largestTotal(doubled);
        // A product of one may be rounded down to a sum that ends, but far out.
        if (diesOut(doubled)) expect(largest).toBeLessThan(1e9);
        else expect(largest).toBeGreaterThan(1e12);
      }),
      {
        numRuns: 500,
        // C comes back with 253/256: walks of 1,000 edges still weigh something.
        examples: [[{ nodes: NAMES, edges: slowly }]],
      },
    );
  });
});

describe('a cycle', () => {
  const deuce = graphOf([
    { from: 'S', to: 'A', weight: 0.6 },
    { from: 'S', to: 'B', weight: 0.4 },
    { from: 'A', to: 'won', weight: 0.6 },
    { from: 'A', to: 'S', weight: 0.4 },
    { from: 'B', to: 'S', weight: 0.6 },
    { from: 'B', to: 'lost', weight: 0.4 },
  ]);

  it('of two players at deuce is won with p² / (p² + (1 - p)²), the closed form', () => {
    const totals = pathTotals(deuce, probabilitySemiring, weightOf, 'S');
    expect(totals.get('won')).toBeCloseTo(9 / 13, 15);
    expect(totals.get('lost')).toBeCloseTo(4 / 13, 15);
    expect(totals.get('S')).toBeCloseTo(25 / 13, 14);
  });

  it('that no path leads to does not matter, one that adds up without end is named', () => {
    const apart = graphOf([
      { from: 'S', to: 'E', weight: 1 },
      { from: 'X', to: 'Y', weight: 1 },
      { from: 'Y', to: 'X', weight: 1 },
      { from: 'Y', to: 'E', weight: 1 },
    ]);
    expect(pathTotals(apart, probabilitySemiring, weightOf, 'S').get('E')).toBe(1);
    expect(() => pathTotals(apart, probabilitySemiring, weightOf, 'X')).toThrow(
      new RangeError(
        'the cycle through X, Y has no total: a loop needs a probability from 0 to below 1, got the weight 1',
      ),
    );
    expect(() => pathTotals(apart, countingSemiring, () => 1, 'X')).toThrow(
      'the cycle through X, Y has no total',
    );
  });

  it('needs a semiring that can go round', () => {
    const { closure: _, ...flat } = logSemiring;
    const without: Semiring<number> = { ...flat, name: 'flat' };
    expect(() => pathTotals(deuce, without, logWeightOf, 'S')).toThrow(
      new RangeError('the cycle through S, A, B has no total: the semiring "flat" has no closure'),
    );
  });
});

describe('the star of a matrix', () => {
  it('is the inverse of I - A, by exact fractions', () => {
    // A = [[1/2, 1/4], [1/8, 1/2]]; det(I - A) = 1/4 - 1/32 = 7/32.
    const star = matrixStar(probabilitySemiring, [
      [0.5, 0.25],
      [0.125, 0.5],
    ]);
    const exact = [
      [16 / 7, 8 / 7],
      [4 / 7, 16 / 7],
    ];
    for (const [i, row] of exact.entries())
      for (const [j, entry] of row.entries()) expect(star[i]?.[j]).toBeCloseTo(entry, 14);
  });
});
