import { ownColour } from '#page-model/colours';
import { COLOURED, NO_COLOUR } from './dark.ts';
import type { SvgElement } from './tree.ts';
import { escapeXml, isElement, parseSvg, unescapeXml, writeSvg } from './tree.ts';

function roundedNumber(text: string): string {
  const rounded = Number(Number(text).toFixed(2));
  return String(rounded === 0 ? 0 : rounded);
}

const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

const GEOMETRY = new Set(
  'd transform x y x1 y1 x2 y2 cx cy r rx ry dx dy width height viewBox points'.split(' '),
);
const DROPPED = new Set(
  'class aria-hidden aria-label aria-roledescription role pointer-events version'.split(' '),
);

/** Throws an Error for a colour that has no counterpart on dark paper. */
function knownColour(css: string): string {
  if (NO_COLOUR.test(css)) return css;
  const own = ownColour(css);
  if (own === undefined) {
    throw new Error(`the colour ${css} is not of the theme: use a name such as "$right" or "$blue"`);
  }
  return own;
}

/** The initial values of attributes: writing them changes nothing. */
const USUAL: Readonly<Record<string, string>> = {
  opacity: '1',
  'fill-opacity': '1',
  'stroke-opacity': '1',
  transform: 'translate(0,0)',
};

function normalisedAttribute(name: string, value: string): string | undefined {
  if (DROPPED.has(name) || value === USUAL[name]) return undefined;
  if (COLOURED.has(name)) return knownColour(value);
  if (!GEOMETRY.has(name)) return value;
  if (/NaN|Infinity|undefined|null/.test(value)) {
    throw new Error(`a mark has no place: ${name}="${value.slice(0, 60)}"`);
  }
  return value.replace(NUMBER, roundedNumber);
}

/** What Vega writes and is never seen: groups without background, and labels for which an axis has no room. */
function isInvisible({ name, attributes }: SvgElement): boolean {
  if (name === 'text') return attributes.get('opacity') === '0';
  if (name !== 'path') return false;
  const paints = ['fill', 'stroke'].map((key) => attributes.get(key) ?? 'none');
  const isBackground = attributes.has('class') && paints.every((paint) => paint === 'none');
  return isBackground || attributes.get('display') === 'none';
}

type Unseen = (element: SvgElement) => boolean;

function normaliseElement(element: SvgElement, font: string, isUnseen: Unseen): void {
  for (const [name, value] of element.attributes) {
    const tidy = normalisedAttribute(name, value);
    const repeatsFont = name === 'font-family' && unescapeXml(value) === font;
    if (tidy === undefined || repeatsFont) element.attributes.delete(name);
    else element.attributes.set(name, tidy);
  }
  element.children = element.children.filter((child) => {
    if (!isElement(child)) return true;
    if (isUnseen(child)) return false;
    normaliseElement(child, font, isUnseen);
    return child.name !== 'g' || child.children.length > 0;
  });
}

/**
 * Rounds coordinates to two decimals, takes out what `isUnseen`, and names the font `font` at the root alone. Throws
 * an Error on a coordinate that is no number and on a colour that is not the theme's.
 */
export function normaliseSvg(svg: string, font: string, isUnseen: Unseen = isInvisible): string {
  const root = parseSvg(svg);
  normaliseElement(root, font, isUnseen);
  root.attributes.set('font-family', escapeXml(font));
  return writeSvg(root);
}
