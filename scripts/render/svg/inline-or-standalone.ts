import { isDeepStrictEqual } from 'node:util';
import { COLOURS } from '#page-model/colours';
import { familyOf, fontFaceRules, numericWeight } from '../fonts/fonts.ts';
import { coloursUsed, darkRules } from './dark.ts';
import type { SvgElement } from './tree.ts';
import { allElements, escapeXml, parseSvg, sizeOfSvg, textOf, writeSvg } from './tree.ts';

/** What a figure is called and what it shows, for those who cannot see it. */
export interface FigureText {
  readonly title: string;
  readonly description: string;
}

/** Paper around a drawing in a file of its own, in px. */
export const MARGIN = 14;

function titled({ title, description }: FigureText, prefix: string): string {
  return (
    `<title id="${prefix}title">${escapeXml(title)}</title>` +
    `<desc id="${prefix}desc">${escapeXml(description)}</desc>`
  );
}

function setAttributes(element: SvgElement, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.attributes.set(name, String(value));
}

/** A file of its own: with its fonts, the colours of dark paper, and its own paper, since a site may be dark. */
export async function standAlone(svg: string, text: FigureText): Promise<string> {
  const root = parseSvg(svg);
  const size = sizeOfSvg(svg);
  const [width, height] = [size.width + 2 * MARGIN, size.height + 2 * MARGIN];
  const box = `x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}"`;
  const paper = { attribute: 'fill', colour: COLOURS.paper.light };
  const sheet = `<rect ${box} rx="6" fill="${paper.colour}"/>`;
  const colours = coloursUsed([svg]);
  if (!colours.some((use) => isDeepStrictEqual(use, paper))) colours.push(paper);
  const dark = `@media (prefers-color-scheme:dark){${darkRules(colours, 'svg')}}`;
  const texts = allElements(root).filter(({ name }) => name === 'text');
  const fonts = await fontFaceRules(
    texts.map((one) => ({
      text: textOf(one),
      family: familyOf(one.attributes.get('font-family')),
      weight: numericWeight(one.attributes.get('font-weight')),
    })),
  );
  const style = `<style>${fonts}${dark}</style>`;
  const viewBox = `${-MARGIN} ${-MARGIN} ${width} ${height}`;
  setAttributes(root, { width, height, viewBox, role: 'img', 'aria-labelledby': 'title desc' });
  root.children.unshift(titled(text, ''), style, sheet);
  return `${writeSvg(root)}\n`;
}

/** The rules for dark paper as a file's own stylesheet ends with them. */
const DARK_RULES = /@media \(prefers-color-scheme:dark\)\{(.*)\}(?=<\/style>)/s;

/** A drawing on dark paper whatever the reader's system is set to, for sites that choose it by `<picture>`. */
export function darkDrawing(svgFile: string): string {
  return svgFile.replace(DARK_RULES, (_all, rules: string) => rules);
}

/** Gives every id, and every reference to one, a prefix: several SVGs share one page. */
function prefixIds(root: SvgElement, prefix: string): void {
  for (const { attributes } of allElements(root)) {
    for (const [name, value] of attributes) {
      if (name === 'id') attributes.set(name, `${prefix}-${value}`);
      else if (/^(?:xlink:)?href$/.test(name)) attributes.set(name, value.replace(/^#/, `#${prefix}-`));
      else attributes.set(name, value.replaceAll('url(#', `url(#${prefix}-`));
    }
  }
}

/** The SVG for the page; ids begin with the figure's. The narrow drawing takes the wide one's title: one is shown. */
export function inline(svg: string, id: string, text: FigureText | 'narrow'): string {
  const root = parseSvg(svg);
  prefixIds(root, text === 'narrow' ? `${id}-narrow` : id);
  setAttributes(root, { class: 'figure', role: 'img', 'aria-labelledby': `${id}-title ${id}-desc` });
  if (text !== 'narrow') root.children.unshift(titled(text, `${id}-`));
  return writeSvg(root);
}
