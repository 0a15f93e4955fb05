import type { DataRow, DrawnFigure } from '#report/block';

/**
 * Whether the fields that a specification names are in the data: Vega draws nothing for a misspelt field, and says
 * nothing either.
 */

interface Available {
  readonly dataSet: string;
  readonly rows: readonly DataRow[];
  readonly made: ReadonlySet<string>;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

function namesMade(transforms: unknown): string[] {
  if (Array.isArray(transforms)) return transforms.flatMap(namesMade);
  if (!isRecord(transforms)) return [];
  return Object.entries(transforms).flatMap(([key, value]) => {
    if (key === 'as' || key === 'fields') return strings(value);
    if (key === 'fold' && !('as' in transforms)) return ['key', 'value'];
    return namesMade(value);
  });
}

/** "a" of the field `a.b` or `a["b"]`; dots behind a backslash belong to the name. */
function firstStep(field: string): string {
  const [, first = field] = /^((?:\\.|[^.[\\])+)/.exec(field) ?? [];
  return first.replaceAll(/\\(.)/g, '$1');
}

const DATUM = /\bdatum(?:\.([A-Za-z_$][\w$]*)|\[\s*(['"])(.+?)\2\s*\])/g;

function fieldsOfExpression(expression: string): string[] {
  return [...expression.matchAll(DATUM)].map(([, plain, , quoted]) => plain ?? quoted ?? '');
}

function assertField(field: string, { dataSet, rows, made }: Available, id: string): void {
  const name = firstStep(field);
  if (made.has(name) || name === '*') return;
  const without = rows.findIndex((row) => !Object.hasOwn(row, name));
  if (without !== -1) {
    const known = Object.keys(rows[without] ?? {}).join(', ');
    throw new Error(
      `figure ${id}: the field "${name}" is missing in row ${without} of the data set "${dataSet}" (it has ${known}); ` +
        'a row without a value holds null',
    );
  }
  const odd = rows.findIndex((row) => typeof row[name] === 'number' && !Number.isFinite(row[name]));
  if (odd !== -1) {
    throw new Error(
      `figure ${id}: the field "${name}" is ${rows[odd]?.[name]} in row ${odd} of the data set "${dataSet}", ` +
        'which has no place on a drawing; leave the row out or give null',
    );
  }
}

/** Keys whose values name fields, and keys whose values are expressions. */
const NAMES = new Set(['field', 'groupby', 'fold']);
const EXPRESSIONS = new Set(['calculate', 'filter', 'test', 'expr']);

function dataOf(figure: DrawnFigure, data: unknown): Available | undefined {
  if (!isRecord(data)) return undefined;
  const dataSet = String(data.name);
  const rows = figure.data[dataSet];
  if (!rows) throw new Error(`figure ${figure.id} has no data set "${dataSet}"`);
  return { dataSet, rows, made: new Set() };
}

/**
 * Checks every field that a complete specification (with its `data`) names. Throws an Error that names the figure,
 * the field, the row and the data set.
 */
export function assertFieldsPresent(figure: DrawnFigure, spec: Readonly<Record<string, unknown>>): void {
  const check = (names: readonly string[], available: Available | undefined): void => {
    if (!available) {
      if (names.length > 0) throw new Error(`figure ${figure.id}: no data for the field "${names[0]}"`);
      return;
    }
    for (const name of names) assertField(name, available, figure.id);
  };
  const visit = (node: unknown, outer: Available | undefined): void => {
    if (Array.isArray(node)) for (const child of node) visit(child, outer);
    if (!isRecord(node)) return;
    const own = dataOf(figure, node.data) ?? outer;
    const made = namesMade(node.transform);
    const available = own && { ...own, made: new Set([...own.made, ...made]) };
    for (const [key, value] of Object.entries(node)) {
      if (key === 'data' || key === 'datasets') continue;
      if (NAMES.has(key)) check(strings(value), available);
      else if (EXPRESSIONS.has(key) && typeof value === 'string') check(fieldsOfExpression(value), available);
      visit(value, available);
    }
  };
  visit(spec, undefined);
}
