import type { CuriousBlock, TableBlock } from '#report/block';
import { curious, table } from '#report/block';
import type { DataText, Quantity } from '#report/kind';
import type { Prose } from '#report/part';
import { prose } from '#report/prose';
import { given, percent, text } from '#report/values';
import type { DrawnEdge } from './drawing.ts';

/** Measured edges, as a table and as a drawing take them. */

/** An edge as a table shows it. */
export interface TabledEdge {
  readonly from: DataText;
  readonly to: DataText;
  readonly weight: Quantity<'exact'>;
  readonly share: Quantity<'float64'>;
  readonly onBest: 'yes' | 'no';
}

/** The table below a drawing: for who would look something up, or cannot see it. */
export function edgeTable(
  id: string,
  caption: Prose,
  rows: readonly TabledEdge[],
  weight: Prose = prose`probability`,
): TableBlock {
  return table({
    id,
    caption,
    rows,
    columns: [
      { head: prose`from`, cell: (row) => prose`${text(row.from)}` },
      { head: prose`to`, cell: (row) => prose`${text(row.to)}` },
      { head: weight, align: 'right', cell: (row) => prose`${given(row.weight)}` },
      { head: prose`share of the total`, align: 'right', cell: (row) => prose`${percent(row.share)}` },
      {
        head: prose`on the best path`,
        cell: (row) => (row.onBest === 'yes' ? prose`yes` : prose`no`),
      },
    ],
  });
}

/** The same, folded. */
export function foldedEdgeTable(...spec: Parameters<typeof edgeTable>): CuriousBlock {
  return curious(prose`The edges as a table`, [edgeTable(...spec)]);
}

/** Measured edges as a drawing takes them. */
export const drawn = (edges: readonly TabledEdge[]): DrawnEdge[] =>
  edges.map(({ from, to, weight, share, onBest }) => ({
    from,
    to,
    label: String(weight),
    share,
    best: onBest === 'yes',
  }));
