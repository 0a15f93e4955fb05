import { familyOf, numericWeight, textWidth } from './fonts.ts';
import { sizeOfSvg } from './svg.ts';

/**
 * Where the words of a drawing stand, and which of them stand in each other's way: what tells a drawing that can be read
 * from one that was squeezed too far. Reads the SVG text that Vega writes: groups that are moved, texts that are moved
 * and turned.
 */

export interface TextBox {
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

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];

/** The motion that a transform attribute stands for; Vega writes `translate` and `rotate` only. */
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

function boxOf(text: string, attributes: string, motion: Motion): TextBox {
  const size = Number.parseFloat(attribute(attributes, 'font-size') ?? '11');
  const family = familyOf(attribute(attributes, 'font-family'));
  const width = textWidth(text, family, numericWeight(attribute(attributes, 'font-weight'))) * size;
  const anchor = attribute(attributes, 'text-anchor') ?? 'start';
  const start = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  const [a, b, c, d, e, f] = motion;
  const corners = [start, start + width].flatMap((x) =>
    [-ABOVE * size, BELOW * size].map((y) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    text,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

const SCANNED = /<(\/?)(svg|g|text|tspan|path)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>([^<]*)/g;

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** What Vega draws a disc as. */
const DISC = /^M([\d.]+),0A\1,\1,0,1,1,/;
/** From which radius in px on a disc hides a word: smaller ones are points among others. */
const HIDING_RADIUS = 8;

/** How much of a disc's width and height counts: a word may touch its round corners. */
const HIDING_PART = 0.9;

/** The square in a disc's place that hides a text. */
function discBox(attributes: string, [, , , , x, y]: Motion): TextBox[] {
  const radius = Number(DISC.exec(attribute(attributes, 'd') ?? '')?.[1] ?? 0);
  const half = radius * HIDING_PART;
  if (radius < HIDING_RADIUS) return [];
  return [{ text: 'a disc', left: x - half, right: x + half, top: y - half, bottom: y + half }];
}

/** The boxes around every line of text, in the drawing's own px. */
export function textBoxes(svg: string): TextBox[] {
  return boxesOf(svg).texts;
}

function boxesOf(svg: string): { readonly texts: TextBox[]; readonly discs: TextBox[] } {
  const boxes: TextBox[] = [];
  const discs: TextBox[] = [];
  const motions: Motion[] = [REST];
  let own = '';
  let line: Motion = REST;
  for (const [, closing, name, attributes = '', empty, words = ''] of svg.matchAll(SCANNED)) {
    if (closing) {
      motions.pop();
      continue;
    }
    const motion = after(motions.at(-1) ?? REST, motionOf(attribute(attributes, 'transform') ?? ''));
    if (name === 'path') discs.push(...discBox(attributes, motion));
    if (empty) continue;
    motions.push(motion);
    if (name === 'text') [own, line] = [attributes, motion];
    // A line of several begins below the one before.
    if (name === 'tspan') line = after(line, [1, 0, 0, 1, 0, Number(attribute(attributes, 'dy') ?? 0)]);
    if ((name === 'text' || name === 'tspan') && words.trim() !== '')
      boxes.push(boxOf(plain(words), own, line));
  }
  return { texts: boxes, discs };
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
  const cut = boxes.filter(
    ({ left, top, right, bottom }) =>
      left < -SLACK || top < -SLACK || right > width + SLACK || bottom > height + SLACK,
  );
  const pairs = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => overlap(one, other))
      .map((other) => `“${one.text}” runs over “${other.text}”`),
  );
  const onDiscs = boxes.flatMap((one) =>
    discs.filter((disc) => overlap(one, disc)).map((disc) => `“${one.text}” runs over ${disc.text}`),
  );
  return [...cut.map(({ text }) => `“${text}” runs over the edge`), ...pairs, ...onDiscs];
}
