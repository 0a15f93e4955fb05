import { type Block, figure, table } from '#report/block';
import { choose } from '#report/claim';
import type { OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { count, nats, text } from '#report/values';
import { diagonal, verticalLine } from './layers.ts';
import type { retrievalEffects } from './retrieval-effects.measure.ts';

type Effects = OutputsOf<{ m: typeof retrievalEffects }>['m'];

/** Invented and real entities: a colour and a shape of their own. */
const KINDS = {
  color: {
    field: 'kind',
    type: 'nominal',
    title: null,
    scale: { domain: ['invented', 'real'], range: ['$teal', '$plum'] },
  },
  shape: {
    field: 'kind',
    type: 'nominal',
    title: null,
    scale: { domain: ['invented', 'real'], range: ['circle', 'square'] },
  },
};
/** One row a passage and answer, and in it one line for invented and one for real entities. */
const BY_KIND = {
  y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 230 } },
  yOffset: { field: 'kind', type: 'nominal', sort: null },
  color: KINDS.color,
};

/** The effect of a passage on an answer. Throws a RangeError when it was not measured. */
export function effectOf(m: Effects, condition: string, of: string, kind: string) {
  const found = m.effects.find((row) => row.condition === condition && row.of === of && row.kind === kind);
  if (found === undefined) throw new RangeError(`no effect of ${condition} on the ${of}`);
  return found;
}

/** What each passage does to both answers: medians with intervals. */
export function effectsFigure(m: Effects): Block {
  const [gold, counterfactual, irrelevant] = [
    effectOf(m, 'gold', 'right answer', 'invented'),
    effectOf(m, 'counterfactual', 'false answer', 'invented'),
    effectOf(m, 'irrelevant', 'right answer', 'invented'),
  ];
  return figure({
    id: 'context-effects',
    caption: prose`
      What each passage does to the log-probability of the right and of the false answer: medians of the paired differences
      to no passage, with bootstrap intervals. Zero, dashed, is no effect.
    `,
    alt: prose`
      For invented entities, the gold passage moves the right answer by ${nats(gold.median)} (median), the counterfactual one
      moves the false answer by ${nats(counterfactual.median)}; the irrelevant one moves the right answer by
      ${nats(irrelevant.median)}.
    `,
    data: {
      rows: m.effects.map((row) => ({
        name: `${row.condition}: ${row.of}`,
        kind: row.kind,
        median: row.median,
        low: row.low,
        high: row.high,
      })),
      zero: [{ x: 0 }],
    },
    spec: {
      height: { step: 18 },
      layer: [
        verticalLine('zero'),
        {
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: {
            ...BY_KIND,
            x: { field: 'low', type: 'quantitative', title: 'change of log-probability, in nats' },
            x2: { field: 'high' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 65 },
          encoding: { ...BY_KIND, shape: KINDS.shape, x: { field: 'median', type: 'quantitative' } },
        },
      ],
    },
  });
}

/** The same effects with medians and means. */
export function effectsTable(m: Effects): Block {
  return table({
    id: 'context-effects-table',
    caption: prose`The same effects in nats: medians and means, each with its interval. The last column judges the median.`,
    rows: m.effects,
    columns: [
      { head: prose`passage`, cell: (row) => prose`${text(row.condition)}` },
      { head: prose`of the`, cell: (row) => prose`${text(row.of)}` },
      { head: prose`about`, cell: (row) => prose`${text(row.kind)}` },
      { head: prose`n`, align: 'right', cell: (row) => prose`${count(row.n)}` },
      { head: prose`median`, align: 'right', cell: (row) => prose`${nats(row.median)}` },
      { head: prose`from`, align: 'right', cell: (row) => prose`${nats(row.low)}` },
      { head: prose`to`, align: 'right', cell: (row) => prose`${nats(row.high)}` },
      { head: prose`mean`, align: 'right', cell: (row) => prose`${nats(row.mean)}` },
      { head: prose`from`, align: 'right', cell: (row) => prose`${nats(row.meanLow)}` },
      { head: prose`to`, align: 'right', cell: (row) => prose`${nats(row.meanHigh)}` },
      {
        head: prose`effect`,
        cell: (row) =>
          choose(row.verdict, {
            up: prose`up`,
            down: prose`down`,
            'no clear effect': prose`none that is clear`,
          }),
      },
    ],
  });
}

/** With a passage against without, question by question. */
export function contextScatter(m: Effects): Block {
  return figure({
    id: 'context-scatter',
    caption: prose`
      The log-probability of an answer in nats with the passage that names it (upwards), against that without a passage
      (to the right). Points above the dashed diagonal have gained.
    `,
    alt: prose`
      Two panels of points, most of them above the diagonal: the right answers with their gold passages, and the false
      answers with the counterfactual ones.
    `,
    data: {
      rows: m.points.map((point) => ({ ...point })),
      diagonal: [
        { x: -40, y: -40 },
        { x: 0, y: 0 },
      ],
    },
    spec: {
      facet: {
        column: {
          field: 'panel',
          type: 'nominal',
          sort: ['gold: right answer', 'counterfactual: false answer'],
          title: null,
          header: { labelPadding: 26 },
        },
      },
      spec: {
        width: 250,
        height: 250,
        layer: [
          {
            mark: { type: 'point', size: 45, strokeWidth: 1.5 },
            encoding: {
              ...KINDS,
              x: { field: 'before', type: 'quantitative', title: 'without passage, in nats' },
              y: { field: 'after', type: 'quantitative', title: 'with passage, in nats' },
            },
          },
          diagonal('diagonal'),
        ],
      },
    },
  });
}

/** How far answers rise that the passage names, and others. */
export function namingTable(m: Effects): Block {
  return table({
    id: 'naming-table',
    caption: prose`Rises in nats of answers that the passage names, and of answers that it does not.`,
    rows: m.naming,
    columns: [
      {
        head: prose`the passage`,
        cell: (row) => choose(row.mentions, { named: prose`names the answer`, 'not named': prose`does not` }),
      },
      { head: prose`n`, align: 'right', cell: (row) => prose`${count(row.n)}` },
      { head: prose`lower quartile`, align: 'right', cell: (row) => prose`${nats(row.quarter)}` },
      { head: prose`median`, align: 'right', cell: (row) => prose`${nats(row.median)}` },
      {
        head: prose`upper quartile`,
        align: 'right',
        cell: (row) => prose`${nats(row.threeQuarters)}`,
      },
      {
        head: prose`rise above ${count(m.rise)} nats`,
        align: 'right',
        cell: (row) => prose`${count(row.above)}`,
      },
    ],
  });
}

/** The gain from the gold passage by the place of the answer in it. */
export function positionsTable(m: Effects): Block {
  return table({
    id: 'position-gains',
    caption: prose`The gain of the right answer from the gold passage, in nats, by the place of the answer in it. From and to: the interval of the mean.`,
    rows: m.positions,
    columns: [
      { head: prose`place`, cell: (row) => prose`${text(row.position)}` },
      { head: prose`n`, align: 'right', cell: (row) => prose`${count(row.n)}` },
      { head: prose`median`, align: 'right', cell: (row) => prose`${nats(row.median)}` },
      { head: prose`mean`, align: 'right', cell: (row) => prose`${nats(row.mean)}` },
      { head: prose`from`, align: 'right', cell: (row) => prose`${nats(row.low)}` },
      { head: prose`to`, align: 'right', cell: (row) => prose`${nats(row.high)}` },
    ],
  });
}
