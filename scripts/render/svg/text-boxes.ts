import { familyOf, numericWeight, textWidth } from '../fonts/fonts.ts';
import type { SvgElement } from './tree.ts';
import { isElement, parseSvg, sizeOfSvg, textOf } from './tree.ts';

/** Where the words of a drawing are, and which are in each other's way: whether a squeezed drawing can be read. */

interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where an element is moved to, and how far it is turned there, in degrees: Vega turns nothing but texts. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
}

/** The place that a transform attribute of Vega's gives inside another: `translate(3,4) rotate(-90)` or a part of it. */
function placeInside({ x, y }: Place, transform = ''): Place {
  const [, dx = 0, dy = 0] = /translate\(([^,]*),([^)]*)\)/.exec(transform) ?? [];
  const [, turn = 0] = /rotate\(([^)]*)\)/.exec(transform) ?? [];
  return { x: x + Number(dx), y: y + Number(dy), turn: Number(turn) };
}

/** How far a line of text reaches above and below its baseline, in em; without the rare accents and deep tails. */
const ABOVE = 0.74;
const BELOW = 0.2;

/** The box of a line of text that is `down` px below the place of its element, as that is turned. */
function boxOf(text: string, { attributes }: SvgElement, { x, y, turn }: Place, down: number): TextBox {
  const size = Number.parseFloat(attributes.get('font-size') ?? '11');
  const family = familyOf(attributes.get('font-family'));
  const width = textWidth(text, family, numericWeight(attributes.get('font-weight'))) * size;
  const anchor = attributes.get('text-anchor') ?? 'start';
  const start = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners = [start, start + width].flatMap((along) =>
    [down - ABOVE * size, down + BELOW * size].map((across) => [
      x + cos * along - sin * across,
      y + sin * along + cos * across,
    ]),
  );
  const [xs, ys] = [corners.map(([cornerX = 0]) => cornerX), corners.map(([, cornerY = 0]) => cornerY)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { text, left, right, top, bottom };
}

function lineBoxes(text: SvgElement, place: Place): TextBox[] {
  let down = 0;
  return text.children.flatMap((child) => {
    if (isElement(child)) down += Number(child.attributes.get('dy') ?? 0);
    const words = textOf(child);
    return words.trim() === '' ? [] : [boxOf(words, text, place, down)];
  });
}

function boxesIn(element: SvgElement, outer: Place): TextBox[] {
  const place = placeInside(outer, element.attributes.get('transform'));
  if (element.name === 'text') {
    const [x, y] = ['x', 'y'].map((name) => Number(element.attributes.get(name) ?? 0));
    return lineBoxes(element, { ...place, x: place.x + (x ?? 0), y: place.y + (y ?? 0) });
  }
  return element.children.filter(isElement).flatMap((child) => boxesIn(child, place));
}

/** The boxes around every line of text, in the drawing's own px. */
export function textBoxes(svg: string): TextBox[] {
  return boxesIn(parseSvg(svg), { x: 0, y: 0, turn: 0 });
}

/** Px that two boxes may share, and that a box may reach over an edge, before a reader would see it. */
const SLACK = 1.5;

/** Px between two words in a line below which they read as one. */
const GAP = 0.5;

const overlap = (a: TextBox, b: TextBox): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > -GAP &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SLACK;

/** What a reader could not read: texts that run over each other or over the drawing's edge, each as a short note. */
export function textClashes(svg: string): string[] {
  const boxes = textBoxes(svg);
  const { width, height } = sizeOfSvg(svg);
  const over = (one: TextBox, other: string): string => `“${one.text}” runs over ${other}`;
  const cut = boxes.filter(
    ({ left, top, right, bottom }) =>
      left < -SLACK || top < -SLACK || right > width + SLACK || bottom > height + SLACK,
  );
  const pairs = boxes.flatMap((one, index) => {
    const later = boxes.slice(index + 1).filter((other) => overlap(one, other));
    return later.map((other) => over(one, `“${other.text}”`));
  });
  return [...cut.map((one) => over(one, 'the edge')), ...pairs];
}
