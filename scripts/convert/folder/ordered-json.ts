/** JSON whose objects keep the order of their keys, whatever the keys are: objects may be given as Maps. */
export type OrderedJson =
  | null
  | boolean
  | number
  | string
  | readonly OrderedJson[]
  | ReadonlyMap<string, OrderedJson>
  | { readonly [key: string]: OrderedJson };

/** JSON text indented by two spaces, without a final newline, non-ASCII characters as they are. */
export function indentedJson(value: OrderedJson, indent = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const lines = value.map((entry: OrderedJson) => inner + indentedJson(entry, inner));
    return `[\n${lines.join(',\n')}\n${indent}]`;
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(
    ([key, entry]: [string, OrderedJson]) => `${inner}${JSON.stringify(key)}: ${indentedJson(entry, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
