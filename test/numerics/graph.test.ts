import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from '#numerics/graph';
import { graphs } from './random-graphs.ts';

describe('topologicalOrder', () => {
  it('puts every node behind all that lead to it, and each in it once', () => {
    fc.assert(
      fc.property(graphs(fc.constant(1)), (graph) => {
        const order = topologicalOrder(graph);
        expect([...order].sort()).toEqual([...graph.nodes].sort());
        for (const { from, to } of graph.edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      }),
    );
  });
});
