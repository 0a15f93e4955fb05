import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { type SeededRandom, seededRandom } from '#numerics/seeded-random';
import { logSemiring, probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { bestPathTo, logWeight, product, START, sharesOfEdges, totalAt } from './graphs.ts';

const STATES = ['H', 'F'] as const;
type State = (typeof STATES)[number];
const STATE_NAMES = { H: 'healthy', F: 'fever' };
const BEGIN = { H: 0.6, F: 0.4 };
const MOVE = { H: { H: 0.7, F: 0.3 }, F: { H: 0.4, F: 0.6 } };
const FEELING = { H: { normal: 0.5, cold: 0.4, dizzy: 0.1 }, F: { normal: 0.1, cold: 0.3, dizzy: 0.6 } };
export type Feeling = keyof typeof FEELING.H;
export const OBSERVED: readonly Feeling[] = ['cold', 'cold', 'dizzy'];
const DRAWN = 2000;
const SEED = 11;
const NUDGE = 1e-5;
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

const lastDay = (observed: readonly Feeling[]) => STATES.map((state) => nodeOf(state, observed.length));

/** The first day of fever on a path through the trellis, in words. */
function dayOfFever(path: readonly string[]): string {
  const first = path.findIndex((node) => node.startsWith('F'));
  return first < 0 ? 'never' : `day ${first + 1}`;
}

/** When the fever began: the shares of all paths, by the first day of fever. */
export function beginsOfFever(observed: readonly Feeling[]) {
  const paths = allPaths(trellis(observed), START, lastDay(observed)).map((edges) => ({
    when: dayOfFever(edges.map(({ to }) => to)),
    weight: product(edges),
  }));
  const sum = (some: typeof paths): number => some.reduce((total, { weight }) => total + weight, 0);
  return [...observed.map((_, index) => `day ${index + 1}`), 'never'].map((when) => ({
    when,
    share: sum(paths.filter((path) => path.when === when)) / sum(paths),
  }));
}

/** A path drawn by its share of the total: backwards from the end, each step by what comes through it. */
export function drawPath(
  graph: Graph,
  ends: readonly string[],
  random: Pick<SeededRandom, 'next'>,
): string[] {
  const totals = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START);
  const drawn = (choices: readonly { node: string; weight: number }[]): string => {
    let left = random.next() * choices.reduce((sum, { weight }) => sum + weight, 0);
    for (const { node, weight } of choices) {
      left -= weight;
      if (left < 0) return node;
    }
    return at(choices, choices.length - 1).node;
  };
  const path = [drawn(ends.map((node) => ({ node, weight: totals.get(node) ?? 0 })))];
  for (;;) {
    const [here] = path;
    const into = graph.edges.filter(({ to }) => to === here);
    const from = drawn(
      into.map((edge) => ({ node: edge.from, weight: (totals.get(edge.from) ?? 0) * edge.weight })),
    );
    if (from === START) return path;
    path.unshift(from);
  }
}

/** How the log total answers a nudge of one edge's log-weight, all others kept: its slope by central differences. */
export function slopeOfLogTotal(graph: Graph, edgeIndex: number, ends: readonly string[]): number {
  const logTotal = (nudge: number): number =>
    totalAt(
      graph,
      logSemiring,
      (edge) => logWeight(edge) + (edge === graph.edges[edgeIndex] ? nudge : 0),
      ends,
    );
  return (logTotal(NUDGE) - logTotal(-NUDGE)) / (2 * NUDGE);
}

/** What the text works out: the share of one edge, its parts, and the slope that it is. */
function partsOfShare(graph: Graph, from: string, to: string, ends: readonly string[]) {
  const index = graph.edges.findIndex((edge) => edge.from === from && edge.to === to);
  const { edges, logTotal } = edgeMarginals(graph, logWeight, START, ends);
  const alpha = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START).get(from) ?? Number.NaN;
  const { weight } = at(graph.edges, index);
  const share = Math.exp(at(edges, index).logPosterior);
  const total = Math.exp(logTotal);
  return {
    alpha,
    weight,
    beta: (share * total) / (alpha * weight),
    total,
    share,
    slope: slopeOfLogTotal(graph, index, ends),
  };
}

export const hiddenMarkov = measurement({
  id: 'hidden-markov',
  kinds: {
    edges: { weight: 'exact', share: 'float64' },
    states: each('exact', 'begin', 'stays', 'normal', 'cold', 'dizzy'),
    days: { day: 'exact', filtered: 'float64', smoothed: 'float64' },
    begins: { share: 'float64', drawn: statisticOf(DRAWN) },
    parts: { weight: 'exact', ...each('float64', 'alpha', 'beta', 'total', 'share'), slope: 'probability' },
    drawn: 'exact',
    ...each('float64', 'bestProbability', 'total', 'share', 'likeliestShare', 'bestDayShare'),
  },
  async measure() {
    const graph = trellis(OBSERVED);
    const ends = lastDay(OBSERVED);
    const totals = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START);
    const { nodes, edges } = edgeMarginals(graph, logWeight, START, ends);
    const best = bestPathTo(graph, ends);
    const bestStates = best.path.map((node) => node.slice(0, 1));
    const total = totalAt(graph, probabilitySemiring, ({ weight }) => weight, ends);
    const random = seededRandom(SEED);
    const draws = Array.from({ length: DRAWN }, () => dayOfFever(drawPath(graph, ends, random)));
    const begins = beginsOfFever(OBSERVED).map(({ when, share }) => {
      return { when, share, drawn: draws.filter((day) => day === when).length / DRAWN };
    });
    const onBest = dayOfFever(best.path);
    const likeliest = begins.reduce((first, one) => (one.share > first.share ? one : first));
    const slopes = edges.map(({ logPosterior }, index) =>
      Math.abs(Math.exp(logPosterior) - slopeOfLogTotal(graph, index, ends)),
    );
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
        const [healthy, feverish] = [totals.get(nodeOf('H', day)) ?? 0, totals.get(nodeOf('F', day)) ?? 0];
        return {
          day,
          feeling: feeling as string,
          filtered: feverish / (healthy + feverish),
          smoothed: Math.exp(nodes.get(nodeOf('F', day)) ?? Number.NaN),
          bestState: at(bestStates, index),
        };
      }),
      best: bestStates.join(' '),
      bestProbability: Math.exp(best.score),
      total,
      share: Math.exp(best.score) / total,
      begins,
      onBest,
      bestDayShare: begins.find(({ when }) => when === onBest)?.share ?? Number.NaN,
      likeliest: likeliest.when,
      likeliestShare: likeliest.share,
      drawn: DRAWN,
      parts: partsOfShare(graph, 'H2', 'F3', ends),
      slopes: either(Math.max(...slopes) < 1e-8, 'agree', 'differ'),
    };
  },
});
