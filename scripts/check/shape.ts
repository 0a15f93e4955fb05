import { isKind, type KindTree } from '#report/result-kinds';

/** What holds no number needs no kind, so that nothing is known of it here; its file has a checksum. */
function holdsNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number';
  return Object.values(value).some(holdsNumber);
}

/** Everything in a stored value that does not fit its kinds, as sentences that begin with its path. */
export function shapeProblems(value: unknown, kinds: KindTree, path: string): string[] {
  const isList = Array.isArray(value);
  const rows: readonly unknown[] = isList ? value : [value];
  const objects: ReadonlyMap<string, unknown>[] = [];
  const problems = rows.flatMap((row, index): string[] => {
    const at = isList ? `${path}[${index}]` : path;
    const isObject = typeof row === 'object' && row !== null;
    if (Array.isArray(row)) return shapeProblems(row, kinds, at);
    if (isKind(kinds)) {
      if (isObject) return [`${at} is an object, its kinds are not`];
      const isWord = typeof row === 'string' || typeof row === 'boolean';
      return isWord ? [`${at} is a ${typeof row}, its kind is of a number`] : [];
    }
    if (!isObject) return row === null ? [] : [`${at} is a ${typeof row}, its kinds are of an object`];
    const fields = new Map(Object.entries(row));
    objects.push(fields);
    return [...fields].flatMap(([key, child]) => {
      const below = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
      if (below !== undefined) return shapeProblems(child, below, `${at}.${key}`);
      return holdsNumber(child) ? [`${at}.${key} is a field that the measurement does not have`] : [];
    });
  });
  if (isKind(kinds) || objects.length === 0) return problems;
  // The rows of a list may be of several shapes, as long as one has the field.
  const missing = Object.keys(kinds).filter((key) => !objects.some((fields) => fields.has(key)));
  return [...missing.map((key) => `${path}${isList ? '[]' : ''}.${key} is missing`), ...problems];
}
