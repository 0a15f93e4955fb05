import type { DataRow } from '#report/block';

/** Drawings of named points with arrows between them: the places are given, the arrows are computed. */

export interface Place {
  readonly name: string;
  /** What is written over the point; its name unless told. */
  readonly title?: string;
  /** A second line under the name. */
  readonly below?: string;
  /** Whether the point is drawn as a ring, to set it apart. */
  readonly hollow?: boolean;
  readonly x: number;
  readonly y: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** How far along the arrow its label stands, as a share of its length; in the middle unless told. */
  readonly along?: number;
  /** Where the label stands from there; unless told, just above it, or on it when arrows touch. In the units of the places. */
  readonly shift?: readonly [dx: number, dy: number];
}

export interface ArrowStyle {
  /** Whether arrows reach the points themselves, with their labels on the lines; else they keep away from names. */
  readonly touching?: boolean;
  /** Half the width and height of the box around a point that arrows stay out of, where names are longer than usual. */
  readonly box?: typeof BOX;
}

/** From the middle of a point to where arrows that touch it begin, and to the middle of their heads. */
const TOUCH = { start: 8, end: 13 };

/** What keeps a line out of the words that stand on it. */
const HALO = { stroke: '$paper', strokeWidth: 13, strokeJoin: 'round' };

/** Half the width and height of the box around a point that arrows stay out of: its name and what is below it. */
const BOX = { x: 28, y: 38 };

/** The distance from a point to the border of its box, in the direction of a unit vector. */
function gapTowards(x: number, y: number, box: typeof BOX): number {
  return Math.min(box.x / Math.abs(x), box.y / Math.abs(y));
}

/** One arrow as a line from near its first point to near its second, its head's direction clockwise from upwards. */
function arrowRow(
  arrow: Arrow,
  places: ReadonlyMap<string, Place>,
  { touching, box = BOX }: ArrowStyle,
): DataRow {
  const [from, to] = [places.get(arrow.from), places.get(arrow.to)];
  if (!from || !to) throw new Error(`no place for the arrow ${arrow.from} -> ${arrow.to}`);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const gap = gapTowards(dx / length, dy / length, box);
  const [start, end] = touching ? [TOUCH.start / length, TOUCH.end / length] : [gap / length, gap / length];
  const [shiftX, shiftY] = arrow.shift ?? [0, touching ? 0 : 12];
  const along = arrow.along ?? 0.5;
  return {
    x: from.x + start * dx,
    y: from.y + start * dy,
    endX: to.x - end * dx,
    endY: to.y - end * dy,
    angle: (Math.atan2(dx, dy) * 180) / Math.PI,
    labelX: from.x + along * dx + shiftX,
    labelY: from.y + along * dy + shiftY,
    label: arrow.label,
  };
}

/**
 * Data and specification of a drawing, `size` wide and high in units that are px in a full-size figure. Throws an Error on an
 * arrow between unknown places.
 */
export function drawArrows(
  places: readonly Place[],
  arrows: readonly Arrow[],
  size: { readonly width: number; readonly height: number },
  style: ArrowStyle = {},
): { data: Record<string, readonly DataRow[]>; spec: Readonly<Record<string, unknown>> } {
  const byName = new Map(places.map((place) => [place.name, place]));
  const axis = (field: string, length: number) => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, length], nice: false, zero: false },
  });
  const at = (x: string, y: string) => ({ x: axis(x, size.width), y: axis(y, size.height) });
  const labels = (extra: Readonly<Record<string, unknown>>) => ({
    data: { name: 'arrows' },
    mark: { type: 'text', style: 'annotation', ...extra },
    encoding: { ...at('labelX', 'labelY'), text: { field: 'label', type: 'nominal' } },
  });
  const words = (name: string, field: string, extra: Readonly<Record<string, unknown>>) => ({
    mark: { type: 'text', style: name, ...extra },
    encoding: { ...at('x', 'y'), text: { field, type: 'nominal' } },
  });
  return {
    data: {
      rows: places.map(({ name, title, below, hollow, x, y }) => ({
        name: title ?? name,
        below: below ?? '',
        hollow: hollow ?? false,
        x,
        y,
      })),
      arrows: arrows.map((arrow) => arrowRow(arrow, byName, style)),
    },
    spec: {
      height: size.height,
      layer: [
        {
          data: { name: 'arrows' },
          mark: { type: 'rule', color: '$faint', strokeWidth: 1.5 },
          encoding: { ...at('x', 'y'), x2: { field: 'endX' }, y2: { field: 'endY' } },
        },
        {
          data: { name: 'arrows' },
          mark: { type: 'point', shape: 'triangle-up', filled: true, size: 70, color: '$faint' },
          encoding: {
            ...at('endX', 'endY'),
            angle: { field: 'angle', type: 'quantitative', scale: null },
          },
        },
        ...(style.touching ? [labels(HALO)] : []),
        labels({}),
        { mark: { type: 'point', filled: true, size: 150, color: '$blue' }, encoding: at('x', 'y') },
        {
          transform: [{ filter: 'datum.hollow' }],
          mark: { type: 'point', filled: true, size: 50, color: '$paper' },
          encoding: at('x', 'y'),
        },
        words('label', 'name', { dy: -19 }),
        words('value', 'below', { dy: 21 }),
      ],
    },
  };
}
