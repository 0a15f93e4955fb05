import { visible } from '#base/visible-space';
import type { DataRow } from './client-data.ts';
import { inShort } from './popup-number.ts';

/** What a figure says of a mark that a reader points at: the values of the row that the mark is drawn for. */

/** A value of a row; `to` is the field of an interval's other end. Without a name, the value says which row it is. */
export type Shown = readonly [name: string, field: string, isShare: 0 | 1, to?: string];

/** What is shown of the rows of each data set. */
export type Readouts = Readonly<Record<string, readonly Shown[]>>;

/** A field added to every row, which Vega's transforms pass on: its data set and its place there, "rows 12". */
export const ROW = '#';

/** The rows of a data set with their names in them. */
export const named = (set: string, rows: readonly DataRow[]): DataRow[] =>
  rows.map((row, index) => ({ ...row, [ROW]: `${set} ${index}` }));

/** The data set of a row that has its name in it. */
export const setOf = (row: DataRow | undefined): string => String(row?.[ROW]).split(' ')[0] ?? '';

interface SceneMark {
  readonly marktype?: string;
  readonly items?: readonly {
    readonly datum?: DataRow;
    /** False for a point that a line leaves out. */
    readonly defined?: boolean;
  }[];
}

const WITH_ROWS = new Set(['symbol', 'rect', 'rule', 'line']);

/** What each mark of a group in Vega's scene is drawn for; nothing for words, and for marks that stand for many rows. */
export function dataOf({ marktype = '', items = [] }: SceneMark): DataRow[] {
  if (!WITH_ROWS.has(marktype)) return [];
  return items.flatMap(({ datum, defined }) => (datum?.[ROW] && defined !== false ? [datum] : []));
}

/** The rows of a group in few characters: "rows 0+1*21 40" are the first 21 rows of the set "rows" and its row 40. */
export function writtenRows(data: readonly DataRow[]): string {
  const set = setOf(data[0]);
  const rows = data.map((row) => Number(String(row[ROW]).split(' ')[1]));
  const runs = [set];
  for (let at = 0; at < rows.length; ) {
    const [first = 0, second = first] = rows.slice(at, at + 2);
    const step = second - first;
    let count = 1;
    while (rows[at + count] === first + count * step) count++;
    runs.push(count === 1 ? String(first) : `${first}+${step}*${count}`);
    at += count;
  }
  return runs.join(' ');
}

/** The names of rows as in `ROW`, from what `writtenRows` wrote. */
export function readRows(text: string): string[] {
  const [set, ...runs] = text.split(' ');
  return runs.flatMap((run) => {
    const [first = 0, step = 0, count = 1] = run.split(/[+*]/).map(Number);
    return Array.from({ length: count }, (_, index) => `${set} ${first + index * step}`);
  });
}

interface Readout {
  /** Which row it is. */
  readonly heading: string;
  /** The other values, as "threshold 35%". */
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** Without the italics of variables, which screen readers do not read as letters. */
const inPlainLetters = (text: string): string =>
  text.replace(/[ℎ\u{1d434}-\u{1d71b}]/gu, (letter) => letter.normalize('NFKC'));

/** A text in which a token's spaces can be seen. */
const withSigns = (text: string): string => text.replace(/^\s+|\s+$/g, visible);

export function readoutOf(row: DataRow, shown: readonly Shown[]): Readout {
  const written = (field: string, isShare: 0 | 1): string => {
    const value = row[field] ?? '–';
    return typeof value === 'number'
      ? inShort(value, isShare === 1)
      : inPlainLetters(withSigns(String(value)));
  };
  const values = shown.map(([name, field, isShare, to]): [string, string] => {
    const value = written(field, isShare);
    return [inPlainLetters(name), to === undefined ? value : `${value} to ${written(to, isShare)}`];
  });
  return {
    heading: values.flatMap(([name, value]) => (name === '' ? value : [])).join(', '),
    values: values.filter(([name]) => name !== ''),
  };
}
