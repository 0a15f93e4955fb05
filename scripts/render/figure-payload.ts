import type { DataRow, Datum, FigureBlock } from '#report/block';
import { jsonForScript } from './escape-html.ts';
import type { RenderedFigure } from './figure.ts';

/**
 * What the page carries of a figure besides its drawing: its data, once, for saving and for drawing anew, and the
 * specifications that its controls set.
 */

/** A column a field, so that no field's name is written twice. */
export type Columns = Readonly<Record<string, readonly Datum[]>>;

/** The digits that a number keeps in the page: as many as the model's own 32-bit numbers have. */
const DIGITS = 7;

function shortened(value: Datum | undefined): Datum {
  if (typeof value !== 'number') return value ?? null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

/** Rows as columns, numbers in seven digits (whole numbers in full); a field that a row lacks is null. */
export function columnsOf(rows: readonly DataRow[]): Columns {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(fields.map((field) => [field, rows.map((row) => shortened(row[field]))]));
}

function jsonScript(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${jsonForScript(value)}</script>`;
}

/** The script elements that hold a figure's data and, for a figure with controls, its specifications. */
export function figurePayload(block: FigureBlock, { interactive }: RenderedFigure): string {
  const columns = Object.entries(block.data).map(([name, rows]) => [name, columnsOf(rows)]);
  const data = jsonScript(`${block.id}-data`, Object.fromEntries(columns));
  return interactive ? `${data}\n${jsonScript(`${block.id}-specification`, interactive.forms)}` : data;
}
