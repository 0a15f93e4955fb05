import { darkCounterparts, ownColour } from './colours.ts';

/**
 * From the SVG text that Vega writes to the one we keep: smaller, rounded, free of machine differences. Works tag by
 * tag on Vega's own output, in which every attribute stands in double quotes and every `<` of a text is escaped.
 */

const TAG = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly closes: boolean;
  readonly empty: boolean;
}

function readTag(closing: string, name: string, attributes: string, empty: string): Tag {
  const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']): [string, string] => [
    key,
    value,
  ]);
  return { name, attributes: new Map(pairs), closes: closing === '/', empty: empty === '/' };
}

function writeTag({ name, attributes, closes, empty }: Tag): string {
  const text = [...attributes].map(([key, value]) => ` ${key}="${value}"`).join('');
  return `<${closes ? '/' : ''}${name}${text}${empty ? '/' : ''}>`;
}

/** Every opening tag of an SVG text. */
export function openingTags(svg: string): Tag[] {
  return [...svg.matchAll(TAG)]
    .map(([, closing = '', name = '', attributes = '', empty = '']) =>
      readTag(closing, name, attributes, empty),
    )
    .filter((tag) => !tag.closes);
}

/** The size of an SVG in px, as its root says. */
export function sizeOfSvg(svg: string): { readonly width: number; readonly height: number } {
  const [root] = openingTags(svg);
  return { width: Number(root?.attributes.get('width')), height: Number(root?.attributes.get('height')) };
}

/** The SVG text with each tag replaced by what `change` makes of it; undefined takes an empty tag out. */
function mapTags(svg: string, change: (tag: Tag) => Tag | undefined): string {
  return svg.replace(TAG, (_all, closing: string, name: string, attributes: string, empty: string) => {
    const tag = readTag(closing, name, attributes, empty);
    if (tag.closes) return writeTag(tag);
    const changed = change(tag);
    if (changed) return writeTag(changed);
    if (!tag.empty) throw new Error(`only an empty tag can be taken out, not <${name}>`);
    return '';
  });
}

/** Text as it may stand in SVG, between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00A0')
    .replaceAll('&amp;', '&');
}

/** A number with at most two decimals, written as short as it goes. */
function roundedNumber(text: string): string {
  const rounded = Number(Number(text).toFixed(2));
  return String(rounded === 0 ? 0 : rounded);
}

const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

const GEOMETRY = new Set(
  'd transform x y x1 y1 x2 y2 cx cy r rx ry dx dy width height viewBox points'.split(' '),
);
const COLOURED = new Set(['fill', 'stroke', 'stop-color']);
const DROPPED = new Set(
  'class aria-hidden aria-label aria-roledescription role pointer-events version'.split(' '),
);
const NO_COLOUR = /^(?:none|transparent|url\(.*\))$/;

/** Throws an Error for a colour that has no counterpart on dark paper. */
function knownColour(css: string): string {
  if (NO_COLOUR.test(css)) return css;
  const own = ownColour(css);
  if (own === undefined) {
    throw new Error(`the colour ${css} is not of the theme: use a name such as "$blue" or "$soft"`);
  }
  return own;
}

/** What holds anyway. */
const USUAL: Readonly<Record<string, string>> = {
  opacity: '1',
  'fill-opacity': '1',
  'stroke-opacity': '1',
  transform: 'translate(0,0)',
};

function tidyAttribute(name: string, value: string): string | undefined {
  if (DROPPED.has(name) || value === USUAL[name]) return undefined;
  if (COLOURED.has(name)) return knownColour(value);
  if (!GEOMETRY.has(name)) return value;
  if (/NaN|Infinity|undefined|null/.test(value)) {
    throw new Error(`a mark has no place: ${name}="${value.slice(0, 60)}"`);
  }
  return value.replace(NUMBER, roundedNumber);
}

/** What Vega writes for groups without background and is never seen. */
function isInvisible({ name, attributes, empty }: Tag): boolean {
  if (name !== 'path' || !empty) return false;
  if (attributes.get('display') === 'none') return true;
  const painted = (key: string) => (attributes.get(key) ?? 'none') !== 'none';
  return !painted('fill') && !painted('stroke') && attributes.has('class');
}

/**
 * Rounds coordinates to two decimals, takes out what no reader sees, and puts every colour on one of the theme's. The
 * root's font family is `font`, and texts that use it do not repeat it. Throws an Error on a coordinate that is no
 * number and on a colour that is not the theme's.
 */
export function tidySvg(svg: string, font: string): string {
  const tidied = mapTags(svg, (tag) => {
    if (isInvisible(tag)) return undefined;
    const attributes = new Map<string, string>();
    for (const [name, value] of tag.attributes) {
      if (name === 'font-family' && unescapeXml(value) === font) continue;
      const tidy = tidyAttribute(name, value);
      if (tidy !== undefined) attributes.set(name, tidy);
    }
    if (tag.name === 'svg') attributes.set('font-family', escapeXml(font));
    return { ...tag, attributes };
  });
  return withoutEmptyGroups(tidied);
}

function withoutEmptyGroups(svg: string): string {
  const shorter = svg.replace(/<g(?: [\w:-]+="[^"]*")*(?:\/>|><\/g>)/g, '');
  return shorter === svg ? svg : withoutEmptyGroups(shorter);
}

/** Gives every id of an SVG, and every reference to one, a prefix: several SVGs stand in one page. */
export function withIdPrefix(svg: string, prefix: string): string {
  return mapTags(svg, (tag) => ({
    ...tag,
    attributes: new Map(
      [...tag.attributes].map(([name, value]): [string, string] => {
        if (name === 'id') return [name, `${prefix}-${value}`];
        if (/^(?:xlink:)?href$/.test(name)) return [name, value.replace(/^#/, `#${prefix}-`)];
        return [name, value.replace(/url\(#/g, `url(#${prefix}-`)];
      }),
    ),
  }));
}

/** The texts of an SVG with the font they are set in: what its font subsets must hold. */
export function textRuns(
  svg: string,
): { readonly text: string; readonly fontFamily: string; readonly fontWeight: string }[] {
  const runs: { text: string; fontFamily: string; fontWeight: string }[] = [];
  for (const [, attributes = '', body = ''] of svg.matchAll(/<text((?:\s[^>]*)?)>(.*?)<\/text>/gs)) {
    const { attributes: own } = readTag('', 'text', attributes, '');
    runs.push({
      text: unescapeXml(body.replace(/<[^>]*>/g, '')),
      fontFamily: own.get('font-family') ?? '',
      fontWeight: own.get('font-weight') ?? '400',
    });
  }
  return runs;
}

/** Every colour that an SVG uses, with the attribute it is used in. */
export function coloursUsed(svg: string): { readonly attribute: string; readonly colour: string }[] {
  const seen = new Map<string, { attribute: string; colour: string }>();
  for (const { attributes } of openingTags(svg)) {
    for (const [attribute, value] of attributes) {
      if (!COLOURED.has(attribute) || NO_COLOUR.test(value)) continue;
      seen.set(`${attribute} ${value}`, { attribute, colour: value });
    }
  }
  return [...seen.values()].sort((a, b) =>
    `${a.attribute} ${a.colour}` < `${b.attribute} ${b.colour}` ? -1 : 1,
  );
}

/**
 * CSS rules that exchange colours for those of dark paper, each behind `scope` ('svg', ':root[data-theme=dark] svg').
 */
export function darkRules(
  uses: readonly { readonly attribute: string; readonly colour: string }[],
  scope: string,
): string {
  const counterparts = darkCounterparts();
  return uses
    .map(({ attribute, colour }) => {
      const dark = counterparts.get(colour);
      if (dark === undefined) throw new Error(`the colour ${colour} has no counterpart on dark paper`);
      return `${scope} [${attribute}="${colour}"]{${attribute}:${dark}}`;
    })
    .join('');
}
