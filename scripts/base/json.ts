/**
 * The project's JSON: keys in the order given, one value a line so that diffs read, non-finite numbers as
 * {"$number": "-Infinity"}, -0 as 0. What JSON cannot hold is an error that names its path.
 */

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const NON_FINITE = ['Infinity', '-Infinity', 'NaN'];

/** As a person would write it: `curve[3].rank`. */
function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'special object'}`;
  return `a ${typeof value}`;
}

/**
 * Throws a TypeError that names the path of the first thing in `value` that JSON cannot hold (undefined, typed
 * arrays, Map, Date, functions, a hole), or of an array longer than `longestArray`.
 */
export function assertJson(
  value: unknown,
  options: { readonly path?: string; readonly longestArray?: number } = {},
): asserts value is JsonValue {
  const longest = options.longestArray ?? Number.POSITIVE_INFINITY;
  const visit = (current: unknown, path: string): void => {
    const at = path === '' ? 'the value' : path;
    if (current === null || ['string', 'boolean', 'number'].includes(typeof current)) return;
    if (Array.isArray(current)) {
      if (current.length > longest)
        throw new TypeError(
          `${at} has ${current.length} entries; at most ${longest} are stored in one array`,
        );
      for (let i = 0; i < current.length; i++) visit(current[i], childPath(path, i));
      return;
    }
    if (typeof current === 'object' && isPlainObject(current)) {
      for (const [key, child] of Object.entries(current)) {
        const own = childPath(path, key);
        if (key.startsWith('$')) throw new TypeError(`${own}: keys that begin with $ are reserved`);
        visit(child, own);
      }
      return;
    }
    throw new TypeError(`${at} is ${describe(current)}, which JSON cannot hold`);
  };
  visit(value, options.path ?? '');
}

/** JSON text of a value, ending in a newline. Throws as assertJson does. */
export function encodeJson(value: unknown): string {
  assertJson(value);
  const write = (current: JsonValue, indent: string): string => {
    if (typeof current === 'number')
      return Number.isFinite(current) ? JSON.stringify(current) : `{"$number": "${current}"}`;
    if (current === null || typeof current !== 'object') return JSON.stringify(current);
    const inner = `${indent} `;
    if (Array.isArray(current)) {
      if (current.length === 0) return '[]';
      return `[\n${current.map((child) => inner + write(child, inner)).join(',\n')}\n${indent}]`;
    }
    const entries = Object.entries(current as { [key: string]: JsonValue });
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, child]) => `${inner}${JSON.stringify(key)}: ${write(child, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  };
  return `${write(value, '')}\n`;
}

/** The value of a JSON text as encodeJson writes it. Throws a SyntaxError on anything else. */
export function decodeJson(text: string): JsonValue {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$number' in value)) return value;
    const { $number: name } = value as { $number: unknown };
    if (typeof name === 'string' && NON_FINITE.includes(name)) return Number(name);
    throw new SyntaxError(`"$number" must be Infinity, -Infinity or NaN, not ${String(name)}`);
  }) as JsonValue;
}
