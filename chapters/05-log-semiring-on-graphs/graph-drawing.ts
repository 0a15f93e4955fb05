import type { Drawable, DrawableRow } from '#report';
import * as mark from '#report/marks';
import { given } from '#report/values';

/** Graphs as Vega-Lite draws them: nodes and edges as rows with coordinates, thickness for weight. */

/** Where a node is; x grows in the direction of the edges. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** An edge. Its share, 0 to 1, decides its thickness. It is lit if the figure points it out. */
export type DrawnEdge = DrawableRow & { readonly from: string; readonly to: string };

interface Drawing {
  readonly spots: Readonly<Record<string, Spot>>;
  readonly edges: readonly DrawnEdge[];
  readonly height: number;
  /** Where along an edge its label is, 0 to 1. */
  readonly labelAt?: (edge: DrawnEdge) => number;
  /** How far above a level edge its label is, in steps from row to row; 0 where the edge is long enough for it. */
  readonly lift?: number;
  /** What is written below nodes, in a line for each part of a list. */
  readonly notes?: Readonly<Record<string, Drawable>>;
}

const HALO = { stroke: '$paper', strokeWidth: 9, strokeJoin: 'round' };

/** The rows of a drawing: `rows` are the edges, `nodes` the nodes. */
function drawingData({ spots, edges, notes, labelAt = () => 0.36, lift = 0 }: Drawing) {
  const spotOf = (name: string): Spot => {
    const spot = spots[name];
    if (!spot) throw new RangeError(`the drawing has no place for the node "${name}"`);
    return spot;
  };
  return {
    rows: edges.map((edge): DrawableRow => {
      const along = labelAt(edge);
      const [{ x, y }, end] = [spotOf(edge.from), spotOf(edge.to)];
      return {
        ...edge,
        x: given(x),
        y: given(y),
        x2: given(end.x),
        y2: given(end.y),
        labelX: given(x + along * (end.x - x)),
        labelY: given(y + along * (end.y - y) + (y === end.y ? lift : 0)),
      };
    }),
    nodes: Object.entries(spots).map(([label, { x, y }]): DrawableRow => {
      return { x: given(x), y: given(y), label, ...(notes && { note: notes[label] ?? null }) };
    }),
  };
}

/** Channels for places in a drawing. */
function placing({ spots }: Drawing) {
  const channel = (axis: 'x' | 'y', pad: number) => {
    const values = Object.values(spots).map((spot) => spot[axis]);
    const domain = [Math.min(...values) - pad, Math.max(...values) + pad];
    return (field: string) => mark.q(field, { axis: null, scale: { domain, nice: false, zero: false } });
  };
  const [across, up] = [channel('x', 0.18), channel('y', 0.25)];
  return (x: string, y: string) => ({ x: across(x), y: up(y) });
}

/** The layers of the edges: lit ones above the others, so that no other edge covers them. */
function edgeLayers(place: ReturnType<typeof placing>) {
  const line = {
    ...place('x', 'y'),
    x2: { field: 'x2' },
    y2: { field: 'y2' },
    detail: [mark.n('from'), mark.n('to')],
    // Vega-Lite calls the thickness of a rule its size.
    size: mark.q('share', { scale: { domain: [0, 1], range: [1, 15] }, legend: null }),
  };
  const hidden = { opacity: { condition: { test: 'datum.lit', value: 0 }, value: 1 } };
  const words = (look: object) =>
    mark.words({ ...place('labelX', 'labelY'), text: 'label' }, { fontSize: 15, ...look });
  return [
    mark.rule({ ...line, ...hidden }, { color: '$rule' }),
    mark.rule(line, { transform: [{ filter: 'datum.lit' }], color: '$chosen' }),
    words(HALO),
    words({ style: 'label' }),
  ];
}

/** Data and specification of a drawing, as figures take them. */
export function drawn(drawing: Drawing) {
  const place = placing(drawing);
  const at = place('x', 'y');
  const circles = [
    mark.dots(at, { data: 'nodes', size: 1200, color: '$paper', stroke: '$ink', strokeWidth: 2 }),
    mark.label({ ...at, text: 'label' }, { data: 'nodes' }),
  ];
  const inLines = [{ filter: 'datum.note' }, { calculate: "split(datum.note, ', ')", as: 'note' }];
  const below = { data: 'nodes', transform: inLines, baseline: 'top', dy: 25 };
  const notes = drawing.notes ? [mark.annotation({ ...at, text: 'note' }, below)] : [];
  const layer = [...edgeLayers(place), ...circles, ...notes];
  return { data: drawingData(drawing), spec: { height: drawing.height, layer } };
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
