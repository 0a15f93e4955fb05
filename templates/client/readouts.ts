import type { Columns, DataRow } from '../../scripts/page-model/client-data';
import { dataOf, type Readouts, ROW, readoutOf, readRows, setOf } from '../../scripts/page-model/readout';
import { element, svgElement, visibleDrawing } from './element';
import { storedJson } from './embedded-json';
import { numberedRowsOf } from './figure-data';
import { Popup, popupLine } from './popup';

/**
 * Figures tell the values of the mark that a reader points at, taps, or reaches by a slider that walks through all
 * marks of the figure, for the keyboard and for screen readers.
 */

/** How far from a mark it may be pointed at, in px of the screen. */
const REACH = 40;

/** A box, or the straight line from its first corner to its last, in px of the drawing. */
interface Shape {
  readonly isLine: boolean;
  /** How thick a line is. */
  readonly thickness: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Everything that is drawn for one row. */
interface Mark {
  readonly row: DataRow;
  readonly shapes: Shape[];
}

type Scene = Parameters<typeof dataOf>[0];

/** The rows of a group of marks: of a drawing by Vega in the page they are at hand, of another they are written down. */
function rowsOfGroup(group: SVGGElement, rows: ReadonlyMap<string, DataRow>): DataRow[] {
  const first = group.firstElementChild as
    | (Element & { readonly __data__?: { readonly mark: Scene } })
    | null;
  if (first?.__data__) return dataOf(first.__data__.mark);
  return readRows(group.dataset.rows ?? '').map((name) => rows.get(name) ?? {});
}

const pointIn = (matrix: DOMMatrix, x: number, y: number): DOMPoint =>
  new DOMPoint(x, y).matrixTransform(matrix);

function shapeOf(element: SVGGraphicsElement, matrix: DOMMatrix): Shape {
  const isLine = element.localName === 'line';
  const { x, y, width, height } = element.getBBox();
  const end = (name: string): number => Number(element.getAttribute(name) ?? 0);
  const from = isLine ? pointIn(matrix, 0, 0) : pointIn(matrix, x, y);
  const to = isLine ? pointIn(matrix, end('x2'), end('y2')) : pointIn(matrix, x + width, y + height);
  const thickness = isLine ? Number.parseFloat(getComputedStyle(element).strokeWidth) : 0;
  return { isLine, thickness, x1: from.x, y1: from.y, x2: to.x, y2: to.y };
}

/** The points of a curve, one for each of so many rows; steps have a corner before each. */
function pointsOf(path: Element, count: number, matrix: DOMMatrix): Shape[] {
  const ends = [...(path.getAttribute('d') ?? '').matchAll(/[MLC]([^MLCZ]+)/g)].map(([, numbers = '']) => {
    const [x = 0, y = 0] = numbers
      .trim()
      .split(/[\s,]+/)
      .slice(-2)
      .map(Number);
    const point = pointIn(matrix, x, y);
    return { isLine: false, thickness: 0, x1: point.x, y1: point.y, x2: point.x, y2: point.y };
  });
  return ends.length === count ? ends : ends.filter((_end, index) => index % 2 === 0);
}

/** Every mark of a drawing that can be seen. */
function marksOf(svg: SVGSVGElement, rows: ReadonlyMap<string, DataRow>, shown: Readouts): Mark[] {
  const marks = new Map<string, Mark>();
  const toDrawing = svg.getScreenCTM()?.inverse();
  for (const group of svg.querySelectorAll<SVGGElement>('g[data-rows], g.role-mark')) {
    const own = rowsOfGroup(group, rows);
    const elements = [...group.children] as SVGGraphicsElement[];
    const [first] = elements;
    if (!toDrawing || !first) continue;
    const matrixOf = (one: SVGGraphicsElement): DOMMatrix =>
      toDrawing.multiply(one.getScreenCTM() ?? undefined);
    const shapes =
      elements.length < own.length
        ? pointsOf(first, own.length, matrixOf(first))
        : elements.map((one) => shapeOf(one, matrixOf(one)));
    for (const [index, row] of own.entries()) {
      const name = String(row[ROW]);
      const mark = marks.get(name) ?? { row, shapes: [] };
      const shape = shapes[index];
      if (shape && shown[setOf(row)]) marks.set(name, mark).get(name)?.shapes.push(shape);
    }
  }
  return [...marks.values()];
}

function distance({ isLine, x1, y1, x2, y2 }: Shape, { x, y }: DOMPoint): number {
  if (!isLine) return Math.hypot(Math.max(x1 - x, 0, x - x2), Math.max(y1 - y, 0, y - y2));
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const nearest = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - nearest * dx, y - y1 - nearest * dy);
}

/** What is drawn around a shape while its values are shown. */
function outline({ isLine, thickness, x1, y1, x2, y2 }: Shape): SVGElement {
  if (isLine)
    return svgElement('line', { class: 'pointed-line', x1, y1, x2, y2, 'stroke-width': thickness + 4 });
  const [x, y] = [Math.min(x1, x2) - 3, Math.min(y1, y2) - 3];
  const [width, height] = [Math.abs(x2 - x1) + 6, Math.abs(y2 - y1) + 6];
  return svgElement('rect', { class: 'pointed', x, y, width, height, rx: Math.min(width, height, 8) / 2 });
}

class FigureReadout {
  private shown: Readouts = {};
  private rows: ReadonlyMap<string, DataRow> | undefined;
  private svg: SVGSVGElement | undefined;
  private marks: readonly Mark[] = [];
  private around: SVGElement | undefined;

  constructor(
    readonly drawing: HTMLElement,
    private readonly id: string,
    private readonly popup: Popup,
    private readonly slider: HTMLInputElement,
  ) {}

  /** Finds the marks anew: the column may have changed its width, and a control the drawing. */
  enter(): void {
    if (!this.rows) {
      this.shown = storedJson<Readouts>(`${this.id}-readouts`);
      const sets = Object.entries(storedJson<Readonly<Record<string, Columns>>>(`${this.id}-data`));
      const rows = sets.flatMap(([set, columns]) => numberedRowsOf(set, columns));
      this.rows = new Map(rows.map((row) => [String(row[ROW]), row]));
    }
    this.svg = visibleDrawing(this.drawing);
    this.marks = this.svg ? marksOf(this.svg, this.rows, this.shown) : [];
    this.slider.max = String(this.marks.length);
  }

  /** Shows the mark that is nearest to a place on the screen. */
  pointAt(clientX: number, clientY: number): void {
    // A control may have put another drawing in its place.
    if (!this.svg?.checkVisibility()) this.enter();
    const matrix = this.svg?.getScreenCTM();
    if (!matrix) return;
    const place = pointIn(matrix.inverse(), clientX, clientY);
    let [nearest, least]: [[Mark, Shape] | undefined, number] = [undefined, REACH / matrix.a];
    for (const mark of this.marks)
      for (const shape of mark.shapes) {
        const away = distance(shape, place);
        // Of marks on each other the upper one is meant.
        if (away <= least) [nearest, least] = [[mark, shape], away];
      }
    if (nearest) this.show(...nearest);
    else this.hide();
  }

  /** Shows the mark that the slider is at. */
  walk(): void {
    const mark = this.marks[this.slider.valueAsNumber - 1];
    const shape = mark?.shapes.at(-1);
    if (!mark || !shape) return;
    this.slider.setAttribute('aria-valuetext', this.show(mark, shape));
    this.around?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Shows the values of a mark, which it gives back in words. */
  private show({ row, shapes }: Mark, shape: Shape): string {
    this.around?.remove();
    // Of lines on each other, the thickest counts.
    this.around = outline({ ...shape, thickness: Math.max(...shapes.map(({ thickness }) => thickness)) });
    // A line is thickened from below, so that no stroke runs through the words and nodes on it.
    if (shape.isLine) this.svg?.prepend(this.around);
    else this.svg?.append(this.around);
    const { heading, values } = readoutOf(row, this.shown[setOf(row)] ?? []);
    const lines = values.map(([name, value]) => popupLine(`${name} `, element('b', '', value)));
    const head = heading === '' ? [] : [popupLine(element('strong', '', heading))];
    this.popup.show(this.around, [...head, ...lines]);
    return [...head, ...lines].map(({ textContent }) => textContent).join('; ');
  }

  /** Ends a walk, too. */
  leave(): void {
    this.hide();
    this.slider.blur();
  }

  hide(): void {
    if (!this.around) return;
    this.around.remove();
    this.around = undefined;
    this.popup.hide();
  }
}

function startReadout(drawing: HTMLElement, id: string, popup: Popup): FigureReadout {
  const slider = element('input', 'mark-walk');
  const name = drawing.querySelector('title')?.textContent ?? 'the figure';
  Object.assign(slider, { type: 'range', min: '1', max: '1', value: '1' });
  slider.setAttribute('aria-label', `Values of ${name}`);
  drawing.after(slider);
  const readout = new FigureReadout(drawing, id, popup, slider);
  const isTouch = ({ pointerType }: PointerEvent): boolean => pointerType === 'touch';
  drawing.addEventListener('pointerenter', () => readout.enter());
  drawing.addEventListener('pointermove', (event) => {
    if (isTouch(event)) return;
    if (event.buttons === 0) readout.pointAt(event.clientX, event.clientY);
    else readout.hide();
  });
  drawing.addEventListener('pointerleave', (event) => {
    if (!isTouch(event)) readout.hide();
  });
  drawing.addEventListener('pointerup', (event) => {
    if (isTouch(event)) readout.pointAt(event.clientX, event.clientY);
  });
  slider.addEventListener('focus', () => {
    readout.enter();
    readout.walk();
  });
  slider.addEventListener('input', () => readout.walk());
  slider.addEventListener('blur', () => readout.hide());
  return readout;
}

/** Lets the marks of every drawn figure tell their values. */
export function startReadouts(): void {
  const popup = new Popup('readout');
  const drawings = [...document.querySelectorAll<HTMLElement>('[data-drawing]')];
  const readouts = drawings.flatMap((drawing) => {
    const id = drawing.dataset.drawing ?? '';
    return document.getElementById(`${id}-readouts`) ? [startReadout(drawing, id, popup)] : [];
  });
  document.addEventListener('pointerdown', ({ target }) => {
    for (const readout of readouts) if (!readout.drawing.contains(target as Node)) readout.hide();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const readout of readouts) readout.leave();
  });
}
