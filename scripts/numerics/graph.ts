/** Directed graphs: nodes by name, edges with whatever else they carry. */

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** The weight may be a probability, a log-probability, a length. */
export interface WeightedEdge extends Edge {
  readonly weight: number;
}

export interface Graph<E extends Edge = WeightedEdge> {
  readonly nodes: readonly string[];
  readonly edges: readonly E[];
}

/** The nodes come in the order in which the edges first name them. Throws a RangeError without edges. */
export function graphOf<E extends Edge>(edges: readonly E[]): Graph<E> {
  if (edges.length === 0) throw new RangeError('a graph needs at least one edge');
  return { nodes: [...new Set(edges.flatMap(({ from, to }) => [from, to]))], edges };
}

/** `role` says what the node was to be: 'start', 'end'. */
export function assertNode(graph: Graph<Edge>, name: string, role: string): void {
  if (!graph.nodes.includes(name)) {
    throw new RangeError(`the ${role} "${name}" is not a node: there are ${graph.nodes.join(', ')}`);
  }
}

/**
 * The edges that leave each node, in the graph's order. Throws a RangeError on a node that is listed twice and on an
 * edge with an unknown node.
 */
export function edgesLeaving<E extends Edge>(graph: Graph<E>): Map<string, E[]> {
  const leaving = new Map<string, E[]>();
  for (const node of graph.nodes) {
    if (leaving.has(node)) throw new RangeError(`the node "${node}" is listed twice`);
    leaving.set(node, []);
  }
  for (const edge of graph.edges) {
    const { from, to } = edge;
    const unknown = [from, to].find((name) => !leaving.has(name));
    if (unknown !== undefined) {
      throw new RangeError(`the edge ${from} -> ${to} names an unknown node, "${unknown}"`);
    }
    leaving.get(from)?.push(edge);
  }
  return leaving;
}

/**
 * The nodes in an order in which every edge leads forward, by Kahn's algorithm. Throws a RangeError when there is a
 * cycle, and as `edgesLeaving` does.
 */
export function topologicalOrder<E extends Edge>(graph: Graph<E>): string[] {
  const order = orderedNodes(graph, edgesLeaving(graph));
  const others = graph.nodes.filter((node) => !order.includes(node));
  if (others.length > 0) throw new RangeError(`the graph has a cycle at or before ${others.join(', ')}`);
  return order;
}

/** The same, without the nodes on cycles and all behind them. */
function orderedNodes(graph: Graph<Edge>, leaving: ReadonlyMap<string, readonly Edge[]>): string[] {
  const unseen = new Map(graph.nodes.map((node) => [node, 0]));
  for (const { to } of graph.edges) unseen.set(to, (unseen.get(to) ?? 0) + 1);

  const ready = graph.nodes.filter((node) => unseen.get(node) === 0);
  const order: string[] = [];
  for (const node of ready) {
    order.push(node);
    for (const { to } of leaving.get(node) ?? []) {
      const left = (unseen.get(to) ?? 0) - 1;
      unseen.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return order;
}

/** The nodes that paths from the given ones lead to, and these themselves. */
export function reachable(
  leaving: ReadonlyMap<string, readonly Edge[]>,
  from: Iterable<string>,
): Set<string> {
  const found = new Set(from);
  for (const node of found) for (const { to } of leaving.get(node) ?? []) found.add(to);
  return found;
}

/**
 * The strongly connected components, in an order in which every edge between two of them leads forward. Quadratic in
 * the number of nodes on cycles and behind them. Throws a RangeError as `edgesLeaving` does.
 */
export function components(graph: Graph<Edge>): string[][] {
  const leaving = edgesLeaving(graph);
  const alone = new Set(orderedNodes(graph, leaving));
  const others = graph.nodes.filter((node) => !alone.has(node));
  const beyond = new Map(others.map((node) => [node, reachable(leaving, [node])]));

  // A component is named by the first of its nodes.
  const members = new Map<string, string[]>();
  const nameOf = new Map<string, string>();
  for (const node of graph.nodes) {
    const shares = (other: string) => beyond.get(node)?.has(other) && beyond.get(other)?.has(node);
    const name = alone.has(node) ? node : (others.find(shares) ?? node);
    nameOf.set(node, name);
    members.set(name, [...(members.get(name) ?? []), node]);
  }
  const edges = graph.edges.flatMap((edge) => {
    const [from, to] = [nameOf.get(edge.from) ?? '', nameOf.get(edge.to) ?? ''];
    return from === to ? [] : [{ from, to }];
  });
  return topologicalOrder({ nodes: [...members.keys()], edges }).map((name) => members.get(name) ?? []);
}

/** All paths from a node to any of the ends, each as its edges. Their number grows exponentially. */
export function allPaths<E extends Edge>(graph: Graph<E>, start: string, ends: readonly string[]): E[][] {
  assertNode(graph, start, 'start');
  for (const end of ends) assertNode(graph, end, 'end');
  topologicalOrder(graph); // a cycle would never end
  const leaving = edgesLeaving(graph);
  const pathsFrom = (node: string): E[][] => [
    ...(ends.includes(node) ? [[]] : []),
    ...(leaving.get(node) ?? []).flatMap((edge) => pathsFrom(edge.to).map((rest) => [edge, ...rest])),
  ];
  return pathsFrom(start);
}
