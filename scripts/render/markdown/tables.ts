import type { RenderedTable } from '../shared/tables.ts';

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
