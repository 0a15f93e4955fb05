import type { Drawable } from '#report';
import * as mark from '#report/marks';
import { given } from '#report/values';

/** Drawings of named points with arrows between them: the places are given, the arrows are computed. */

export interface Place {
  readonly name: string;
  /** What is written over the point; its name unless told. */
  readonly title?: string;
  /** A second line under the name. */
  readonly below?: Drawable;
  /** Whether the point is drawn as a ring, to set it apart. */
  readonly hollow?: boolean;
  readonly x: number;
  readonly y: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: Drawable;
  /** Where along the arrow its label is, as a share of its length; in the middle unless told. */
  readonly along?: number;
  /** From there to the label; just above unless told. */
  readonly shift?: readonly [dx: number, dy: number];
}

/** Half the width and height of the box around a point that arrows stay out of: its name and what is below it. */
const BOX = { x: 28, y: 38 };

/** One arrow as a line from near its first point to near its second, its head's direction clockwise from upwards. */
function arrowRow(arrow: Arrow, places: readonly Place[], box: typeof BOX) {
  const [from, to] = [arrow.from, arrow.to].map((end) => places.find(({ name }) => name === end));
  if (!from || !to) throw new Error(`no place for the arrow ${arrow.from} -> ${arrow.to}`);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  // To the border of the box, in the direction of the arrow.
  const gap = Math.min(box.x / Math.abs(dx / length), box.y / Math.abs(dy / length));
  const away = gap / length;
  const [shiftX, shiftY] = arrow.shift ?? [0, 12];
  const along = arrow.along ?? 0.5;
  return {
    x: given(from.x + away * dx),
    y: given(from.y + away * dy),
    endX: given(to.x - away * dx),
    endY: given(to.y - away * dy),
    angle: given((Math.atan2(dx, dy) * 180) / Math.PI),
    labelX: given(from.x + along * dx + shiftX),
    labelY: given(from.y + along * dy + shiftY),
    label: arrow.label,
  };
}

/**
 * Data and specification of a drawing, `size` wide and high in units that are px in a full-size figure. Throws an Error
 * on an arrow between unknown places.
 */
export function drawArrows(
  places: readonly Place[],
  arrows: readonly Arrow[],
  { width, height }: { readonly width: number; readonly height: number },
  { box = BOX }: { readonly box?: typeof BOX } = {},
) {
  const axis = (field: string, length: number) =>
    mark.q(field, { axis: null, scale: { domain: [0, length], nice: false, zero: false } });
  const at = (x: string, y: string) => ({ x: axis(x, width), y: axis(y, height) });
  const head = { ...at('endX', 'endY'), angle: mark.q('angle', { scale: null }) };
  return {
    data: {
      rows: places.map(({ name, title = name, below = '', hollow = false, x, y }) => {
        return { name: title, below, hollow, x: given(x), y: given(y) };
      }),
      arrows: arrows.map((arrow) => arrowRow(arrow, places, box)),
    },
    spec: {
      height,
      layer: [
        mark.rule(
          { ...at('x', 'y'), x2: { field: 'endX' }, y2: { field: 'endY' } },
          { data: 'arrows', color: '$faint', strokeWidth: 1.5 },
        ),
        mark.dots(head, { data: 'arrows', shape: 'triangle-up', size: 70, color: '$faint' }),
        mark.annotation({ ...at('labelX', 'labelY'), text: 'label' }, { data: 'arrows' }),
        mark.dots(at('x', 'y'), { size: 150, color: '$blue' }),
        mark.dots(at('x', 'y'), { transform: [{ filter: 'datum.hollow' }], size: 50, color: '$paper' }),
        mark.label({ ...at('x', 'y'), text: 'name' }, { dy: -19 }),
        mark.words({ ...at('x', 'y'), text: 'below' }, { style: 'value', dy: 21 }),
      ],
    },
  };
}
