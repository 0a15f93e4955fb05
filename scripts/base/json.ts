/** The project's JSON: one value a line, -0 as 0, non-finite numbers as {"$number": "-Infinity"}. */

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

/** Throws a TypeError with the path of what JSON cannot hold in `value`, or of an array over `longestArray`. */
export function assertJson(
  value: unknown,
  options: { readonly path?: string; readonly longestArray?: number } = {},
): asserts value is JsonValue {
  const longest = options.longestArray ?? Number.POSITIVE_INFINITY;
  // Put together only for a message: most values are as they should be.
  const keys: (string | number)[] = [];
  const path = (): string => keys.reduce<string>(childPath, options.path ?? '') || 'the value';
  const visit = (current: unknown): void => {
    if (current === null || ['string', 'boolean', 'number'].includes(typeof current)) return;
    if (Array.isArray(current)) {
      if (current.length > longest)
        throw new TypeError(
          `${path()} has ${current.length} entries; at most ${longest} are stored in one array`,
        );
      for (let i = 0; i < current.length; i++) {
        keys.push(i);
        visit(current[i]);
        keys.pop();
      }
      return;
    }
    if (typeof current === 'object' && isPlainObject(current)) {
      for (const [key, child] of Object.entries(current)) {
        keys.push(key);
        if (key.startsWith('$')) throw new TypeError(`${path()}: keys that begin with $ are reserved`);
        visit(child);
        keys.pop();
      }
      return;
    }
    throw new TypeError(`${path()} is ${describe(current)}, which JSON cannot hold`);
  };
  visit(value);
}

const isNonFinite = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

function hasNonFinite(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isNonFinite(value);
  return Object.values(value).some(hasNonFinite);
}

/** JSON text of a value, ending in a newline. Throws as assertJson does. */
export function encodeJson(value: unknown): string {
  assertJson(value);
  // Without a function to call for each value this is many times as fast, and most values have no such number in them.
  if (!hasNonFinite(value)) return `${JSON.stringify(value, null, 1)}\n`;
  const named = (_key: string, one: unknown): unknown => (isNonFinite(one) ? { $number: String(one) } : one);
  const text = JSON.stringify(value, named, 1);
  // On one line; a line end in a string would be written as \n.
  return `${text.replace(/\{\n *("\$number": "[-\w]+")\n *\}/g, '{$1}')}\n`;
}

function revived(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$number' in value)) return value;
  const { $number: name } = value;
  if (typeof name === 'string' && NON_FINITE.includes(name)) return Number(name);
  throw new SyntaxError(`"$number" must be Infinity, -Infinity or NaN, not ${String(name)}`);
}

/** The value of a JSON text as encodeJson writes it. Throws a SyntaxError on anything else. */
export function decodeJson(text: string): JsonValue {
  return JSON.parse(text, text.includes('"$number"') ? revived : undefined) as JsonValue;
}
