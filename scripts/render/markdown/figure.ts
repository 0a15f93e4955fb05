import type { FigureBlock } from '#report/block';
import { dataFiles } from '../figures/files.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import { unbroken } from './fill.ts';
import type { MarkdownPlace } from './prose.ts';
import { fillParagraph, renderInlineMarkdown } from './prose.ts';

/** The drawing for light and for dark paper, the caption, a link to the data. */
export function figureMarkdown(block: FigureBlock, stem: string, place: MarkdownPlace): string {
  const label = place.targets.get(block.id)?.label ?? block.id;
  const path = `${place.toRoot}figures/${stem}/${block.id}`;
  const drawing = [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${path}.dark.svg">`,
    `  <img src="${path}.svg" alt="${escapeHtml(textOfProse(block.alt, place.targets))}">`,
    '</picture>',
  ].join('\n');
  // What else is drawn, such as marks and labels, lies beside the first.
  const [file] = dataFiles(stem, block);
  const data = file ? unbroken(`([data](${place.toRoot}${file.path}))`) : '';
  const caption = renderInlineMarkdown(block.caption, place, { toFill: true });
  return `${drawing}\n\n${fillParagraph(`**${label}.** ${caption} ${data}`.trimEnd())}`;
}
