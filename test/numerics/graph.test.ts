import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPaths, graphOf, topologicalOrder } from '#numerics/graph';
import { graphs } from './random-graphs.ts';

const edge = (from: string, to: string) => ({ from, to });

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

  it('refuses a node that is listed twice', () => {
    const graph = { nodes: ['a', 'a', 'b'], edges: [edge('a', 'b')] };
    expect(() => topologicalOrder(graph)).toThrow(new RangeError('the node "a" is listed twice'));
    expect(() => allPaths(graph, 'a', ['b'])).toThrow(new RangeError('the node "a" is listed twice'));
  });

  it('names the nodes on a cycle and behind it', () => {
    const graph = graphOf([edge('S', 'A'), edge('A', 'B'), edge('B', 'C'), edge('C', 'A'), edge('C', 'end')]);
    expect(() => topologicalOrder(graph)).toThrow(
      new RangeError('the graph has a cycle at or before A, B, C, end'),
    );
  });

  it('names an edge whose node is not there', () => {
    const graph = { nodes: ['A'], edges: [edge('A', 'B')] };
    expect(() => topologicalOrder(graph)).toThrow('the edge A -> B names an unknown node, "B"');
  });
});

describe('allPaths', () => {
  it('counts the empty path when the start is an end, and names what is no node', () => {
    const graph = graphOf([edge('A', 'B')]);
    expect(allPaths(graph, 'A', ['A', 'B'])).toEqual([[], [edge('A', 'B')]]);
    expect(() => allPaths(graph, 'X', ['B'])).toThrow('the start "X" is not a node: there are A, B');
    expect(() => allPaths(graph, 'A', ['Y'])).toThrow('the end "Y" is not a node: there are A, B');
    expect(() => allPaths(graphOf([edge('A', 'A')]), 'A', ['A'])).toThrow('the graph has a cycle');
  });
});

describe('graphOf', () => {
  it('lists nodes as the edges name them, and refuses a graph without edges', () => {
    expect(graphOf([edge('S', 'B'), edge('S', 'A')]).nodes).toEqual(['S', 'B', 'A']);
    expect(() => graphOf([])).toThrow('a graph needs at least one edge');
  });
});
