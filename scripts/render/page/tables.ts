import type { RenderedTable } from '../shared/tables.ts';

/** From how many characters on a column of words is kept from being squeezed to one word a line. */
const LONG = 24;

const plain = (cell: string): string => cell.replace(/<annotation.*?<\/annotation>|<[^>]*>|&[a-z#\d]+;/g, '');

const NUMBER = /^[+−]?[\d,]+(\.\d+)?%?$/;

/** More decimals than this are not waited for: the column would become too wide. */
const MOST_DECIMALS = 4;

/** What each number of a column lacks behind its point for all points to stand below each other: ".00", or "". */
function lackingDecimals(cells: readonly string[]): string[] {
  const decimals = cells.map((cell) => {
    const found = NUMBER.exec(plain(cell));
    return found ? (found[1] ?? '') : undefined;
  });
  const most = Math.max(0, ...decimals.map((found) => found?.length ?? 0));
  if (most > MOST_DECIMALS + 1) return cells.map(() => '');
  const longest = `.${'0'.repeat(Math.max(0, most - 1))}`.slice(0, most);
  return decimals.map((found) => (found === undefined ? '' : longest.slice(found.length)));
}

/** `<table>` with a scroll container of its own, so that a wide table never widens the page. */
export function tableHtml({ heads, rows }: RenderedTable, labelledBy: string): string {
  const classes = heads.map(({ align }, index) => {
    if (align === 'right') return ' class="number"';
    return rows.some((row) => [...plain(row[index] ?? '')].length > LONG) ? ' class="long"' : '';
  });
  const classOf = (index: number): string => classes[index] ?? '';
  const lacking = heads.map(({ align }, index) =>
    align === 'right' ? lackingDecimals(rows.map((row) => row[index] ?? '')) : [],
  );
  const padOf = (row: number, index: number): string => {
    const pad = lacking[index]?.[row] ?? '';
    return pad === '' ? '' : ` data-pad="${pad}"`;
  };
  const head = heads.map(({ text }, index) => `<th scope="col"${classOf(index)}>${text}</th>`).join('');
  const body = rows.map((row, at) => {
    const cells = row.map((cell, index) => `<td${classOf(index)}${padOf(at, index)}>${cell}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0" role="group" aria-labelledby="${labelledBy}"><table>\n` +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`
  );
}
