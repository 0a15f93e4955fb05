import type { Edge, Graph, WeightedEdge } from '#numerics/graph';
import { edgePosteriors, pathTotals, totalsToEnds } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { logSemiring, probabilitySemiring } from '#numerics/semirings';
import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, percent, probability, real, ref, term, text } from '#report/values';
import { drawingData, drawingSpec } from './drawing.ts';
import { FIRST_SPOTS } from './first-graph.measure.ts';
import { bestPathTo, ENDS, FIRST_GRAPH, isOn, logWeight, START } from './graphs.ts';

const NUDGE = 1e-5;
const SHOWN_END = 'z';
/** The edge whose share is worked out in the text. */
const SHOWN_EDGE = { from: 'A', to: 'z' };
/** The columns of the table: one for each observation. */
const HEADS = [
  { end: 'x', head: prose`given x` },
  { end: 'y', head: prose`given y` },
  { end: 'z', head: prose`given z` },
  { end: 'any', head: prose`any end` },
] as const;
const OBSERVATIONS = [...ENDS.map((end) => ({ end, ends: [end] })), { end: 'any', ends: ENDS }];

/** How the log total answers a nudge of one edge's log-weight, all others kept: its slope by central differences. */
// #region slope-of-log-total
export function slopeOfLogTotal(graph: Graph, edgeIndex: number, ends: readonly string[]): number {
  const logTotal = (nudge: number): number => {
    const nudges = new Map([[graph.edges[edgeIndex], nudge]]);
    const totals = pathTotals(graph, logSemiring, (edge) => logWeight(edge) + (nudges.get(edge) ?? 0), START);
    return plusAll(
      logSemiring,
      ends.map((end) => totals.get(end) ?? logSemiring.zero),
    );
  };
  return (logTotal(NUDGE) - logTotal(-NUDGE)) / (2 * NUDGE);
}
// #endregion slope-of-log-total

/** The numbers that the share of one edge is made of, when the walk ended in `end`. */
function partsOfShare(graph: Graph, { from, to }: Edge, end: string) {
  const weightOf = ({ weight }: WeightedEdge): number => weight;
  const forward = pathTotals(graph, probabilitySemiring, weightOf, START);
  const backward = totalsToEnds(graph, probabilitySemiring, weightOf, [end]);
  const weight = graph.edges.find((edge) => edge.from === from && edge.to === to)?.weight ?? Number.NaN;
  const [alpha, beta] = [forward.get(from) ?? 0, backward.get(to) ?? 0];
  const total = forward.get(end) ?? 0;
  return { from, to, alpha, weight, beta, total, share: (alpha * weight * beta) / total };
}

export const observedEnds = measurement({
  id: 'observed-ends',
  kinds: {
    edges: { end: 'exact', from: 'exact', to: 'exact', weight: 'exact', share: 'float64', onBest: 'exact' },
    table: { from: 'exact', to: 'exact', x: 'float64', y: 'float64', z: 'float64', any: 'float64' },
    shown: 'exact',
    overA: 'float64',
    overB: 'float64',
    priorA: 'exact',
    parts: {
      from: 'exact',
      to: 'exact',
      alpha: 'float64',
      weight: 'exact',
      beta: 'float64',
      total: 'float64',
      share: 'float64',
    },
    slopes: { from: 'exact', to: 'exact', posterior: 'float64', slope: 'probability' },
    largestDifference: 'probability',
    agreement: 'exact',
  },
  async measure() {
    const observed = OBSERVATIONS.map(({ end, ends }) => ({
      end,
      best: bestPathTo(FIRST_GRAPH, ends).path,
      posteriors: edgePosteriors(FIRST_GRAPH, logWeight, START, ends),
    }));
    const shareAt = (end: string, index: number): number =>
      Math.exp(observed.find((one) => one.end === end)?.posteriors.edges[index]?.logPosterior ?? Number.NaN);
    const nodes = observed.find(({ end }) => end === SHOWN_END)?.posteriors.nodes;
    const slopes = FIRST_GRAPH.edges.map(({ from, to }, index) => ({
      from,
      to,
      posterior: shareAt(SHOWN_END, index),
      slope: slopeOfLogTotal(FIRST_GRAPH, index, [SHOWN_END]),
    }));
    const largestDifference = Math.max(...slopes.map(({ posterior, slope }) => Math.abs(posterior - slope)));
    const agreement: 'agree' | 'differ' = largestDifference < 1e-8 ? 'agree' : 'differ';
    const priorOf = (node: string): number => FIRST_GRAPH.edges.find(({ to }) => to === node)?.weight ?? 0;
    return {
      edges: observed.flatMap(({ end, best, posteriors }) =>
        posteriors.edges.map(({ edge, logPosterior }) => {
          const onBest: 'yes' | 'no' = isOn(best, edge) ? 'yes' : 'no';
          return { end, ...edge, share: Math.exp(logPosterior), onBest };
        }),
      ),
      table: FIRST_GRAPH.edges.map(({ from, to }, index) => ({
        from,
        to,
        x: shareAt('x', index),
        y: shareAt('y', index),
        z: shareAt('z', index),
        any: shareAt('any', index),
      })),
      shown: SHOWN_END,
      overA: Math.exp(nodes?.get('A') ?? Number.NaN),
      overB: Math.exp(nodes?.get('B') ?? Number.NaN),
      priorA: priorOf('A'),
      parts: partsOfShare(FIRST_GRAPH, SHOWN_EDGE, SHOWN_END),
      slopes,
      largestDifference,
      agreement,
    };
  },
});

export const posteriors = section({
  id: 'forward-backward',
  title: prose`Looking back from the end`,
  needs: { m: observedEnds },
  write({ m }) {
    const drawing = {
      spots: FIRST_SPOTS,
      height: 290,
      nodes: 'circle' as const,
      edgeWords: 'shares' as const,
      edges: m.edges.map(({ end, from, to, weight, share, onBest }) => ({
        from,
        to,
        share,
        label: String(weight),
        best: onBest === 'yes',
        extra: { end },
      })),
    };
    return [
      prose`
        Somebody walked through the first graph, and all we know is that the walk ended in ${text(m.shown)}. Did it lead
        through A or through B? Take only the paths that end in ${text(m.shown)}, and ask which share of their total goes
        through an edge. That share is called the edge's ${term('posterior')}.

        No list of paths is needed for this either. Let ${math`w_{uv}`} be the probability of the edge from ${math`u`} to
        ${math`v`}, ${math`\alpha_u`} the total of all ways from the start to ${math`u`}, and ${math`\beta_v`} the total of
        all ways from ${math`v`} to the end. The same function computes ${math`\beta`} on the graph with all its edges
        turned round. A path through the edge is a way to it, the edge, and a way on:
      `,
      equation`\text{share of the edge } u \to v \;=\; \frac{\alpha_u \cdot w_{uv} \cdot \beta_v}{\text{total}}`,
      prose`
        For the edge ${text(m.parts.from)}→${text(m.parts.to)}, given ${text(m.shown)}:
        ${math`\alpha_{\mathrm{A}} = ${real(m.parts.alpha, 'float64', { digits: 1 })}`},
        ${math`w = ${given(m.parts.weight)}`},
        ${math`\beta_{\mathrm{z}} = ${real(m.parts.beta, 'float64', { digits: 1 })}`}, and the total is
        ${probability(m.parts.total, { digits: 2 })}, so its share is
        ${math`${real(m.parts.alpha, 'float64', { digits: 1 })} \cdot ${given(m.parts.weight)} \cdot ${real(m.parts.beta, 'float64', { digits: 1 })} / ${probability(m.parts.total, { digits: 2 })} = ${probability(m.parts.share)}`}.
        In log-space the products are sums and the division is a difference. This is called *forward-backward*. What are
        the shares of the other edges? ${ref('observed-end')} draws them.
      `,
      figure({
        id: 'observed-end',
        caption: prose`
          The first graph, given that the walk ended in ${text(m.shown)}. (In the HTML report another end can be chosen.)
          On each edge stands its share of the total that remains, and thickness shows the same; an edge with nothing is
          dotted. The dashed orange line marks the likeliest of these paths.
        `,
        alt: prose`
          The first graph given the end ${text(m.shown)}: ${percent(m.overA)} of the remaining total goes through A and
          ${percent(m.overB)} through B; edges to other ends have none.
        `,
        data: drawingData(drawing),
        spec: {
          ...drawingSpec(drawing, 'datum.end === walkEnd'),
          params: [
            {
              name: 'walkEnd',
              value: m.shown,
              bind: { input: 'select', options: [...ENDS, 'any'], name: 'the walk ended in' },
            },
          ],
        },
      }),
      prose`
        What to see: given ${text(m.shown)}, the walk went through A with a probability of ${probability(m.overA)},
        through B with ${probability(m.overB)}. From B hardly anyone goes to ${text(m.shown)}, so having ended there speaks
        for A: ${given(m.priorA)} has become ${probability(m.overA)}.
      `,
      curious(prose`The shares as a table`, [
        table({
          id: 'observed-end-table',
          caption: prose`The share of each edge, given the end.`,
          rows: m.table,
          columns: [
            { head: prose`from`, cell: (row) => prose`${text(row.from)}` },
            { head: prose`to`, cell: (row) => prose`${text(row.to)}` },
            ...HEADS.map(({ end, head }) => ({
              head,
              align: 'right' as const,
              cell: (row: (typeof m.table)[number]) => prose`${percent(row[end])}`,
            })),
          ],
        }),
      ]),
      curious(prose`What does forward-backward look like in code?`, [
        code('#numerics/path-totals', 'edge-posteriors'),
      ]),
      curious(prose`Why are the shares a gradient?`, [
        prose`
          Nudge the log-weight of one edge by a little and leave all others as they are, so that the weights out of a node
          no longer add up to one. How much does the log of the total move? By the nudge, times exactly the edge's share:
        `,
        equation`\frac{\partial \ln \text{total}}{\partial \ln w_{uv}} = \text{share of } u \to v`,
        prose`${ref('slopes-table')} tries it, with a small nudge up and down:`,
        code('#chapters/05-log-semiring-on-graphs/posteriors.measure', 'slope-of-log-total'),
        table({
          id: 'slopes-table',
          caption: prose`The share of each edge given ${text(m.shown)}, by forward-backward and by nudging.`,
          rows: m.slopes,
          columns: [
            { head: prose`edge`, cell: (row) => prose`${text(row.from)} → ${text(row.to)}` },
            {
              head: prose`share`,
              align: 'right',
              cell: (row) => prose`${real(row.posterior, 'float64', { digits: 4 })}`,
            },
            {
              head: prose`slope`,
              align: 'right',
              cell: (row) => prose`${probability(row.slope, { digits: 4 })}`,
            },
          ],
        }),
        choose(m.agreement, {
          agree: prose`What to see: the two columns agree.`,
          differ: prose`
            The two columns should agree; on this machine they differ by up to ${probability(m.largestDifference)}.
          `,
        }),
        prose`
          This is why a library with automatic differentiation needs no forward-backward: differentiate the forward
          total, and the shares fall out. ${term('softmax', 'Softmax')} is the smallest case: a graph of one step, whose log total is
          log-sum-exp and whose shares are the probabilities.
        `,
      ]),
    ];
  },
});
