import { type Block, figure, table } from '#report/block';
import type { OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { count, percent, text } from '#report/values';
import { verticalLine } from './layers.ts';
import type { retrievalChoices } from './retrieval-choices.measure.ts';

type Choices = OutputsOf<{ c: typeof retrievalChoices }>['c'];

const CONDITION_NAMES: Readonly<Record<string, string>> = {
  none: 'no passage',
  gold: 'gold passage',
  irrelevant: 'irrelevant passage',
  counterfactual: 'counterfactual passage',
};

/** Confidence and truth of the choices, side by side. */
export function choicesFigure(c: Choices): Block {
  const named = c.choices.map((row) => ({
    name: `${CONDITION_NAMES[row.condition] ?? row.condition}, ${row.kind}`,
    ...row,
  }));
  const [none, gold, , counterfactual] = c.byCondition;
  const y = { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 230 } };
  return figure({
    id: 'confidence-and-correctness',
    caption: prose`
      Choosing between the right and the false answer, for invented and for real entities: the share of right choices with
      its Wilson interval, and the mean confidence. The dashed line at one half is a coin.
    `,
    alt: prose`
      With no passage ${percent(none?.accuracy)} of choices are right at a mean confidence of ${percent(none?.confidence)};
      with the gold passage ${percent(gold?.accuracy)} at ${percent(gold?.confidence)}; with the counterfactual passage
      ${percent(counterfactual?.accuracy)} at ${percent(counterfactual?.confidence)}.
    `,
    data: {
      rows: named,
      points: named.flatMap(({ name, accuracy, confidence }) => [
        { name, what: 'share right', value: accuracy },
        { name, what: 'mean confidence', value: confidence },
      ]),
      coin: [{ x: 0.5 }],
    },
    spec: {
      height: { step: 24 },
      layer: [
        verticalLine('coin'),
        {
          mark: { type: 'rule', strokeWidth: 2, color: '$blue' },
          encoding: {
            y,
            x: {
              field: 'low',
              type: 'quantitative',
              title: 'share of right choices, or confidence',
              axis: { format: '%' },
              scale: { domain: [0, 1] },
            },
            x2: { field: 'high' },
          },
        },
        {
          data: { name: 'points' },
          mark: { type: 'point', filled: true, size: 80 },
          encoding: {
            y,
            x: { field: 'value', type: 'quantitative' },
            color: {
              field: 'what',
              type: 'nominal',
              title: null,
              scale: { domain: ['share right', 'mean confidence'], range: ['$blue', '$violet'] },
            },
            shape: {
              field: 'what',
              type: 'nominal',
              title: null,
              scale: { domain: ['share right', 'mean confidence'], range: ['circle', 'diamond'] },
            },
          },
        },
      ],
    },
  });
}

/** The choices in numbers. */
export function choicesTable(c: Choices): Block {
  return table({
    id: 'confidence-and-correctness-table',
    caption: prose`Choices between the right and the false answer.`,
    rows: c.choices,
    columns: [
      { head: prose`passage`, cell: (row) => prose`${text(row.condition)}` },
      { head: prose`about`, cell: (row) => prose`${text(row.kind)}` },
      { head: prose`right`, align: 'right', cell: (row) => prose`${count(row.right)} of ${count(row.n)}` },
      { head: prose`share`, align: 'right', cell: (row) => prose`${percent(row.accuracy, { decimals: 1 })}` },
      { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low, { decimals: 1 })}` },
      { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high, { decimals: 1 })}` },
      {
        head: prose`mean confidence`,
        align: 'right',
        cell: (row) => prose`${percent(row.confidence, { decimals: 1 })}`,
      },
    ],
  });
}
