import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { bestPathTo, logWeight, product, START, sharesOfEdges, totalAt } from './graphs.ts';

const STATES = ['H', 'F'] as const;
type State = (typeof STATES)[number];
const STATE_NAMES = { H: 'healthy', F: 'fever' };
const BEGIN = { H: 0.6, F: 0.4 };
const MOVE = { H: { H: 0.7, F: 0.3 }, F: { H: 0.4, F: 0.6 } };
const FEELING = { H: { normal: 0.5, cold: 0.4, dizzy: 0.1 }, F: { normal: 0.1, cold: 0.3, dizzy: 0.6 } };
type Feeling = keyof typeof FEELING.H;
export const OBSERVED: readonly Feeling[] = ['normal', 'cold', 'dizzy'];
/** The node of a state on a day, counted from 1: "H2". */
const nodeOf = (state: State, day: number): string => `${state}${day}`;

/** To be in a state and to feel as observed: one weight, rounded once so that a reader sees 0.3 and not 0.2999…. */
const joint = (move: number, state: State, feeling: Feeling): number =>
  Number((move * FEELING[state][feeling]).toFixed(12));

/** The trellis: a column of states a day, an edge for each move, weighing the move times what was felt after it. */
export function trellis(observed: readonly Feeling[]): Graph {
  const edges = observed.flatMap((feeling, day) => {
    const movesFrom = (from: string, moves: Readonly<Record<State, number>>) =>
      STATES.map((to) => ({ from, to: nodeOf(to, day + 1), weight: joint(moves[to], to, feeling) }));
    return day === 0
      ? movesFrom(START, BEGIN)
      : STATES.flatMap((from) => movesFrom(nodeOf(from, day), MOVE[from]));
  });
  return graphOf(edges);
}

/** The first day of fever on a path through the trellis, in words. */
function dayOfFever(path: readonly string[]): string {
  const first = path.findIndex((node) => node.startsWith('F'));
  return first < 0 ? 'never' : `on day ${first + 1}`;
}

/** When the fever began: the shares of all paths, by the first day of fever. */
export function beginsOfFever(graph: Graph, ends: readonly string[]) {
  const paths = allPaths(graph, START, ends).map((edges) => ({
    when: dayOfFever(edges.map(({ to }) => to)),
    weight: product(edges),
  }));
  const sum = (some: typeof paths): number => some.reduce((total, { weight }) => total + weight, 0);
  return [...OBSERVED.map((_, index) => `on day ${index + 1}`), 'never'].map((when) => ({
    when,
    share: sum(paths.filter((path) => path.when === when)) / sum(paths),
  }));
}

export const hiddenMarkov = measurement({
  id: 'hidden-markov',
  kinds: {
    edges: { weight: 'exact', share: 'float64' },
    states: each('exact', 'begin', 'stays', 'normal', 'cold', 'dizzy'),
    days: { day: 'exact', filtered: 'float64', smoothed: 'float64' },
    begins: { share: 'float64' },
    ...each('float64', 'bestProbability', 'total', 'share', 'feverOnSecondDay'),
  },
  async measure() {
    const graph = trellis(OBSERVED);
    const ends = STATES.map((state) => nodeOf(state, OBSERVED.length));
    const totals = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START);
    const { nodes } = edgeMarginals(graph, logWeight, START, ends);
    const best = bestPathTo(graph, ends);
    const bestStates = best.path.map((node) => node.slice(0, 1));
    const total = totalAt(graph, probabilitySemiring, ({ weight }) => weight, ends);
    const begins = beginsOfFever(graph, ends);
    const onBest = dayOfFever(best.path);
    const likeliest = begins.reduce((first, one) => (one.share > first.share ? one : first)).when;
    return {
      edges: sharesOfEdges(graph, ends),
      states: STATES.map((state) => ({
        name: STATE_NAMES[state],
        begin: BEGIN[state],
        stays: MOVE[state][state],
        ...FEELING[state],
      })),
      days: OBSERVED.map((feeling, index) => {
        const day = index + 1;
        const healthy = totals.get(nodeOf('H', day)) ?? 0;
        const feverish = totals.get(nodeOf('F', day)) ?? 0;
        return {
          day,
          feeling: feeling as string,
          filtered: healthy / (healthy + feverish),
          smoothed: Math.exp(nodes.get(nodeOf('H', day)) ?? Number.NaN),
          bestState: at(bestStates, index),
        };
      }),
      best: bestStates.join(' '),
      bestProbability: Math.exp(best.score),
      total,
      share: Math.exp(best.score) / total,
      begins,
      onBest,
      likeliest,
      agreement: either(onBest === likeliest, 'agree', 'differ'),
      feverOnSecondDay: Math.exp(nodes.get(nodeOf('F', 2)) ?? Number.NaN),
    };
  },
});
