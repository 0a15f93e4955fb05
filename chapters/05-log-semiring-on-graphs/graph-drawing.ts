import type { Drawable, DrawableRow } from '#report';
import * as mark from '#report/marks';
import { given } from '#report/values';

/** Graphs as Vega-Lite draws them: nodes and edges as rows with coordinates, thickness for weight. */

/** Where a node is; x grows in the direction of the edges. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** An edge as measurements store it. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** Written on the edge. */
  readonly label: Drawable;
  /** 0 to 1: decides the thickness. */
  readonly share: Drawable;
  readonly onBest: 'yes' | 'no';
  readonly onGreedy?: 'yes' | 'no';
}

export interface Drawing {
  readonly spots: Readonly<Record<string, Spot>>;
  readonly edges: readonly DrawnEdge[];
  readonly height: number;
  /** Where along an edge its label is, 0 to 1. */
  readonly labelAt?: (edge: DrawnEdge) => number;
}

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
      const { from, to, label, share, onBest, onGreedy } = edge;
      const along = labelAt(edge);
      const [{ x, y }, end] = [spotOf(from), spotOf(to)];
      return {
        from,
        to,
        label,
        share,
        best: onBest === 'yes',
        ...(onGreedy === undefined ? {} : { greedy: onGreedy === 'yes' }),
        x: given(x),
        y: given(y),
        x2: given(end.x),
        y2: given(end.y),
        labelX: given(x + along * (end.x - x)),
        labelY: given(y + along * (end.y - y)),
      };
    }),
    nodes: Object.entries(spots).map(([label, { x, y }]) => ({ x: given(x), y: given(y), label })),
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
function edgeLayers({ edges }: Drawing, place: Placing) {
  const only = (test: string) => [{ filter: test }];
  const ends = [mark.n('from'), mark.n('to')];
  const line = { ...place('x', 'y'), x2: { field: 'x2' }, y2: { field: 'y2' }, detail: ends };
  // Vega-Lite calls the thickness of a rule its size.
  const size = mark.q('share', { scale: { domain: [0, 1], range: [1, 15] }, legend: null });
  const thick = { ...line, size };
  const hidden = { opacity: { condition: { test: 'datum.best', value: 0 }, value: 1 } };
  const lines = [
    mark.rule({ ...thick, ...hidden }, { color: '$rule' }),
    ...(edges.some(({ onGreedy }) => onGreedy === 'yes')
      ? [mark.rule(thick, { transform: only('datum.greedy'), color: '$model' })]
      : []),
    mark.rule(thick, { transform: only('datum.best'), color: '$chosen' }),
    mark.rule(line, { transform: only('datum.best'), strokeDash: [7, 6], strokeWidth: 2, color: '$paper' }),
  ];
  const labels = { ...place('labelX', 'labelY'), text: 'label' };
  const words = (look: object) => mark.words(labels, { fontSize: 16, ...look });
  return [...lines, words(HALO), words({ style: 'label' })];
}

/** The layers of a drawing for the data that `drawingData` makes. */
export function drawingSpec(drawing: Drawing) {
  const place = placing(drawing);
  const at = place('x', 'y');
  const circles = [
    mark.dots(at, { data: 'nodes', size: 2200, color: '$paper', stroke: '$ink', strokeWidth: 2 }),
    mark.label({ ...at, text: 'label' }, { data: 'nodes', fontSize: 16 }),
  ];
  return { height: drawing.height, layer: [...edgeLayers(drawing, place), ...circles] };
}

/** Data and specification of a drawing, as figures take them. */
export const drawn = (drawing: Drawing) => ({ data: drawingData(drawing), spec: drawingSpec(drawing) });

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
