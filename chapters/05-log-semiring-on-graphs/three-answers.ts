import { at } from '#numerics/list';
import { figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { byMedium, coloured, given, math, percent, probability, ref, text } from '#report/values';
import { columns, drawn, placing } from './graph-drawing.ts';
import { threeAnswers } from './three-answers.measure.ts';

/** Where the nodes are: with as few crossings as the graph allows. */
const SPOTS = columns([['S'], ['B', 'A', 'C'], ['y', 'z', 'x']]);
const HEIGHT = 275;

const METHOD_CONTROL = {
  name: '⊕, where paths meet',
  input: 'select',
  options: ['greedy', 'path', 'end'],
  labels: ['none: greedy, the best next step', 'max: keep the best path', '+: add up the paths'],
};

const calculate = (as: string, expression: string) => ({ calculate: expression, as });
const largest = (groupby: readonly string[], fields: Readonly<Record<string, string>>) => {
  return { joinaggregate: Object.entries(fields).map(([as, field]) => ({ op: 'max', field, as })), groupby };
};

/** What each method chooses, with the reader's p as the probability of S→A. A second step stands for its whole path. */
const CHOOSE = [
  calculate('share', "{A: p, B: both - p}[datum.from === 'S' ? datum.to : ''] || datum.share"),
  calculate('via', "datum.from === 'S' ? datum.to : datum.from"),
  calculate('first', "datum.from === 'S' ? datum.share : 0"),
  calculate('second', "datum.from === 'S' ? 0 : datum.share"),
  largest(['via'], { reach: 'first', bestStep: 'second' }),
  calculate('product', 'datum.reach * datum.second'),
  { joinaggregate: [{ op: 'sum', field: 'product', as: 'total' }], groupby: ['to'] },
  largest([], { bestReach: 'reach', bestProduct: 'product', bestTotal: 'total' }),
  calculate('greedy', 'datum.reach === datum.bestReach && datum.second === datum.bestStep'),
  calculate('path', 'datum.product === datum.bestProduct'),
  calculate('end', 'datum.total === datum.bestTotal'),
  // Not `datum[method]`: Vega calculates anew what depends on a field that it finds in the expression.
  calculate('chosen', '{greedy: datum.greedy, path: datum.path, end: datum.end}[method] ? 1 : 0'),
  largest(['via'], { leads: 'chosen' }),
  calculate('lit', "(datum.from === 'S' ? datum.leads : datum.chosen) > 0"),
];

/** Below each end, what its paths come to. The greedy path has one end. */
const TOTALS = [
  { filter: "datum.from !== 'S'" },
  calculate('counted', "method === 'greedy' && !datum.greedy ? null : datum.product"),
  {
    aggregate: ['max', 'sum'].map((op) => ({ op, field: 'counted', as: op })),
    groupby: ['to', 'x2', 'y2'],
  },
  { filter: 'datum.sum > 0' },
  calculate('word', "{greedy: 'greedy', path: 'max', end: 'sum'}[method]"),
  calculate('total', "datum.word + ' ' + format(method === 'end' ? datum.sum : datum.max, '.3~f')"),
];

export const threeAnswersSection = section({
  id: 'shortest-path',
  title: prose`Three answers on one map`,
  needs: { m: threeAnswers },
  write({ m: { edges, greedy, likeliestPath: path, likeliestEnd: end } }) {
    const [toA, toB] = [at(edges, 0).weight, at(edges, 1).weight];
    const { data, spec } = drawn({
      spots: SPOTS,
      edges: edges.map(({ from, to, weight }) => ({ from, to, share: weight })),
      height: HEIGHT,
      label: mark.q('share', { title: 'probability', format: '.2~f' }),
    });
    return [
      prose`A walk starts at S and takes two steps (${ref('choices-drawn')}). Where is it most likely to end?`,
      figure({
        id: 'choices-drawn',
        caption: prose`A map of the walk. The number on each edge is the probability of that step; thicker edges are
          more probable. ${byMedium({
            interactive: prose`Choose what happens where paths meet: it changes the totals below x, y and z and the
              ${coloured('chosen', 'green paths')} to the winner. Move probability between S→A and S→B.`,
            static: prose`Below x, y and z are the sums of their paths. The ${coloured('chosen', 'green paths')} lead
              to the most probable end.`,
          })}`,
        alt: prose`A graph from S through A, B or C to x, y and z. The greedy path is ${text(greedy.path)} with
          ${probability(greedy.probability, 2)}, the most probable path ${text(path.path)} with
          ${probability(path.best, 2)}. Three paths lead to ${text(end.node)}, with
          ${probability(end.probability, 3)} in all.`,
        data,
        spec: {
          ...spec,
          params: [
            { name: 'method', value: 'end', bind: METHOD_CONTROL },
            mark.slider('p', toA, [0.05, 0.7, 0.05], 'probability of S→A'),
            { name: 'both', value: layout([toA, toB], (a, b) => a + b) },
          ],
          transform: CHOOSE,
          layer: [
            ...spec.layer,
            mark.annotation(
              { ...placing({ spots: SPOTS })('x2', 'y2'), text: 'total' },
              { transform: TOTALS, baseline: 'top', dy: 25, tooltip: null },
            ),
          ],
        },
      }),
      prose`Three methods give three answers:

        - **The greedy path** always takes the most probable step: ${text(greedy.path)}, with
          ${math`0.4 \cdot 0.5 =`} ${percent(greedy.probability, 2)}.
        - **The most probable path** is ${text(path.path)}, with ${percent(path.best, 2)}.
        - **The most probable end** is ${text(end.node)}. Its three paths have
          ${math`0.16 + 0.07 + 0.175 =`} ${percent(end.probability, 3)}.

        Move a probability of ${given(0.1)} from S→A to S→B, and all three
        lead to y.

        The second and third methods multiply the probabilities along each path. Where paths meet, the second keeps
        the most probable one; the third adds their probabilities. Nothing else differs.`,
    ];
  },
});
