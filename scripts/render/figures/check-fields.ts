import { isRecord } from '#base/json';
import type { DataRow, DrawnFigure } from '#report/block';

/**
 * Whether the fields that a specification names are in the data: Vega draws nothing for a misspelt field, and says
 * nothing either.
 */

const strings = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

/** Keys whose values name fields, keys whose values are expressions, and keys that name what a transform makes. */
const NAMES = new Set(['field', 'groupby', 'fold']);
const EXPRESSIONS = new Set(['calculate', 'filter', 'test', 'expr']);
const MADE = new Set(['as', 'fields']);

const DATUM = /\bdatum\.([A-Za-z_$][\w$]*)/g;

/** The names of fields in a node of a specification, apart from what is inside it. */
function namesIn(node: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (NAMES.has(key)) return strings(value);
    if (!EXPRESSIONS.has(key) || typeof value !== 'string') return [];
    return [...value.matchAll(DATUM)].map(([, name = '']) => name);
  });
}

function namesMade(transforms: unknown): string[] {
  if (Array.isArray(transforms)) return transforms.flatMap(namesMade);
  if (!isRecord(transforms)) return [];
  if ('fold' in transforms && !('as' in transforms)) return ['key', 'value'];
  return Object.entries(transforms).flatMap(([key, value]) =>
    MADE.has(key) ? strings(value) : namesMade(value),
  );
}

function assertField(name: string, rows: readonly DataRow[], where: string): void {
  const without = rows.findIndex((row) => !Object.hasOwn(row, name));
  if (without !== -1) {
    const known = Object.keys(rows[without] ?? {}).join(', ');
    throw new Error(
      `${where}, the field "${name}" is missing in row ${without} (it has ${known}); a row without a value holds null`,
    );
  }
  const odd = rows.findIndex((row) => typeof row[name] === 'number' && !Number.isFinite(row[name]));
  if (odd !== -1)
    throw new Error(
      `${where}, the field "${name}" is ${rows[odd]?.[name]} in row ${odd}, which has no place on a drawing; leave the row out or give null`,
    );
}

/** Vega draws text as a number without a place, and says so only in its own terms. */
function assertDrawnAsItIs(
  node: Readonly<Record<string, unknown>>,
  rows: readonly DataRow[],
  where: string,
): void {
  const { field, type, aggregate } = node;
  if (type !== 'quantitative' || aggregate !== undefined || typeof field !== 'string') return;
  if (rows.some((row) => typeof row[field] === 'string'))
    throw new Error(
      `${where}, the field "${field}" holds text, but is drawn as a number: use mark.n('${field}')`,
    );
}

/** Checks every field that a complete specification names. Throws an Error that names the field, row and data set. */
export function assertFieldsPresent(
  { id, data }: DrawnFigure,
  spec: Readonly<Record<string, unknown>>,
): void {
  const visit = (node: unknown, outerSet: string, outerMade: readonly string[]): void => {
    if (Array.isArray(node)) for (const child of node) visit(child, outerSet, outerMade);
    if (!isRecord(node)) return;
    const set = isRecord(node.data) ? String(node.data.name) : outerSet;
    const made = [...outerMade, ...namesMade(node.transform)];
    const names = namesIn(node).filter((name) => !made.includes(name));
    const rows = data[set];
    const where = `figure ${id}: in data set "${set}"`;
    if (rows) {
      for (const name of names) assertField(name, rows, where);
      if (names.length > 0) assertDrawnAsItIs(node, rows, where);
    } else if (names.length > 0 || set !== '') throw new Error(`figure ${id} has no data set "${set}"`);
    for (const [key, value] of Object.entries(node))
      if (key !== 'data' && key !== 'datasets') visit(value, set, made);
  };
  visit(spec, '', []);
}
