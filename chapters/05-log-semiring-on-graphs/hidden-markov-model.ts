import { at } from '#numerics/list';
import { maxPlusSemiring, step } from '#numerics/optimal-path-semirings';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { type Edge, graphFrom, START } from './paths-of-map.ts';

/** The probabilities of moves between hidden states, from START for the first day, and of what each state shows. */
export interface HiddenMarkovModel<Sign extends string | number> {
  readonly move: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly sign: Readonly<Record<string, Readonly<Record<Sign, number>>>>;
}

const FINISH = 'END';

/** A node for each state and day, such as F2. An edge weighs a move and the sign after it, the edges to END one. */
export function trellisOf<Sign extends string | number>(
  { move, sign }: HiddenMarkovModel<Sign>,
  seen: readonly Sign[],
) {
  const states = Object.keys(sign);
  const layers = [[START], ...seen.map((_, index) => states.map((state) => `${state}${index + 1}`))];
  const edges = seen.flatMap((shown, index) =>
    at(layers, index).flatMap((from) =>
      states.map((to): Edge => {
        const p = (move[from.charAt(0)]?.[to] ?? 0) * (sign[to]?.[shown] ?? 0);
        return [from, `${to}${index + 1}`, p];
      }),
    ),
  );
  return graphFrom([...edges, ...at(layers, seen.length).map((node): Edge => [node, FINISH, 1])]);
}

/** The total, the most probable path and its share of the total, and the shares of edges and of nodes. */
export function inferred(trellis: ReturnType<typeof trellisOf>) {
  const logWeight = ({ weight }: { weight: number }) => Math.log(weight);
  const { logTotal, edges, nodes } = edgeMarginals(trellis, logWeight, START, FINISH);
  const stepOf = (edge: (typeof trellis.edges)[number]) => step(logWeight(edge), edge.to);
  const best = pathTotals(trellis, maxPlusSemiring, stepOf, START).get(FINISH) ?? maxPlusSemiring.zero;
  const path = [START, ...best.path];
  return {
    total: Math.exp(logTotal),
    path: path.join('→'),
    bestShare: Math.exp(best.score - logTotal),
    edges: edges.map(({ edge: { from, to }, logPosterior }) => {
      const isOnBest = path[path.indexOf(from) + 1] === to && path.includes(from);
      return { from, to, share: Math.exp(logPosterior), isOnBest };
    }),
    shareOf: (node: string) => Math.exp(nodes.get(node) ?? Number.NaN),
  };
}
