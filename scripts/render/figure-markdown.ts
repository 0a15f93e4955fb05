import type { FigureBlock } from '#report/block';
import { dataFiles } from './csv.ts';
import { escapeHtml } from './escape-html.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { unbroken } from './fill.ts';
import type { MarkdownPlace } from './prose-markdown.ts';
import { fillParagraph, renderInlineMarkdown } from './prose-markdown.ts';
import { textOfProse } from './text-of-prose.ts';

/** Figures in Markdown, for light and for dark paper. */

/** The rules for dark paper as a drawing's own stylesheet ends with them. */
const DARK_RULES = /@media \(prefers-color-scheme:dark\)\{(.*)\}(?=<\/style>)/s;

/**
 * A drawing on dark paper whatever the reader's system is set to: the site that shows it has a setting of its own, and
 * says by `<picture>` which drawing fits.
 */
export function darkDrawing(svgFile: string): string {
  return svgFile.replace(DARK_RULES, (_all, rules: string) => rules);
}

/** The drawing for both papers, its message in words for those who cannot see it. */
function picture(path: string, alt: string): string {
  return [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${path}.dark.svg">`,
    `  <img src="${path}.svg" alt="${escapeHtml(alt)}">`,
    '</picture>',
  ].join('\n');
}

/** A figure in a Markdown chapter: the drawing, the caption, links to the data. */
export function figureMarkdown(block: FigureBlock, stem: string, place: MarkdownPlace): string {
  const label = place.targets.get(block.id)?.label ?? block.id;
  const drawing = picture(
    `${place.toRoot}figures/${stem}/${block.id}`,
    textOfProse(block.alt, place.targets),
  );
  const links = dataFiles(stem, block.id, block.data).map(({ path, name }) =>
    unbroken(`[${name === 'rows' ? 'data' : `data: ${escapeMarkdown(name)}`}](${place.toRoot}${path})`),
  );
  const caption = renderInlineMarkdown(block.caption, place, { toFill: true });
  return `${drawing}\n\n${fillParagraph(`**${label}.** ${caption} (${links.join(', ')})`)}`;
}
