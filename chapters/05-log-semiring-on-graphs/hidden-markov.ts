import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { probabilitySemiring } from '#numerics/semirings';
import { curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { given, math, percent, probability, real, ref, term, text } from '#report/values';
import { columns, drawingData, drawingSpec } from './drawing.ts';
import { drawn, edgeTable } from './edge-table.ts';
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

export const hiddenMarkovSection = section({
  id: 'hidden-markov',
  title: prose`The same on a hidden Markov model`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    const drawing = {
      spots: columns([['S'], ['H1', 'F1'], ['H2', 'F2'], ['H3', 'F3']]),
      edges: drawn(m.edges),
      height: 260,
      nodes: 'circle' as const,
      labelAt: 0.3,
    };
    return [
      prose`
        A graph like ours is at the bottom of an old and famous model, the ${term('hidden Markov model')}: states that
        nobody sees, and signs of them that one does see. A patient is healthy (H) or has a fever (F), and tomorrow depends
        on today only. We hear, day by day, how the patient feels: ${join(
          m.days.map(({ feeling }) => text(feeling)),
          prose`, `,
        )}. Unroll the days into a graph: each way through them is a path, and the functions of this chapter run on
        that graph unchanged. After these three reports the best story, ${text(m.best)}, holds ${percent(m.share)} of the
        weight of all paths.
      `,
      curious(prose`When did the fever begin?`, [
        prose`
          We never see the state; we hear whether the patient feels normal, cold or dizzy. ${ref('markov-model')} has the
          probabilities. (The numbers are those of the example in [Wikipedia’s article on the Viterbi
          algorithm](https://en.wikipedia.org/wiki/Viterbi_algorithm), so you can check ours against others.)
        `,
        table({
          id: 'markov-model',
          caption: prose`The model: how it begins, how likely a state stays, and how one feels in it.`,
          rows: m.states,
          columns: [
            { head: prose`state`, cell: (row) => prose`${text(row.name)}` },
            { head: prose`on day one`, align: 'right', cell: (row) => prose`${given(row.begin)}` },
            { head: prose`stays`, align: 'right', cell: (row) => prose`${given(row.stays)}` },
            { head: prose`normal`, align: 'right', cell: (row) => prose`${given(row.normal)}` },
            { head: prose`cold`, align: 'right', cell: (row) => prose`${given(row.cold)}` },
            { head: prose`dizzy`, align: 'right', cell: (row) => prose`${given(row.dizzy)}` },
          ],
        }),
        prose`
          Unroll the days into a graph, two nodes a day. An edge weighs the probability of the move, times that of feeling
          as reported afterwards. The edge from S to H on day one weighs ${math`0.6 \cdot 0.5 = 0.3`}. A graph of this
          shape is called a *trellis*. Which stories explain the reports? ${ref('trellis-drawn')} draws it, and
          ${ref('trellis-edges')} has its numbers.
        `,
        figure({
          id: 'trellis-drawn',
          caption: prose`
            The trellis of three days. Thickness shows the share of the total weight of all paths; the dashed orange line
            marks the likeliest path.
          `,
          alt: prose`
            A trellis of three days with a healthy and a fever node each. The likeliest path is ${text(m.best)}, with
            ${percent(m.share)} of the whole weight.
          `,
          data: drawingData(drawing),
          spec: drawingSpec(drawing),
        }),
        edgeTable(
          'trellis-edges',
          prose`The edges of the trellis, each weighing a move times a report.`,
          m.edges,
          prose`weight`,
        ),
        prose`
          So when did the fever begin? The best path (max-plus) is ${text(m.best)} with
          ${real(m.bestProbability, 'float64')}: ${text(m.onBest)}. All paths together have ${real(m.total, 'float64')},
          which is how likely these reports were at all, so the best story holds ${percent(m.share)} of the weight. Add up
          the paths by the day on which the fever begins, and the shares are ${join(
            m.begins.map(({ when, share }) => prose`${percent(share)} (${text(when)})`),
            prose`, `,
          )}. ${choose(m.agreement, {
            agree: prose`Both ways of asking give the same day here.`,
            differ: prose`Asked like this the answer is another one: ${text(m.likeliest)}.`,
          })} How likely the patient had a fever on day two is yet another question:
          ${percent(m.feverOnSecondDay)}. So it is worth asking day by day, with what was known on that day or with all
          that is known at the end. ${ref('filtered-smoothed')} and ${ref('markov-days')} compare the two.
        `,
        figure({
          id: 'filtered-smoothed',
          caption: prose`
            The probability of being healthy, day by day: by what was known on that day (from the front), and by all
            three reports (from both ends).
          `,
          alt: prose`
            Two falling lines over three days. Both end at ${probability(m.days[2]?.smoothed)}; on the second day the one
            that knows all reports is lower, ${probability(m.days[1]?.smoothed)} against
            ${probability(m.days[1]?.filtered)}.
          `,
          data: m.days.flatMap(({ day, feeling, filtered, smoothed }) => [
            { day: `day ${day}: ${feeling}`, known: 'reports so far', healthy: filtered },
            { day: `day ${day}: ${feeling}`, known: 'all reports', healthy: smoothed },
          ]),
          spec: {
            height: 230,
            mark: { type: 'line', point: { size: 90 } },
            encoding: {
              x: { field: 'day', type: 'nominal', sort: null, title: null, axis: { labelAngle: 0 } },
              y: {
                field: 'healthy',
                type: 'quantitative',
                title: 'probability of being healthy',
                scale: { domain: [0, 1] },
              },
              color: { field: 'known', type: 'nominal', title: null, sort: null },
              shape: { field: 'known', type: 'nominal', title: null, sort: null },
            },
          },
        }),
        table({
          id: 'markov-days',
          caption: prose`Day by day: the probability of being healthy, and the state on the best path.`,
          rows: m.days,
          columns: [
            { head: prose`day`, align: 'right', cell: (row) => prose`${given(row.day)}` },
            { head: prose`report`, cell: (row) => prose`${text(row.feeling)}` },
            {
              head: prose`healthy, by the reports so far`,
              align: 'right',
              cell: (row) => prose`${probability(row.filtered)}`,
            },
            {
              head: prose`healthy, by all reports`,
              align: 'right',
              cell: (row) => prose`${probability(row.smoothed)}`,
            },
            { head: prose`best path`, cell: (row) => prose`${text(row.bestState)}` },
          ],
        }),
        prose`
          What to see: knowing on day three that the patient is dizzy makes us doubt day two, too. Totals from the start
          know only the past; together with the totals to the end they know the future as well.
        `,
      ]),
    ];
  },
});
