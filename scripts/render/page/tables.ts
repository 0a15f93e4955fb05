import type { RenderedTable } from '../shared/tables.ts';

/** From how many characters on a column of words is kept from being squeezed to one word a line. */
const LONG = 24;

const plainLength = (cell: string): number =>
  [...cell.replace(/<annotation.*?<\/annotation>|<[^>]*>|&[a-z#\d]+;/g, '')].length;

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
