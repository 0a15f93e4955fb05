import type { DataRow, TableBlock, VegaLiteSpec } from '#report/block';
import { table } from '#report/block';
import type { DataText, Quantity } from '#report/kind';
import type { Prose } from '#report/part';
import { prose } from '#report/prose';
import { given, percent, text } from '#report/values';

/** Graphs as Vega-Lite draws them: nodes and edges as rows with coordinates, thickness for weight. */

/** Where a node stands; x grows in the direction of the edges. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  /** What is written there, the node's name unless told; without a letter the node is a dot. */
  readonly label?: string;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** What is written on the edge: words, or a number for the drawing's `labelFormat`. */
  readonly label: string | number;
  /** 0 to 1: decides the thickness. */
  readonly share: number;
  /** Whether it lies on the path to be marked. */
  readonly best: boolean;
  /** Further fields that the specification may filter by. */
  readonly extra?: DataRow;
}

/** Circles with a name inside, or words that stand where the edges meet. */
export type NodeStyle = 'circle' | 'token';

export interface Drawing {
  readonly spots: Readonly<Record<string, Spot>>;
  readonly edges: readonly DrawnEdge[];
  readonly height: number;
  readonly nodes: NodeStyle;
  /** How numbers on the edges are written, as d3-format spells it; without it labels are words. */
  readonly labelFormat?: string;
  /** Where along an edge its label stands, 0 to 1. */
  readonly labelAt?: number;
  /** Room at the right end, in units of x, for words that stand there. */
  readonly roomRight?: number;
}

const EDGE_TEXT = 16;
const NODE_TEXT = 17;
const THICKEST = 15;
const HALO = { stroke: '$paper', strokeWidth: 9, strokeJoin: 'round' };

function spotOf(spots: Readonly<Record<string, Spot>>, name: string): Spot {
  const spot = spots[name];
  if (!spot) throw new RangeError(`the drawing has no place for the node "${name}"`);
  return spot;
}

/** The rows of a drawing: `rows` are the edges, `nodes` the nodes. */
export function drawingData({ spots, edges, labelAt = 0.36 }: Drawing): {
  readonly rows: readonly DataRow[];
  readonly nodes: readonly DataRow[];
} {
  return {
    rows: edges.map(({ from, to, label, share, best, extra }) => {
      const [start, end] = [spotOf(spots, from), spotOf(spots, to)];
      return {
        from,
        to,
        label,
        share,
        best,
        x: start.x,
        y: start.y,
        x2: end.x,
        y2: end.y,
        labelX: start.x + labelAt * (end.x - start.x),
        labelY: start.y + labelAt * (end.y - start.y),
        ...extra,
      };
    }),
    nodes: Object.entries(spots).map(([name, { x, y, label }]) => ({ x, y, label: label ?? name })),
  };
}

/** The layers of a drawing for the data that `drawingData` makes; `filter` is a Vega expression over the edges. */
export function drawingSpec(drawing: Drawing, filter?: string): VegaLiteSpec {
  const spots = Object.values(drawing.spots);
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const pad = drawing.nodes === 'circle' ? 0.18 : 0.04;
  const domain = (values: readonly number[], low: number, high: number) => [
    Math.min(...values) - low,
    Math.max(...values) + high,
  ];
  const position = (x: string, y: string) => ({
    x: {
      field: x,
      type: 'quantitative',
      axis: null,
      scale: { domain: domain(xs, pad, drawing.roomRight ?? pad), nice: false, zero: false },
    },
    y: {
      field: y,
      type: 'quantitative',
      axis: null,
      scale: { domain: domain(ys, 0.4, 0.4), nice: false, zero: false },
    },
  });
  const line = { ...position('x', 'y'), x2: { field: 'x2' }, y2: { field: 'y2' } };
  const only = (...tests: readonly (string | undefined)[]) => ({
    transform: tests.filter((test) => test !== undefined).map((test) => ({ filter: test })),
  });
  const thickness = {
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, 1], range: [1, THICKEST] },
    legend: null,
  };
  const words = (field: string, x: string, y: string) => ({
    ...position(x, y),
    text: { field, type: 'nominal' },
  });
  const edgeWords = {
    ...words('label', 'labelX', 'labelY'),
    ...(drawing.labelFormat === undefined
      ? {}
      : { text: { field: 'label', type: 'quantitative', format: drawing.labelFormat } }),
  };
  const nodeText =
    drawing.nodes === 'circle'
      ? { style: 'label', fontSize: NODE_TEXT }
      : { style: 'token', align: 'left', fontSize: NODE_TEXT };
  return {
    height: drawing.height,
    layer: [
      {
        ...only(filter),
        mark: 'rule',
        encoding: {
          ...line,
          size: thickness, // what Vega-Lite calls the thickness of a rule
          color: { condition: { test: 'datum.best', value: '$orange' }, value: '$rule' },
        },
      },
      {
        ...only(filter, 'datum.best'),
        mark: { type: 'rule', strokeDash: [7, 6], strokeWidth: 2, color: '$paper' },
        encoding: line,
      },
      {
        ...only(filter),
        mark: { type: 'text', fontSize: EDGE_TEXT, ...HALO },
        encoding: edgeWords,
      },
      {
        ...only(filter),
        mark: { type: 'text', style: 'label', fontSize: EDGE_TEXT },
        encoding: edgeWords,
      },
      drawing.nodes === 'circle'
        ? {
            data: { name: 'nodes' },
            mark: {
              type: 'point',
              filled: true,
              size: 1300,
              color: '$paper',
              stroke: '$ink',
              strokeWidth: 2,
            },
            encoding: position('x', 'y'),
          }
        : {
            data: { name: 'nodes' },
            mark: { type: 'text', ...nodeText, ...HALO },
            encoding: words('label', 'x', 'y'),
          },
      {
        data: { name: 'nodes' },
        transform: [{ filter: "datum.label === ''" }],
        mark: { type: 'point', filled: true, size: 150, color: '$ink' },
        encoding: position('x', 'y'),
      },
      {
        data: { name: 'nodes' },
        mark: { type: 'text', ...nodeText },
        encoding: words('label', 'x', 'y'),
      },
    ],
  };
}

/** Places in columns from left to right, each column spread evenly over the height of the tallest. */
export function columns(names: readonly (readonly string[])[]): Readonly<Record<string, Spot>> {
  const tallest = Math.max(...names.map((column) => column.length));
  return Object.fromEntries(
    names.flatMap((column, x) =>
      column.map((name, index) => [
        name,
        { x, y: ((column.length - 1) / 2 - index) * (tallest / column.length) },
      ]),
    ),
  );
}

/** An edge as a table shows it. */
export interface TabledEdge {
  readonly from: DataText;
  readonly to: DataText;
  readonly weight: Quantity<'exact'>;
  readonly share: Quantity<'float64'>;
  readonly onBest: 'yes' | 'no';
}

/** The table that stands below a drawing: for who would look something up, or cannot see it. */
export function edgeTable(id: string, caption: Prose, rows: readonly TabledEdge[]): TableBlock {
  return table({
    id,
    caption,
    rows,
    columns: [
      { head: prose`from`, cell: (row) => prose`${text(row.from)}` },
      { head: prose`to`, cell: (row) => prose`${text(row.to)}` },
      { head: prose`probability`, align: 'right', cell: (row) => prose`${given(row.weight)}` },
      { head: prose`share of all paths`, align: 'right', cell: (row) => prose`${percent(row.share)}` },
      {
        head: prose`on the best path`,
        cell: (row) => (row.onBest === 'yes' ? prose`yes` : prose`no`),
      },
    ],
  });
}

/** Measured edges as a drawing takes them. */
export const drawn = (edges: readonly TabledEdge[]): DrawnEdge[] =>
  edges.map(({ from, to, weight, share, onBest }) => ({
    from,
    to,
    label: String(weight),
    share,
    best: onBest === 'yes',
  }));
