type Shortest = { readonly cost: number; readonly path: string };
/** What the code below prints to. */
type Console = {
  log(end: string, found: Shortest | number | undefined, ...more: (number | undefined)[]): void;
};

/** Runs the code that the chapter shows whole, with a console that may keep what is printed. */
export function wholeLoop(console: Console): void {
  // #region whole-loop
  // node paths.ts (Node 22.18 or later)

  // Where each step leads, and its probability. Every node comes after all that lead to it.
  // Name nodes with letters: JavaScript lists keys that are whole numbers first.
  const map: Record<string, Record<string, number>> = {
    S: { A: 0.4, B: 0.35, C: 0.25 },
    A: { x: 0.5, y: 0.1, z: 0.4 },
    B: { y: 0.8, z: 0.2 },
    C: { x: 0.3, z: 0.7 },
  };

  /** What `orElse` makes of all ways from S to each node. */
  function pass<Way>(
    start: Way,
    orElse: (a: Way, b: Way) => Way,
    andThen: (way: Way, p: number, to: string) => Way,
  ) {
    const totals = new Map([['S', start]]);
    for (const [from, steps] of Object.entries(map)) {
      const here = totals.get(from);
      if (here === undefined) continue; // no way leads here
      for (const [to, p] of Object.entries(steps)) {
        const way = andThen(here, p, to);
        const other = totals.get(to);
        totals.set(to, other === undefined ? way : orElse(other, way));
      }
    }
    return totals;
  }

  function logAddExp(a: number, b: number) {
    const larger = Math.max(a, b);
    if (!Number.isFinite(larger)) return larger;
    return larger + Math.log1p(Math.exp(-Math.abs(a - b)));
  }

  const shortest = pass(
    { cost: 0, path: 'S' },
    (a, b) => (a.cost <= b.cost ? a : b),
    (way, p, to) => ({ cost: way.cost - Math.log(p), path: `${way.path}→${to}` }),
  );
  const all = pass(0, logAddExp, (logprob, p) => logprob + Math.log(p));

  for (const end of ['x', 'y', 'z']) console.log(end, shortest.get(end), all.get(end));

  const add = (a: number, b: number) => a + b;
  const count = pass(1, add, (n) => n);
  const likely = pass(1, add, (q, p) => q * p);
  const widest = pass(Infinity, Math.max, (w, p) => Math.min(w, p));

  console.log('z', count.get('z'), likely.get('z'), widest.get('z'));
  // #endregion whole-loop
}
