import { isKind } from '#pipeline/kinds';
import type { Kind, KindTree } from '#report/kind';

/**
 * Whether stored values have the shape that their kinds say. A field more or less is found without running the model.
 */

type Fields = ReadonlyMap<string, unknown>;

function problemsOfLeaf(value: unknown, path: string, kind: Kind): string[] {
  if (typeof value === 'object' && value !== null) return [`${path} is an object, its kinds are not`];
  const isWord = typeof value === 'string' || typeof value === 'boolean';
  return isWord && kind !== 'exact' ? [`${path} is a ${typeof value}, its kind is of a number`] : [];
}

function problemsOfFields(fields: Fields, kinds: Readonly<Record<string, KindTree>>, path: string): string[] {
  return [...fields].flatMap(([key, child]) => {
    const below = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    return below === undefined
      ? [`${path}.${key} is a field that the measurement does not have`]
      : shapeProblems(child, below, `${path}.${key}`);
  });
}

/** Keys that none of some objects has. The rows of a list may be of several shapes, as long as one has the field. */
function missingIn(objects: readonly Fields[], kinds: Readonly<Record<string, KindTree>>): string[] {
  if (objects.length === 0) return [];
  return Object.keys(kinds).filter((key) => !objects.some((fields) => fields.has(key)));
}

/** Everything about a stored value that does not fit its kinds, as sentences that begin with its path. */
export function shapeProblems(value: unknown, kinds: KindTree, path: string): string[] {
  const isList = Array.isArray(value);
  const rows: readonly unknown[] = isList ? value : [value];
  const pathOf = (index: number): string => (isList ? `${path}[${index}]` : path);
  const objects: Fields[] = [];
  const problems: string[] = [];
  for (const [index, row] of rows.entries()) {
    if (Array.isArray(row)) problems.push(...shapeProblems(row, kinds, pathOf(index)));
    else if (isKind(kinds)) problems.push(...problemsOfLeaf(row, pathOf(index), kinds));
    else if (typeof row === 'object' && row !== null) {
      const fields: Fields = new Map(Object.entries(row));
      objects.push(fields);
      problems.push(...problemsOfFields(fields, kinds, pathOf(index)));
    } else if (row !== null) problems.push(`${pathOf(index)} is a ${typeof row}, its kinds are of an object`);
  }
  if (isKind(kinds)) return problems;
  const missing = missingIn(objects, kinds).map((key) => `${path}${isList ? '[]' : ''}.${key} is missing`);
  return [...missing, ...problems];
}
