import { COLOURS } from './colours.ts';
import { familyOf, fontFaceRules, numericWeight } from './fonts.ts';
import { coloursUsed, darkRules, escapeXml, sizeOfSvg, textRuns, withIdPrefix } from './svg.ts';

/** What a drawing wears where it is shown: a file of its own, or a place in the page. */

/** What a figure is called, for those who cannot see it. */
export interface FigureText {
  readonly title: string;
  readonly description: string;
}

/** Paper around a drawing that stands by itself, in px. */
export const MARGIN = 14;

/** An SVG text with attributes added to its root and markup put before its content. */
function withRoot(svg: string, attributes: string, content: string): string {
  return svg.replace(/^<svg([^>]*)>/, (_all, own: string) => `<svg${own}${attributes}>${content}`);
}

function titled({ title, description }: FigureText): string {
  return `<title id="title">${escapeXml(title)}</title><desc id="desc">${escapeXml(description)}</desc>`;
}

const LABELLED = ' role="img" aria-labelledby="title desc"';

/** The @font-face rules for what is written in an SVG. */
function embeddedFonts(svg: string): Promise<string> {
  return fontFaceRules(
    textRuns(svg).map(({ text, fontFamily, fontWeight }) => ({
      text,
      family: familyOf(fontFamily),
      weight: numericWeight(fontWeight),
    })),
  );
}

/**
 * The SVG as a file: the subset of the fonts that it needs, the colours of dark paper behind a media query, and paper of
 * its own, since the place where it is shown may be dark when the reader's system is light.
 */
export async function standAlone(svg: string, text: FigureText): Promise<string> {
  const paper = COLOURS.paper.light;
  const colours = [...coloursUsed(svg), { attribute: 'fill', colour: paper }];
  const unique = [...new Map(colours.map((use) => [`${use.attribute} ${use.colour}`, use])).values()];
  const fonts = await embeddedFonts(svg);
  const dark = `@media (prefers-color-scheme:dark){${darkRules(unique, 'svg')}}`;
  const size = sizeOfSvg(svg);
  const [width, height] = [size.width + 2 * MARGIN, size.height + 2 * MARGIN];
  const box = `x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}"`;
  const sheet = `<rect ${box} rx="6" fill="${paper}"/>`;
  const labelled = withRoot(svg, LABELLED, `${titled(text)}<style>${fonts}${dark}</style>${sheet}`);
  return `${labelled.replace(
    /width="[^"]*" height="[^"]*" viewBox="[^"]*"/,
    `width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}"`,
  )}\n`;
}

/** The SVG for the page: its fonts and paper are the page's, its ids begin with `id`. */
export function inline(svg: string, id: string, text: FigureText): string {
  const labelled = withRoot(svg, ` class="figure"${LABELLED}`, titled(text));
  return withIdPrefix(labelled, id).replace('"title desc"', `"${id}-title ${id}-desc"`);
}

/** A second drawing for the page, called as the first is: only one of the two is ever shown. */
export function inlineNarrow(svg: string, id: string): string {
  const labelled = withRoot(withIdPrefix(svg, `${id}-narrow`), ' class="figure" role="img"', '');
  return labelled.replace('>', ` aria-labelledby="${id}-title ${id}-desc">`);
}
