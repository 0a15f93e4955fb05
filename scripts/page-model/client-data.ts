import type { DataRow, Datum } from '#report/block';

/** The data that a page carries for its scripts: `#render` writes them, templates/client reads them. */

export type { DataRow };

/** The rows of a data set: a column a field, so that no field's name is written twice. */
export type Columns = Readonly<Record<string, readonly Datum[]>>;

export interface FigureForms<Spec> {
  readonly wide: Spec;
  /** What is different in narrow columns, where a drawing of its own is shown there. */
  readonly narrow?: Partial<Spec>;
}

/** A bar of the token inspector: what it is for, its probability as shown, and as a share of one. */
type InspectedShare = readonly [name: string, shown: string, share: number];

/**
 * A token for the inspector: all but the shares and `came` are texts to show. `came` is the place of the token that came
 * among the candidates, -1 when it is none of them.
 */
export type InspectedToken = readonly [
  probability: string,
  rank: string,
  entropy: string,
  came: number,
  share: number,
  others: string,
  othersShare: number,
  ...candidates: InspectedShare[],
];

/** Where a number is stored. Kind and measurement are indices into the table's lists; the rest is text to show. */
export type SourceRow = readonly [unit: string, kind: number, path: string, measurement: number];

/** The sources of all numbers on a page. */
export interface SourceTable {
  readonly kinds: readonly string[];
  readonly measurements: readonly (readonly [id: string, file: string])[];
  readonly rows: readonly SourceRow[];
}

/** A range's value with as many decimals as its step has. */
export function rangeText(value: number, step: string): string {
  const decimals = (step.split('.')[1] ?? '').length;
  return value.toFixed(decimals).replace('-', '−');
}
