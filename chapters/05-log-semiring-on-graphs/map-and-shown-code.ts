// The code that the chapter shows, region by region: readers copy the regions into one file.

// #region loop
/** From, to, probability. List every edge into a node before the edges out of it. */
type Edge = [from: string, to: string, p: number];

interface Semiring<Weight> {
  one: Weight; // the weight of the path without edges
  plus: (a: Weight, b: Weight) => Weight; // ⊕, where paths meet
  times: (a: Weight, b: Weight) => Weight; // ⊗, along a path
  weigh: (p: number, to: string) => Weight; // an edge
}

/** For each node, the ⊕ of all paths that lead to it from `start`. */
function pass<Weight>(edges: Edge[], start: string, semiring: Semiring<Weight>) {
  const { one, plus, times, weigh } = semiring;
  const totals = new Map([[start, one]]);
  const complete = new Set<string>();
  for (const [from, to, p] of edges) {
    complete.add(from);
    if (complete.has(to)) throw new Error(`the edge ${from}→${to} comes after an edge out of ${to}`);
    const here = totals.get(from);
    if (here === undefined || p === 0) continue; // no path takes this edge
    const through = times(here, weigh(p, to));
    const others = totals.get(to);
    totals.set(to, others === undefined ? through : plus(others, through));
  }
  return totals;
}
// #endregion loop

// #region semirings
const log: Semiring<number> = {
  one: 0,
  // Equal terms are apart because -Infinity less -Infinity is NaN.
  plus: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  times: (a, b) => a + b,
  weigh: Math.log,
};

const maxPlus: Semiring<{ logprob: number; path: string }> = {
  one: { logprob: 0, path: '' },
  plus: (a, b) => (a.logprob >= b.logprob ? a : b), // of two that tie, the first
  times: (a, b) => ({ logprob: a.logprob + b.logprob, path: a.path + b.path }),
  weigh: (p, to) => ({ logprob: Math.log(p), path: `→${to}` }),
};

const counting: Semiring<number> = {
  one: 1,
  plus: (a, b) => a + b,
  times: (a, b) => a * b,
  weigh: () => 1,
};

const map: Edge[] = [
  ['S', 'A', 0.4],
  ['S', 'B', 0.35],
  ['S', 'C', 0.25],
  ['A', 'x', 0.5],
  ['A', 'y', 0.1],
  ['A', 'z', 0.4],
  ['B', 'y', 0.8],
  ['B', 'z', 0.2],
  ['C', 'x', 0.3],
  ['C', 'z', 0.7],
];
// #endregion semirings

// #region edge-shares
/** The share of each edge in the total of all paths from `start` to `end`. */
function edgeShares(edges: Edge[], start: string, end: string) {
  const reversed = edges.map(([from, to, p]): Edge => [to, from, p]).reverse();
  const forward = pass(edges, start, log);
  const backward = pass(reversed, end, log);
  const total = forward.get(end);
  if (total === undefined) throw new Error(`no path from ${start} to ${end} is possible`);
  return edges.map(([from, to, p]) => {
    const before = forward.get(from) ?? -Infinity;
    const after = backward.get(to) ?? -Infinity;
    return { from, to, share: Math.exp(before + Math.log(p) + after - total) };
  });
}

// #endregion edge-shares

export type { Edge, Semiring };
export { counting, edgeShares, log, map, maxPlus, pass };
