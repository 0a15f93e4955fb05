import { type Drawable, type DrawableRow, prose, type Quantity } from '#report';
import * as mark from '#report/marks';
import { given } from '#report/values';

/** Graphs as Vega-Lite draws them: nodes and edges as rows with coordinates, thickness for weight. */

/** Where a node is; x grows in the direction of the edges. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  /** What is written there, the node's name unless told. */
  readonly label?: string;
}

/** An edge as measurements store it; what else it carries goes into the data, for specifications to filter by. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** Written on the edge, unless there is a label or the drawing writes shares there. */
  readonly weight?: number | Quantity<'exact'> | undefined;
  readonly label?: string;
  /** 0 to 1: decides the thickness. */
  readonly share: Drawable;
  readonly onBest: 'yes' | 'no';
  readonly onGreedy?: 'yes' | 'no';
}

export interface Drawing {
  readonly spots: Readonly<Record<string, Spot>>;
  readonly edges: readonly DrawnEdge[];
  readonly height: number;
  /** Shares in per cent on the edges, instead of their weights. */
  readonly edgeWords?: 'shares';
  /** Where along an edge its label is, 0 to 1. */
  readonly labelAt?: (edge: DrawnEdge) => number;
}

/** What is thinner shows the dashes of a marked path itself; on thicker edges they are drawn in the middle. */
const THIN = 0.15;
/** The share below which an edge whose share is written is dotted: what its label rounds to nothing. */
const NEXT_TO_NOTHING = 0.005;
/** The share as written on an edge: rounded, but neither to nothing nor to everything when it is not. */
const SHARE_WORDS =
  `datum.share > 0 && datum.share < ${NEXT_TO_NOTHING} ? '<1%' : ` +
  `datum.share < 1 && datum.share >= ${1 - NEXT_TO_NOTHING} ? '>99%' : format(datum.share, '.0%')`;
const HALO = { stroke: '$paper', strokeWidth: 9, strokeJoin: 'round' };

/** The rows of a drawing: `rows` are the edges, `nodes` the nodes. */
export function drawingData({ spots, edges, labelAt = () => 0.36 }: Drawing) {
  const spotOf = (name: string): Spot => {
    const spot = spots[name];
    if (!spot) throw new RangeError(`the drawing has no place for the node "${name}"`);
    return spot;
  };
  return {
    rows: edges.map((edge): DrawableRow => {
      const { from, to, weight, label, share, onBest, onGreedy, ...others } = edge;
      const along = labelAt(edge);
      const [{ x, y }, end] = [spotOf(from), spotOf(to)];
      return {
        from,
        to,
        label: label ?? prose`${given(weight)}`,
        share,
        best: onBest === 'yes',
        ...(onGreedy === undefined ? {} : { greedy: onGreedy === 'yes' }),
        x: given(x),
        y: given(y),
        x2: given(end.x),
        y2: given(end.y),
        labelX: given(x + along * (end.x - x)),
        labelY: given(y + along * (end.y - y)),
        ...others,
      };
    }),
    nodes: Object.entries(spots).map(([name, { x, y, label = name }]) => ({
      x: given(x),
      y: given(y),
      label,
    })),
  };
}

/** Channels for places in a drawing. */
function placing({ spots }: Drawing) {
  const channel = (axis: 'x' | 'y', pad: number) => {
    const values = Object.values(spots).map((spot) => spot[axis]);
    const domain = [Math.min(...values) - pad, Math.max(...values) + pad];
    return (field: string) => mark.q(field, { axis: null, scale: { domain, nice: false, zero: false } });
  };
  const [across, up] = [channel('x', 0.18), channel('y', 0.4)];
  return (x: string, y: string) => ({ x: across(x), y: up(y) });
}

type Placing = ReturnType<typeof placing>;

/** The layers of the edges: marked paths above the others, so that no other edge covers them. */
function edgeLayers({ edges, edgeWords }: Drawing, place: Placing) {
  const only = (test: string) => [{ filter: test }];
  const dashedWhere = (test: string, value: readonly number[]) => ({
    strokeDash: { condition: { test, value }, value: [1, 0] },
  });
  const line = { ...place('x', 'y'), x2: { field: 'x2' }, y2: { field: 'y2' } };
  // Vega-Lite calls the thickness of a rule its size.
  const size = mark.q('share', { scale: { domain: [0, 1], range: [1, 15] }, legend: null });
  const thick = { ...line, size };
  const hidden = { opacity: { condition: { test: 'datum.best', value: 0 }, value: 1 } };
  const thickBest = only(`datum.best && datum.share >= ${THIN}`);
  const dotted = edgeWords && dashedWhere(`datum.share < ${NEXT_TO_NOTHING}`, [2, 5]);
  const lines = [
    mark.rule({ ...thick, ...hidden, ...dotted }, { color: '$rule' }),
    ...(edges.some(({ onGreedy }) => onGreedy === 'yes')
      ? [mark.rule(thick, { transform: only('datum.greedy'), color: '$blue' })]
      : []),
    mark.rule(
      { ...thick, ...dashedWhere(`datum.share < ${THIN}`, [7, 5]) },
      { transform: only('datum.best'), color: '$chosen' },
    ),
    mark.rule(line, { transform: thickBest, strokeDash: [7, 6], strokeWidth: 2, color: '$paper' }),
  ];
  const transform = edgeWords ? [{ calculate: SHARE_WORDS, as: 'words' }] : [];
  const labels = { ...place('labelX', 'labelY'), text: edgeWords ? 'words' : 'label' };
  const words = (look: object) => mark.words(labels, { transform, fontSize: 16, ...look });
  return [...lines, words(HALO), words({ style: 'label' })];
}

/** The layers of a drawing for the data that `drawingData` makes. */
export function drawingSpec(drawing: Drawing) {
  const place = placing(drawing);
  const at = place('x', 'y');
  const circles = [
    mark.dots(at, { data: 'nodes', size: 1300, color: '$paper', stroke: '$ink', strokeWidth: 2 }),
    mark.label({ ...at, text: 'label' }, { data: 'nodes', fontSize: 17 }),
  ];
  return { height: drawing.height, layer: [...edgeLayers(drawing, place), ...circles] };
}

/** Data and specification of a drawing, as figures take them. */
export const drawn = (drawing: Drawing) => ({ data: drawingData(drawing), spec: drawingSpec(drawing) });

/** Half the distance of the two lanes of a row, and what an edge leaves free around its nodes, in distances of nodes. */
const LANE = 0.3;
const CLEAR = 0.17;

/** Nodes in a row, joined to their neighbours by arrows: those to the right above, those to the left below. */
export function drawnInRow(
  names: readonly string[],
  edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly weight: number | Quantity<'exact'>;
  }[],
) {
  const rows = edges.map(({ from, to, weight }): DrawableRow => {
    const [start, end] = [names.indexOf(from), names.indexOf(to)];
    const side = end > start ? 1 : -1;
    return {
      from,
      to,
      weight: prose`${given(weight)}`,
      direction: side > 0 ? 'right' : 'left',
      x: given(start + side * CLEAR),
      x2: given(end - side * CLEAR),
      middle: given((start + end) / 2),
      y: given(side * LANE),
    };
  });
  const x = (field: string) =>
    mark.q(field, { axis: null, scale: { domain: [-0.48, names.length - 0.52], nice: false, zero: false } });
  const y = (field: string) => mark.q(field, { axis: null, scale: { domain: [-1.6, 1.6], nice: false } });
  const lane = (direction: 'right' | 'left', color: string, dy: number) => {
    const transform = [{ filter: `datum.direction === '${direction}'` }];
    return [
      mark.rule({ x: x('x'), x2: { field: 'x2' }, y: y('y') }, { transform, color, strokeWidth: 2 }),
      mark.dots({ x: x('x2'), y: y('y') }, { transform, color, shape: `triangle-${direction}`, size: 110 }),
      mark.label({ x: x('middle'), y: y('y'), text: 'weight' }, { transform, dy, fontSize: 16 }),
    ];
  };
  const place = { x: x('x'), y: y('y') };
  return {
    data: { rows, nodes: names.map((name, index) => ({ x: given(index), y: given(0), name })) },
    spec: {
      height: 120,
      layer: [
        ...lane('right', '$blue', -14),
        ...lane('left', '$orange', 14),
        mark.dots(place, { data: 'nodes', size: 260, color: '$paper', stroke: '$ink', strokeWidth: 2 }),
        mark.label({ ...place, text: 'name' }, { data: 'nodes', dy: 44, fontSize: 16 }),
      ],
    },
  };
}

/** Places in columns from left to right, each column spread evenly over the height of the tallest. */
export function columns(names: readonly (readonly string[])[]): Readonly<Record<string, Spot>> {
  const tallest = Math.max(...names.map((column) => column.length));
  const spots = names.flatMap((column, x) =>
    column.map((name, index) => {
      const y = ((column.length - 1) / 2 - index) * (tallest / column.length);
      return [name, { x, y }] as const;
    }),
  );
  return Object.fromEntries(spots);
}
