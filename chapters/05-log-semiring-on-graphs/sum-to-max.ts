import { choose, code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { byMedium, count, equation, given, math, nats, percent, ref, term, text } from '#report/values';
import { drawingData, drawingSpec, FIRST_SPOTS } from './drawing.ts';
import { cooling } from './sum-to-max.measure.ts';

export const sumToMax = section({
  id: 'sum-to-max',
  title: prose`From sum to max`,
  needs: { m: cooling },
  write({ m }) {
    const drawing = { spots: FIRST_SPOTS, edges: m.edges, height: 250, edgeWords: 'shares' } as const;
    const drawnWhere = (filter: string) => {
      const { height, layer } = drawingSpec(drawing, filter);
      const caption = mark.label(
        { x: { value: 0 }, y: { value: 14 }, text: 'label' },
        { data: 'captions', transform: [{ filter }], align: 'left', fontSize: 18 },
      );
      return { height, layer: [...layer, caption] };
    };
    const bind = { input: 'range', min: 0.1, max: 2, step: 0.1, name: 'temperature T' };
    const [warm, plain] = m.rows;
    const cold = m.rows.at(-1);
    const coldWays = m.ways.at(-1);
    return [
      prose`Between “all paths together” and “the best path only” there is a whole scale of semirings, with a
        ${term('temperature')} as its knob. Divide both weights by ${math`T`}, take their log-add-exp, and
        multiply by ${math`T`} again:`,
      equation`x \oplus_T y = T \ln\left(e^{x/T} + e^{y/T}\right)`,
      prose`This is adding carried over once more, by ${math`e^{x/T}`}. At ${math`T = 1`} it is log-add-exp.
        As ${math`T`} falls, the larger of the two wins ever more clearly, and in the limit ${math`\oplus_T`}
        is max. How does the best path take the weight of all others? ${ref('cooling-graph')} shows it.`,
      figure({
        id: 'cooling-graph',
        caption: prose`The first graph at a temperature of one, and below it colder, at ${given(m.cold)}${byMedium(
          {
            interactive: prose`, unless you choose another temperature`,
          },
        )}. On each edge stands its share of the total
          weight, each path weighing ${math`p^{1/T}`}; thickness shows the same. An edge below half a per cent
          is dotted, and the dashed orange line marks the best path.`,
        alt: prose`The first graph twice. At a temperature of one the best path ${text(m.best)} has
          ${percent(plain?.bestShare)} of the weight; at ${given(m.cold)} it has ${percent(m.coldShare)}, and
          its edges are the only thick ones.`,
        data: {
          ...drawingData(drawing),
          captions: m.edges
            .filter(({ from, to }) => from === 'S' && to === 'A')
            .map(({ temperature }) => ({ temperature, label: prose`T = ${given(temperature)}` })),
        },
        spec: {
          params: [{ name: 'coolingT', value: m.cold, bind }],
          vconcat: [
            drawnWhere('datum.temperature === 1'),
            drawnWhere('abs(datum.temperature - coolingT) < 0.01'),
          ],
        },
      }),
      prose`What to see: at a temperature of one the best path holds ${percent(plain?.bestShare)} of the
        weight, at ${given(m.cold)} it holds ${percent(m.coldShare)}.

        Is this the temperature that reshapes a model's next-token ${term('odds')} in ${ref('temperature')}?
        Not quite. There each *step* is cooled, and made to add up to one again; here whole *paths* are.
        ${ref('two-ways-to-cool')} does both to the first graph.`,
      table({
        id: 'two-ways-to-cool',
        caption: prose`Cooling each step, and cooling whole paths: what goes through A, and the likeliest
          path.`,
        rows: m.ways,
        columns: [
          [math`T`, (row) => given(row.temperature)],
          ['each step: through A', (row) => percent(row.steps.overA)],
          ['likeliest path', (row) => prose`${text(row.steps.path)} (${percent(row.steps.p)})`],
          ['whole paths: through A', (row) => percent(row.paths.overA)],
          ['likeliest path', (row) => prose`${text(row.paths.path)} (${percent(row.paths.p)})`],
        ],
      }),
      choose(m.parted, {
        yes: prose`What to see: cooling each step leads to greedy, ${text(coldWays?.steps.path)}. Cooling
          whole paths leads to the best path, ${text(coldWays?.paths.path)}. A language model at a low
          temperature is greedy; it does not look for the likeliest text.`,
        no: prose`What to see: on this graph both ways lead to ${text(coldWays?.paths.path)}. In general,
          cooling each step leads to the greedy path, and cooling whole paths to the best one.`,
      }),
      curious(prose`How does the total come down to the best path?`, [
        prose`The semiring is log-add-exp between a division and a multiplication by ${math`T`}:`,
        code('#numerics/semirings', 'tempered-semiring'),
        prose`It never is max exactly: for ${math`n`} paths the total stays above the best score, by at most
          ${math`T \ln n`}. ${ref('cooling-curve')} and ${ref('cooling-table')} show the total of all paths as
          it cools down.`,
        figure({
          id: 'cooling-curve',
          caption: prose`The total of the first graph's ${count(m.paths)} paths against the temperature, on a
            logarithmic axis. The dashed line is the score of the best path.`,
          alt: prose`A curve that rises with temperature: ${nats(cold?.total)} at ${given(cold?.temperature)},
            on the dashed line of the best path; zero at a temperature of one, where probabilities add up to
            one; ${nats(warm?.total)} at ${given(warm?.temperature)}.`,
          data: { rows: m.curve, best: [{ total: m.bestScore, label: 'best path' }] },
          spec: {
            height: 230,
            layer: [
              mark.reference({ y: 'total' }, { data: 'best' }),
              mark.line({
                x: mark.q('temperature', {
                  scale: { type: 'log', domain: [0.01, 2], nice: false },
                  title: 'temperature T',
                }),
                y: mark.q('total', { title: 'total in nats' }),
              }),
              mark.annotation(
                { x: { value: 0 }, y: 'total', text: 'label' },
                { data: 'best', align: 'left', dx: 6, dy: -10 },
              ),
            ],
          },
        }),
        table({
          id: 'cooling-table',
          caption: prose`The total at six temperatures, how far it stands above the best path, and the share
            that the other paths keep.`,
          rows: m.rows,
          columns: [
            [math`T`, (row) => given(row.temperature)],
            ['total (nats)', (row) => nats(row.total)],
            ['above the best path', (row) => nats(row.aboveBest)],
            ['share of all other paths', (row) => percent(row.otherShare)],
          ],
        }),
        prose`What to see: at ${math`T = 1`} the total is that of all probabilities, one, so zero nats up to
          rounding. Colder, the best path takes nearly all the weight and the total comes down to its score of
          ${nats(m.bestScore)}, but never quite. Warmer, the paths get closer to each other, and the total,
          above zero, is not the logarithm of a probability.`,
      ]),
    ];
  },
});
