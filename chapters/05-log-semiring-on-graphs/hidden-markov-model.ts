import { maxPlusSemiring, step } from '#numerics/optimal-path-semirings';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { type Edge, graphFrom, START } from './paths-of-map.ts';

type Chances<Of extends string | number> = Readonly<Record<Of, number>>;

/** The probabilities of the first state, of moves from state to state, and of the signs that each state shows. */
export interface HiddenMarkovModel<Sign extends string | number> {
  readonly start: Chances<string>;
  readonly move: Readonly<Record<string, Chances<string>>>;
  readonly sign: Readonly<Record<string, Chances<Sign>>>;
}

const FINISH = 'END';

/** A node for each state and day, such as F2. An edge weighs a move and the sign after it, the edges to END one. */
export function trellisOf<Sign extends string | number>(
  { start, move, sign }: HiddenMarkovModel<Sign>,
  seen: readonly Sign[],
) {
  const states = Object.keys(sign);
  const edges = seen.flatMap((shown, day) =>
    (day === 0 ? [START] : states).flatMap((from) =>
      states.map((to): Edge => {
        const p = (day === 0 ? start[to] : move[from]?.[to]) ?? 0;
        return [day === 0 ? START : `${from}${day}`, `${to}${day + 1}`, p * (sign[to]?.[shown] ?? 0)];
      }),
    ),
  );
  return graphFrom([...edges, ...states.map((state): Edge => [`${state}${seen.length}`, FINISH, 1])]);
}

/** The total, the most probable path and its share of the total, and the shares of edges and of nodes. */
export function inferred(trellis: ReturnType<typeof trellisOf>) {
  const logWeight = ({ weight }: { weight: number }) => Math.log(weight);
  const { logTotal, edges, nodes } = edgeMarginals(trellis, logWeight, START, FINISH);
  const stepOf = (edge: (typeof trellis.edges)[number]) => step(logWeight(edge), edge.to);
  const best = pathTotals(trellis, maxPlusSemiring, stepOf, START).get(FINISH) ?? maxPlusSemiring.zero;
  const isOn = (path: readonly string[], { from, to }: { from: string; to: string }) =>
    [START, ...path].some((node, index) => node === from && path[index] === to);
  const total = Math.exp(logTotal);
  return {
    total,
    /** The states of the most probable path, without their days. */
    states: best.path.slice(0, -1).map((node) => node.replace(/\d+$/, '')),
    bestShare: Math.exp(best.score - logTotal),
    edges: edges.map(({ edge, logPosterior }) => {
      return { ...edge, share: Math.exp(logPosterior), isOnBest: isOn(best.path, edge) };
    }),
    shareOf: (node: string) => Math.exp(nodes.get(node) ?? Number.NaN),
    shareOfPath(states: readonly string[]) {
      const path = [...states.map((state, index) => `${state}${index + 1}`), FINISH];
      const on = trellis.edges.filter((edge) => isOn(path, edge));
      return on.reduce((product, { weight }) => product * weight, 1) / total;
    },
  };
}
