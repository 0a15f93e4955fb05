import type { TableBlock } from '#report/block';
import type { HtmlPlace } from './prose-html.ts';
import { renderInlineHtml } from './prose-html.ts';
import type { MarkdownPlace } from './prose-markdown.ts';
import { renderInlineMarkdown } from './prose-markdown.ts';

/** Tables in both formats: values in cells stand without their unit, numbers to the right in figures of one width. */

type Align = 'left' | 'right';

/** A table's cells, already rendered. */
export interface RenderedTable {
  readonly heads: readonly { readonly text: string; readonly align: Align }[];
  readonly rows: readonly (readonly string[])[];
}

/** From how many characters on a column of words is kept from being squeezed to one word a line. */
const LONG = 24;

/** What a reader sees of a cell, about. */
const plainLength = (cell: string): number => [...cell.replace(/<[^>]*>|&[a-z#\d]+;/g, '')].length;

/** `<table>` with a scroll container of its own, so that a wide table never widens the page. */
export function tableHtml({ heads, rows }: RenderedTable, labelledBy: string): string {
  const classes = heads.map(({ align }, index) => {
    if (align === 'right') return ' class="number"';
    return rows.some((row) => plainLength(row[index] ?? '') > LONG) ? ' class="long"' : '';
  });
  const classOf = (index: number): string => classes[index] ?? '';
  const head = heads.map(({ text }, index) => `<th scope="col"${classOf(index)}>${text}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((cell, index) => `<td${classOf(index)}>${cell}</td>`).join('')}</tr>`,
  );
  return (
    `<div class="scroll" tabindex="0" role="group" aria-labelledby="${labelledBy}"><table>\n` +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`
  );
}

/** A GitHub table; every cell is one line in which pipes are escaped already. */
export function tableMarkdown({ heads, rows }: RenderedTable): string {
  const columns = heads.map(({ text }, index) => [text, ...rows.map((row) => row[index] ?? '')]);
  const widths = columns.map((cells) => Math.max(3, ...cells.map((cell) => [...cell].length)));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) => {
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...cell].length));
      return heads[index]?.align === 'right' ? space + cell : cell + space;
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = heads.map(({ align }, index) => {
    const dashes = '-'.repeat((widths[index] ?? 3) - 1);
    return align === 'right' ? `${dashes}:` : `${dashes}-`;
  });
  return [line(heads.map(({ text }) => text)), line(rule), ...rows.map(line)].join('\n');
}

/** A table block's cells as HTML. */
export function renderTableHtml(block: TableBlock, place: HtmlPlace): RenderedTable {
  return {
    heads: block.columns.map(({ head, align }) => ({ text: renderInlineHtml(head, place), align })),
    rows: block.rows.map((row) => row.map((cell) => renderInlineHtml(cell, place, { withoutUnits: true }))),
  };
}

/** A table block's cells as Markdown. */
export function renderTableMarkdown(block: TableBlock, place: MarkdownPlace): RenderedTable {
  return {
    heads: block.columns.map(({ head, align }) => ({
      text: renderInlineMarkdown(head, place, { inTable: true }),
      align,
    })),
    rows: block.rows.map((row) =>
      row.map((cell) => renderInlineMarkdown(cell, place, { inTable: true, withoutUnits: true })),
    ),
  };
}
