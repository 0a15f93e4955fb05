import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { temperedSemiring } from '#numerics/semirings';
import { code, figure, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, equation, given, math, nats, percent, ref, term, text } from '#report/values';
import { drawingData, drawingSpec } from './drawing.ts';
import { FIRST_SPOTS } from './first-graph.ts';
import { arrows, bestPathTo, ENDS, FIRST_GRAPH, isOn, logWeight, START } from './graphs.ts';

/** From warm to cold; the figure steps through them. */
const TEMPERATURES = [
  2, 1.5, 1.2, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01,
];
const TABLED = [2, 1, 0.5, 0.2, 0.1, 0.01];
const PLAIN_STEP = TEMPERATURES.indexOf(1) + 1;
/** From .01 to 2, equally spaced on a logarithmic axis. */
const GRID = Array.from({ length: 47 }, (_, index) => 0.01 * 200 ** (index / 46));

/** The total of the first graph's paths at a temperature, the same dynamic programme in another semiring. */
function totalAt(temperature: number): number {
  const semiring = temperedSemiring(temperature);
  const totals = pathTotals(FIRST_GRAPH, semiring, logWeight, START);
  return plusAll(
    semiring,
    ENDS.map((end) => totals.get(end) ?? semiring.zero),
  );
}

/** The shares of the edges when every path weighs (its probability)^(1/T). */
function sharesAt(temperature: number): number[] {
  const cooled = edgePosteriors(FIRST_GRAPH, (edge) => logWeight(edge) / temperature, START, ENDS);
  return cooled.edges.map(({ logPosterior }) => Math.exp(logPosterior));
}

export const cooling = measurement({
  id: 'sum-to-max',
  kinds: {
    plainStep: 'exact',
    lastStep: 'exact',
    edges: {
      step: 'exact',
      temperature: 'exact',
      from: 'exact',
      to: 'exact',
      weight: 'exact',
      share: 'float64',
      onBest: 'exact',
    },
    rows: { temperature: 'exact', total: 'float64', aboveBest: 'float64', bestShare: 'float64' },
    curve: { temperature: 'exact', total: 'float64' },
    best: 'exact',
    bestScore: 'float64',
    paths: 'exact',
  },
  async measure() {
    const best = bestPathTo(FIRST_GRAPH, ENDS);
    return {
      plainStep: PLAIN_STEP,
      lastStep: TEMPERATURES.length,
      edges: TEMPERATURES.flatMap((temperature, index) => {
        const shares = sharesAt(temperature);
        return FIRST_GRAPH.edges.map((edge, place) => {
          const onBest: 'yes' | 'no' = isOn(best.path, edge) ? 'yes' : 'no';
          return { step: index + 1, temperature, ...edge, share: shares[place] ?? Number.NaN, onBest };
        });
      }),
      rows: TABLED.map((temperature) => {
        const total = totalAt(temperature);
        return {
          temperature,
          total,
          aboveBest: total - best.score,
          bestShare: Math.exp((best.score - total) / temperature),
        };
      }),
      curve: GRID.map((temperature) => ({ temperature, total: totalAt(temperature) })),
      best: arrows(best.path),
      bestScore: best.score,
      paths: 5,
    };
  },
});

export const sumToMax = section({
  id: 'sum-to-max',
  title: prose`From sum to max`,
  needs: { m: cooling },
  write({ m }) {
    const drawing = {
      spots: FIRST_SPOTS,
      height: 290,
      nodes: 'circle' as const,
      edges: m.edges.map(({ step, temperature, from, to, weight, share, onBest }) => ({
        from,
        to,
        share,
        label: String(weight),
        best: onBest === 'yes',
        extra: { step, temperature },
      })),
    };
    const spec = drawingSpec(drawing, 'datum.step === coolingStep');
    const [warm, plain] = m.rows;
    const cold = m.rows.at(-1);
    return [
      prose`
        Is there anything between “all paths together” and “the best path only”? There is a whole scale of semirings, with
        a ${term('temperature')} as its knob, the same that reshapes a model's next-token odds in
        ${ref('temperature')}. Divide all weights by ${math`T`}, add, and multiply by ${math`T`} again:
      `,
      equation`x \oplus_T y = T \ln\left(e^{x/T} + e^{y/T}\right)`,
      code('#numerics/semirings', 'tempered-semiring'),
      prose`
        At ${math`T = 1`} this is log-add-exp. As ${math`T`} falls, the larger of the two wins ever more clearly, and in the
        limit ⊕ is max. It never is max exactly: for ${math`n`} paths the total stays above the best score by at most
        ${math`T \ln n`}. Move the slider under ${ref('cooling-graph')} to the right: the best path takes the weight of all
        others.
      `,
      figure({
        id: 'cooling-graph',
        caption: prose`
          The first graph at a temperature of your choice: from step to step it gets colder. Thickness shows the share of
          the paths, each weighing ${math`p^{1/T}`}. Without the control, ${math`T = 1`}.
        `,
        alt: prose`
          The first graph. At a temperature of one the best path ${text(m.best)} has ${percent(plain?.bestShare)} of the
          weight; at ${given(m.rows[4]?.temperature ?? 0)} it has ${percent(m.rows[4]?.bestShare)}, and its edges are the
          only thick ones.
        `,
        data: {
          ...drawingData(drawing),
          captions: m.edges
            .filter(({ from, to }) => from === 'S' && to === 'A')
            .map(({ step, temperature }) => ({ step, label: `T = ${temperature}` })),
        },
        spec: {
          ...spec,
          params: [
            {
              name: 'coolingStep',
              value: m.plainStep,
              bind: { input: 'range', min: 1, max: m.lastStep, step: 1, name: 'cooling step' },
            },
          ],
          layer: [
            ...(spec.layer as readonly unknown[]),
            {
              data: { name: 'captions' },
              transform: [{ filter: 'datum.step === coolingStep' }],
              mark: { type: 'text', style: 'label', align: 'left', fontSize: 18 },
              encoding: { x: { value: 0 }, y: { value: 14 }, text: { field: 'label', type: 'nominal' } },
            },
          ],
        },
      }),
      prose`${ref('cooling-curve')} shows the total of all paths as it cools down.`,
      figure({
        id: 'cooling-curve',
        caption: prose`
          The total of the first graph's ${count(m.paths)} paths against the temperature, on a logarithmic axis. The dashed
          line is the score of the best path.
        `,
        alt: prose`
          A curve that rises with temperature: ${nats(cold?.total)} at ${given(cold?.temperature ?? 0)}, on the dashed line
          of the best path; zero at a temperature of one, where probabilities add up to one; ${nats(warm?.total)} at
          ${given(warm?.temperature ?? 0)}.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          best: [{ total: m.bestScore, label: 'best path' }],
        },
        spec: {
          height: 230,
          layer: [
            {
              data: { name: 'best' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { y: { field: 'total', type: 'quantitative' } },
            },
            {
              mark: { type: 'line' },
              encoding: {
                x: {
                  field: 'temperature',
                  type: 'quantitative',
                  scale: { type: 'log', domain: [0.01, 2], nice: false },
                  title: 'temperature T',
                },
                y: { field: 'total', type: 'quantitative', title: 'total in nats' },
              },
            },
            {
              data: { name: 'best' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 6, dy: -10 },
              encoding: {
                x: { value: 0 },
                y: { field: 'total', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      table({
        id: 'cooling-table',
        caption: prose`The total at six temperatures, how far it stands above the best path, and that path's share.`,
        rows: m.rows,
        columns: [
          { head: prose`${math`T`}`, align: 'right', cell: (row) => prose`${given(row.temperature)}` },
          { head: prose`total (nats)`, align: 'right', cell: (row) => prose`${nats(row.total)}` },
          { head: prose`above the best path`, align: 'right', cell: (row) => prose`${nats(row.aboveBest)}` },
          {
            head: prose`share of the best path`,
            align: 'right',
            cell: (row) => prose`${percent(row.bestShare)}`,
          },
        ],
      }),
      prose`
        What to see: at ${math`T = 1`} the total is that of all probabilities, one, so zero nats up to rounding. Colder, the best path takes
        all the weight and the total comes down to its score of ${nats(m.bestScore)}. Warmer, the paths get closer to each
        other, and the total is no longer the logarithm of a probability. Max is not another world than sum. It is the
        same formula, frozen.
      `,
    ];
  },
});
