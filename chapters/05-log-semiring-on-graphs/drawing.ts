import type { DataRow, VegaLiteSpec } from '#report/block';

/** Graphs as Vega-Lite draws them: nodes and edges as rows with coordinates, thickness for weight. */

/** Where a node stands; x grows in the direction of the edges. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  /** What is written there, the node's name unless told; without a letter the node is a dot. */
  readonly label?: string;
  /** A number that stands below the label, for the drawing's `valueFormat`. */
  readonly value?: number;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** What is written on the edge, unless the drawing writes the shares there. */
  readonly label: string;
  /** 0 to 1: decides the thickness. */
  readonly share: number;
  /** Whether it lies on the path to be marked. */
  readonly best: boolean;
  /** Whether it lies on a second path to be marked, in another way. */
  readonly greedy?: boolean;
  /** Further fields that the specification may filter by. */
  readonly extra?: DataRow;
}

/** Circles with a name inside, or words that stand where the edges meet, with a number below each. */
export type NodeStyle = 'circle' | 'token';

export interface Drawing {
  readonly spots: Readonly<Record<string, Spot>>;
  readonly edges: readonly DrawnEdge[];
  readonly height: number;
  readonly nodes: NodeStyle;
  /** What stands on the edges of circles: their labels (unless told), or their shares in per cent. */
  readonly edgeWords?: 'labels' | 'shares';
  /** How the numbers below words are written, as d3-format spells it. */
  readonly valueFormat?: string;
  /** Where along an edge its label stands, 0 to 1. */
  readonly labelAt?: number;
  /** Room above the highest node, in units of y. */
  readonly roomAbove?: number;
  /** Room at the right end, in units of x, for words that stand there. */
  readonly roomRight?: number;
}

const EDGE_TEXT = 16;
const NODE_TEXT = 17;
const VALUE_TEXT = 14;
const THICKEST = 15;
/** What is thinner shows the dashes of a marked path itself; on thicker edges they are drawn in the middle. */
const THIN = 0.15;
/** The share below which an edge whose share is written is dotted: what its label rounds to nothing. */
const NEXT_TO_NOTHING = 0.005;
/** The share as it stands on an edge: rounded, but neither to nothing nor to everything when it is not. */
const SHARE_WORDS =
  `datum.share > 0 && datum.share < ${NEXT_TO_NOTHING} ? '<1%' : ` +
  `datum.share < 1 && datum.share >= ${1 - NEXT_TO_NOTHING} ? '>99%' : format(datum.share, '.0%')`;
const HALO = { stroke: '$paper', strokeWidth: 9, strokeJoin: 'round' };

function spotOf(spots: Readonly<Record<string, Spot>>, name: string): Spot {
  const spot = spots[name];
  if (!spot) throw new RangeError(`the drawing has no place for the node "${name}"`);
  return spot;
}

/** The rows of a drawing: `rows` are the edges, `nodes` the nodes. */
export function drawingData({ spots, edges, nodes, labelAt = 0.36 }: Drawing): {
  readonly rows: readonly DataRow[];
  readonly nodes: readonly DataRow[];
} {
  return {
    rows: edges.map(({ from, to, label, share, best, greedy, extra }) => {
      const [start, end] = [spotOf(spots, from), spotOf(spots, to)];
      return {
        from,
        to,
        label,
        share,
        best,
        ...(greedy === undefined ? {} : { greedy }),
        x: start.x,
        y: start.y,
        x2: end.x,
        y2: end.y,
        labelX: start.x + labelAt * (end.x - start.x),
        labelY: start.y + labelAt * (end.y - start.y),
        ...extra,
      };
    }),
    nodes: Object.entries(spots).map(([name, { x, y, label, value }]) => ({
      x,
      y,
      label: label ?? name,
      ...(nodes === 'token' ? { value: value ?? null } : {}),
    })),
  };
}

/** Where things stand, as channels of a layer. */
function placing(drawing: Drawing) {
  const spots = Object.values(drawing.spots);
  const pad = drawing.nodes === 'circle' ? 0.18 : 0.04;
  const domain = (values: readonly number[], low: number, high: number) => [
    Math.min(...values) - low,
    Math.max(...values) + high,
  ];
  const scale = { nice: false, zero: false };
  const xs = domain(
    spots.map(({ x }) => x),
    pad,
    drawing.roomRight ?? pad,
  );
  const ys = domain(
    spots.map(({ y }) => y),
    0.4,
    drawing.roomAbove ?? 0.4,
  );
  return (x: string, y: string) => ({
    x: { field: x, type: 'quantitative', axis: null, scale: { ...scale, domain: xs } },
    y: { field: y, type: 'quantitative', axis: null, scale: { ...scale, domain: ys } },
  });
}

type Position = ReturnType<typeof placing>;

/** The layers of the edges: marked paths above the others, so that no other edge covers them. */
function edgeLayers(drawing: Drawing, position: Position, filter?: string): readonly VegaLiteSpec[] {
  const only = (...tests: readonly (string | undefined)[]) => ({
    transform: tests.filter((test) => test !== undefined).map((test) => ({ filter: test })),
  });
  const line = { ...position('x', 'y'), x2: { field: 'x2' }, y2: { field: 'y2' } };
  const thickness = (thinnest: number) => ({
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, 1], range: [thinnest, THICKEST] },
    legend: null,
  });
  const showsShares = drawing.edgeWords === 'shares';
  const edges = [
    {
      ...only(filter),
      mark: { type: 'rule', color: '$rule' },
      encoding: {
        ...line,
        size: thickness(1), // what Vega-Lite calls the thickness of a rule
        opacity: { condition: { test: 'datum.best', value: 0 }, value: 1 },
        ...(showsShares
          ? {
              strokeDash: {
                condition: { test: `datum.share < ${NEXT_TO_NOTHING}`, value: [2, 5] },
                value: [1, 0],
              },
            }
          : {}),
      },
    },
    ...(drawing.edges.some(({ greedy }) => greedy)
      ? [
          {
            ...only(filter, 'datum.greedy'),
            mark: { type: 'rule', color: '$blue' },
            encoding: { ...line, size: thickness(1) },
          },
        ]
      : []),
    {
      ...only(filter, 'datum.best'),
      mark: { type: 'rule', color: '$orange' },
      encoding: {
        ...line,
        size: thickness(1),
        strokeDash: { condition: { test: `datum.share < ${THIN}`, value: [7, 5] }, value: [1, 0] },
      },
    },
    {
      ...only(filter, `datum.best && datum.share >= ${THIN}`),
      mark: { type: 'rule', strokeDash: [7, 6], strokeWidth: 2, color: '$paper' },
      encoding: line,
    },
  ];
  if (drawing.nodes === 'token') return edges;
  const words = (look: VegaLiteSpec) => {
    const shares = showsShares ? [{ calculate: SHARE_WORDS, as: 'words' }] : [];
    return {
      transform: [...only(filter).transform, ...shares],
      mark: { type: 'text', fontSize: EDGE_TEXT, ...look },
      encoding: {
        ...position('labelX', 'labelY'),
        text: { field: showsShares ? 'words' : 'label', type: 'nominal' },
      },
    };
  };
  return [...edges, words(HALO), words({ style: 'label' })];
}

/** The layers of nodes that are circles with a name inside. */
function circleLayers(position: Position): readonly VegaLiteSpec[] {
  const look = { filled: true, size: 1300, color: '$paper', stroke: '$ink', strokeWidth: 2 };
  return [
    { data: { name: 'nodes' }, mark: { type: 'point', ...look }, encoding: position('x', 'y') },
    {
      data: { name: 'nodes' },
      mark: { type: 'text', style: 'label', fontSize: NODE_TEXT },
      encoding: { ...position('x', 'y'), text: { field: 'label', type: 'nominal' } },
    },
  ];
}

/** The layers of nodes that are words, a number below each; one without words is a dot. */
function tokenLayers({ valueFormat }: Drawing, position: Position): readonly VegaLiteSpec[] {
  const left = { type: 'text', align: 'left' };
  const words = (look: VegaLiteSpec) => ({
    data: { name: 'nodes' },
    mark: { ...left, style: 'token', fontSize: NODE_TEXT, dy: -8, ...look },
    encoding: { ...position('x', 'y'), text: { field: 'label', type: 'nominal' } },
  });
  const values = (look: VegaLiteSpec) => ({
    data: { name: 'nodes' },
    transform: [{ filter: 'isValid(datum.value)' }],
    mark: { ...left, style: 'annotation', fontSize: VALUE_TEXT, dy: 9, ...look },
    encoding: {
      ...position('x', 'y'),
      text: { field: 'value', type: 'quantitative', format: valueFormat ?? '' },
    },
  });
  const marked = (test: string, mark: VegaLiteSpec) => ({
    data: { name: 'nodes' },
    transform: [{ filter: test }],
    mark: { type: 'point', ...mark },
    encoding: position('x', 'y'),
  });
  return [
    words(HALO),
    values(HALO),
    // A space alone would hardly be seen.
    marked("datum.label === '␣'", {
      shape: 'square',
      size: 330,
      filled: false,
      stroke: '$faint',
      strokeWidth: 1,
      xOffset: 5,
      yOffset: -8,
    }),
    marked("datum.label === ''", { filled: true, size: 150, color: '$ink' }),
    words({}),
    values({}),
  ];
}

/** The layers of a drawing for the data that `drawingData` makes; `filter` is a Vega expression over the edges. */
export function drawingSpec(drawing: Drawing, filter?: string): VegaLiteSpec {
  const position = placing(drawing);
  const nodes = drawing.nodes === 'circle' ? circleLayers(position) : tokenLayers(drawing, position);
  return { height: drawing.height, layer: [...edgeLayers(drawing, position, filter), ...nodes] };
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
