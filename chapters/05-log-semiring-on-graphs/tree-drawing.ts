import type { Edge } from '#numerics/graph';
import { at } from '#numerics/list';
import type { Drawing, Spot } from './drawing.ts';

/** Trees of tokens as drawings: the root left, leaves one below the other. */

/** An edge as a tree's measurement stores it. */
export interface DrawnTreeEdge extends Edge {
  readonly logprob: number;
  readonly share: number;
  readonly onBest: 'yes' | 'no';
}

/**
 * Places for a tree that grows to the right, children in the order of their edges: leaves one below the other, each
 * parent in the middle of its first and last child. A node is labelled by the edge that leads to it, and has
 * that edge's value when `numberOf` is there; the root is a dot.
 */
export function treeSpots<E extends Edge>(
  edges: readonly E[],
  root: string,
  labelOf: (edge: E) => string,
  numberOf?: (edge: E) => number,
): Readonly<Record<string, Spot>> {
  const spots: Record<string, Spot> = {};
  let leaves = 0;
  const place = (node: string, x: number, edge?: E): number => {
    const children = edges.filter(({ from }) => from === node);
    const ys = children.map((child) => place(child.to, x + 1, child));
    if (ys.length === 0) leaves += 1;
    const y = ys.length === 0 ? -leaves : (at(ys, 0) + at(ys, ys.length - 1)) / 2;
    const value = edge && numberOf ? { value: numberOf(edge) } : {};
    spots[node] = { x, y, label: edge ? labelOf(edge) : '', ...value };
    return y;
  };
  place(root, 0);
  return spots;
}

/** A tree of tokens with a log-probability below each; `look` says how large it is and how the numbers are written. */
export function treeDrawing<E extends DrawnTreeEdge>(
  edges: readonly E[],
  root: string,
  labelOf: (edge: E) => string,
  look: Pick<Drawing, 'height' | 'valueFormat' | 'roomRight'>,
): Drawing {
  return {
    ...look,
    nodes: 'token',
    spots: treeSpots(edges, root, labelOf, ({ logprob }) => logprob),
    edges: edges.map((edge) => ({
      from: edge.from,
      to: edge.to,
      share: edge.share,
      label: labelOf(edge),
      best: edge.onBest === 'yes',
    })),
  };
}
