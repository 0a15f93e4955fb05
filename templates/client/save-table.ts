import type { DataRow } from '../../scripts/page-model/client-data';
import { writeFormulasAsTex } from './formulas';

/** What is written in a cell or a caption, formulas as TeX. */
export function writtenIn(element: Element | null): string {
  const copy = element?.cloneNode(true) as Element | undefined;
  if (!copy) return '';
  writeFormulasAsTex(copy);
  for (const extra of copy.querySelectorAll('.take, .margin-note')) extra.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** A cell that is one number gives all its digits. */
function contentOf(cell: Element): string | number {
  const written = writtenIn(cell);
  const number = cell.querySelector<HTMLDataElement>('data.value');
  const value = number?.textContent === written ? Number(number.value) : NaN;
  return Number.isFinite(value) ? value : written;
}

/** The rows of a table by the heads of its columns. */
export function rowsOfTable(table: HTMLTableElement): DataRow[] {
  const [head, ...rows] = table.rows;
  const heads = [...(head?.cells ?? [])].map((cell, column) => writtenIn(cell) || `column ${column + 1}`);
  return rows.map((row) =>
    Object.fromEntries([...row.cells].map((cell, column) => [heads[column] ?? '', contentOf(cell)])),
  );
}
