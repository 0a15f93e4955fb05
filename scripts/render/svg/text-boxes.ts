import { familyOf, numericWeight, textWidth } from '../fonts/fonts.ts';
import type { SvgElement } from './tree.ts';
import { isElement, parseSvg, sizeOfSvg, textOf } from './tree.ts';

/**
 * Where the words of a drawing are, and which of them are in each other's way: what tells a drawing that can be read
 * from one that was squeezed too far.
 */

interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A plane's motion: x' = a·x + c·y + e, y' = b·x + d·y + f, as SVG writes it. */
type Motion = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const REST: Motion = [1, 0, 0, 1, 0, 0];

function after(outer: Motion, inner: Motion): Motion {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** Of a transform attribute, in which Vega writes `translate` and `rotate` only. */
function motionOf(transform: string): Motion {
  let motion = REST;
  for (const [, kind, list = ''] of transform.matchAll(/(translate|rotate)\(([^)]*)\)/g)) {
    const [x = 0, y = 0] = list.split(/[\s,]+/).map(Number);
    const turn = (x * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    motion = after(motion, kind === 'rotate' ? [cos, sin, -sin, cos, 0, 0] : [1, 0, 0, 1, x, y]);
  }
  return motion;
}

/** How far a line of text reaches above and below its baseline, in em; without the rare accents and deep tails. */
const ABOVE = 0.74;
const BELOW = 0.2;

function boxOf(text: string, { attributes }: SvgElement, motion: Motion): TextBox {
  const size = Number.parseFloat(attributes.get('font-size') ?? '11');
  const family = familyOf(attributes.get('font-family'));
  const width = textWidth(text, family, numericWeight(attributes.get('font-weight'))) * size;
  const anchor = attributes.get('text-anchor') ?? 'start';
  const start = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  const [a, b, c, d, e, f] = motion;
  const corners = [start, start + width].flatMap((x) =>
    [-ABOVE * size, BELOW * size].map((y) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { text, left, right, top, bottom };
}

/** What Vega draws a disc as. */
const DISC = /^M([\d.]+),0A\1,\1,0,1,1,/;
/** From which radius in px on a disc hides a word: smaller ones are points among others. */
const HIDING_RADIUS = 8;

/** How much of a disc's width and height counts: a word may touch its round corners. */
const HIDING_PART = 0.9;

function discBox({ attributes }: SvgElement, [, , , , x, y]: Motion): TextBox[] {
  const radius = Number(DISC.exec(attributes.get('d') ?? '')?.[1] ?? 0);
  const half = radius * HIDING_PART;
  if (radius < HIDING_RADIUS) return [];
  return [{ text: 'a disc', left: x - half, right: x + half, top: y - half, bottom: y + half }];
}

function lineBoxes(text: SvgElement, motion: Motion): TextBox[] {
  let line = motion;
  return text.children.flatMap((child) => {
    const dy = isElement(child) ? Number(child.attributes.get('dy') ?? 0) : 0;
    line = after(line, [1, 0, 0, 1, 0, dy]);
    const words = textOf(child);
    return words.trim() === '' ? [] : [boxOf(words, text, line)];
  });
}

type Boxes = Readonly<Record<'texts' | 'discs', TextBox[]>>;

function collectBoxes(element: SvgElement, outer: Motion, boxes: Boxes): Boxes {
  const motion = after(outer, motionOf(element.attributes.get('transform') ?? ''));
  if (element.name === 'path') boxes.discs.push(...discBox(element, motion));
  if (element.name === 'text') boxes.texts.push(...lineBoxes(element, motion));
  else for (const child of element.children.filter(isElement)) collectBoxes(child, motion, boxes);
  return boxes;
}

const boxesOf = (svg: string): Boxes => collectBoxes(parseSvg(svg), REST, { texts: [], discs: [] });

/** The boxes around every line of text, in the drawing's own px. */
export function textBoxes(svg: string): TextBox[] {
  return boxesOf(svg).texts;
}

/** Px that two boxes may share, and that a box may reach over an edge, before a reader would see it. */
const SLACK = 1.5;

/** Px between two words in a line below which they read as one. */
const GAP = 0.5;

const overlap = (a: TextBox, b: TextBox): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > -GAP &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SLACK;

/**
 * What a reader could not read: texts that run over each other, over a large disc or over the drawing's edge, each as a
 * short note. A disc may have its own name on it: such a note says little by itself, more of them say that it is crowded.
 */
export function textClashes(svg: string): string[] {
  const { texts: boxes, discs } = boxesOf(svg);
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
  const onDiscs = boxes.flatMap((one) =>
    discs.filter((disc) => overlap(one, disc)).map(() => over(one, 'a disc')),
  );
  return [...cut.map((one) => over(one, 'the edge')), ...pairs, ...onDiscs];
}
