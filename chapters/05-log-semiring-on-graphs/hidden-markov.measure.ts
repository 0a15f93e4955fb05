import type { Graph } from '#numerics/graph';
import { allPaths, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { probabilitySemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';
import { bestPathTo, logWeight, START, sharesOfEdges } from './graphs.ts';

type State = 'H' | 'F';

const STATES: readonly State[] = ['H', 'F'];

const STATE_NAMES = { H: 'healthy', F: 'fever' };

const BEGIN: Readonly<Record<State, number>> = { H: 0.6, F: 0.4 };

const MOVE: Readonly<Record<State, Readonly<Record<State, number>>>> = {
  H: { H: 0.7, F: 0.3 },
  F: { H: 0.4, F: 0.6 },
};

const FEELING: Readonly<Record<State, Readonly<Record<string, number>>>> = {
  H: { normal: 0.5, cold: 0.4, dizzy: 0.1 },
  F: { normal: 0.1, cold: 0.3, dizzy: 0.6 },
};

export const OBSERVED = ['normal', 'cold', 'dizzy'];

/** The node of a state on a day, counted from 1: "H2". */
const nodeOf = (state: State, day: number): string => `${state}${day}`;

/** To be in a state and to feel as observed: one weight, rounded once so that a reader sees 0.3 and not 0.2999…. */
const joint = (move: number, state: State, feeling: string): number =>
  Number((move * (FEELING[state][feeling] ?? 0)).toFixed(12));

/** The trellis: a column of states a day, an edge for each move, weighing the move times what was felt after it. */
// #region trellis
export function trellis(observed: readonly string[]) {
  const [first, ...later] = observed;
  const edges = STATES.map((to) => ({
    from: START,
    to: nodeOf(to, 1),
    weight: joint(BEGIN[to], to, first ?? ''),
  }));
  for (const [index, feeling] of later.entries()) {
    for (const from of STATES) {
      for (const to of STATES) {
        const weight = joint(MOVE[from][to], to, feeling);
        edges.push({ from: nodeOf(from, index + 1), to: nodeOf(to, index + 2), weight });
      }
    }
  }
  return graphOf(edges);
}
// #endregion trellis

/** The first day of fever on a path through the trellis, in words. */
function dayOfFever(path: readonly string[]): string {
  const first = path.findIndex((node) => node.startsWith('F'));
  return first < 0 ? 'never' : `on day ${first + 1}`;
}

/** When the fever began: the shares of all paths, by the first day of fever. */
export function beginsOfFever(graph: Graph, ends: readonly string[]): { when: string; share: number }[] {
  const paths = allPaths(graph, START, ends).map((edges) => ({
    when: dayOfFever(edges.map(({ to }) => to)),
    weight: edges.reduce((product, { weight }) => product * weight, 1),
  }));
  const sum = (some: typeof paths): number => some.reduce((total, { weight }) => total + weight, 0);
  const days = OBSERVED.map((_, index) => `on day ${index + 1}`);
  return [...days, 'never'].map((when) => ({
    when,
    share: sum(paths.filter((path) => path.when === when)) / sum(paths),
  }));
}

export const hiddenMarkov = measurement({
  id: 'hidden-markov',
  kinds: {
    edges: { from: 'exact', to: 'exact', weight: 'exact', share: 'float64', onBest: 'exact' },
    states: { name: 'exact', begin: 'exact', stays: 'exact', normal: 'exact', cold: 'exact', dizzy: 'exact' },
    days: {
      day: 'exact',
      feeling: 'exact',
      filtered: 'float64',
      smoothed: 'float64',
      bestState: 'exact',
    },
    best: 'exact',
    bestProbability: 'float64',
    total: 'float64',
    share: 'float64',
    begins: { when: 'exact', share: 'float64' },
    onBest: 'exact',
    likeliest: 'exact',
    agreement: 'exact',
    feverOnSecondDay: 'float64',
  },
  async measure() {
    const graph = trellis(OBSERVED);
    const ends = STATES.map((state) => nodeOf(state, OBSERVED.length));
    const totals = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START);
    const { nodes } = edgePosteriors(graph, logWeight, START, ends);
    const best = bestPathTo(graph, ends);
    const bestStates = best.path.map((node) => node.slice(0, 1));
    const total = plusAll(
      probabilitySemiring,
      ends.map((end) => totals.get(end) ?? 0),
    );
    const days = OBSERVED.map((feeling, index) => {
      const day = index + 1;
      const healthy = totals.get(nodeOf('H', day)) ?? 0;
      const feverish = totals.get(nodeOf('F', day)) ?? 0;
      return {
        day,
        feeling,
        filtered: healthy / (healthy + feverish),
        smoothed: Math.exp(nodes.get(nodeOf('H', day)) ?? Number.NaN),
        bestState: at(bestStates, index),
      };
    });
    const begins = beginsOfFever(graph, ends);
    const onBest = dayOfFever(best.path);
    const likeliest = at(
      [...begins].sort((a, b) => b.share - a.share),
      0,
    ).when;
    const agreement: 'agree' | 'differ' = onBest === likeliest ? 'agree' : 'differ';
    const states = STATES.map((state) => ({
      name: STATE_NAMES[state],
      begin: BEGIN[state],
      stays: MOVE[state][state],
      normal: FEELING[state].normal ?? 0,
      cold: FEELING[state].cold ?? 0,
      dizzy: FEELING[state].dizzy ?? 0,
    }));
    return {
      edges: sharesOfEdges(graph, ends),
      states,
      days,
      best: bestStates.join(' '),
      bestProbability: Math.exp(best.score),
      total,
      share: Math.exp(best.score) / total,
      begins,
      onBest,
      likeliest,
      agreement,
      feverOnSecondDay: Math.exp(nodes.get(nodeOf('F', 2)) ?? Number.NaN),
    };
  },
});
