import { isKind } from '#pipeline/kinds';
import type { KindTree } from '#report/kind';

/**
 * Whether stored values have the shape that their kinds say. A field more or less is found without running the model.
 */

function problemOfLeaf(value: unknown, path: string, kinds: KindTree): string[] {
  if (typeof value === 'object' && value !== null) return [`${path} is an object, its kinds are not`];
  const isWord = typeof value === 'string' || typeof value === 'boolean';
  return isWord && kinds !== 'exact' ? [`${path} is a ${typeof value}, its kind is of a number`] : [];
}

/** Everything about a stored value that does not fit its kinds, as sentences that begin with its path. */
export function shapeProblems(value: unknown, kinds: KindTree, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => shapeProblems(element, kinds, `${path}[${index}]`));
  }
  if (isKind(kinds)) return problemOfLeaf(value, path, kinds);
  if (value === null) return [];
  if (typeof value !== 'object') return [`${path} is a ${typeof value}, its kinds are of an object`];
  const fields: ReadonlyMap<string, unknown> = new Map(Object.entries(value));
  const missing = Object.keys(kinds).filter((key) => !fields.has(key));
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...[...fields].flatMap(([key, child]) => {
      const below = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
      return below === undefined
        ? [`${path}.${key} is a field that the measurement does not have`]
        : shapeProblems(child, below, `${path}.${key}`);
    }),
  ];
}
