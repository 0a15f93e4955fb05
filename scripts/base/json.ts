/** The project's JSON: one value a line, -0 as 0, non-finite numbers as {"$number": "-Infinity"}. */

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const NON_FINITE = ['Infinity', '-Infinity', 'NaN'];

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'special object'}`;
  return `a ${typeof value}`;
}

/** The path to the first part of a value that has a problem, and the problem, as `problemOf` tells it of a part. */
export function firstProblem(
  value: unknown,
  problemOf: (part: unknown) => string | undefined,
): string | undefined {
  const own = problemOf(value);
  if (own !== undefined || typeof value !== 'object' || value === null) return own;
  const isArray = Array.isArray(value);
  // A hole in an array becomes undefined.
  for (const [key, part] of Object.entries(isArray ? [...value] : value)) {
    const problem = firstProblem(part, problemOf);
    if (problem !== undefined) return (isArray ? `[${key}]` : `.${key}`) + problem;
  }
  return undefined;
}

/** Throws a TypeError with the path of what JSON cannot hold in `value`, or of an array over `longestArray`. */
export function assertJson(
  value: unknown,
  { path = 'the value', longestArray = Number.POSITIVE_INFINITY } = {},
): asserts value is JsonValue {
  const problem = firstProblem(value, (part) => {
    if (part === null || ['string', 'boolean', 'number'].includes(typeof part)) return undefined;
    if (Array.isArray(part))
      return part.length > longestArray
        ? ` has ${part.length} entries; at most ${longestArray} are stored in one array`
        : undefined;
    if (typeof part !== 'object' || !isPlainObject(part))
      return ` is ${describe(part)}, which JSON cannot hold`;
    const reserved = Object.keys(part).find((key) => key.startsWith('$'));
    return reserved && `.${reserved}: keys that begin with $ are reserved`;
  });
  if (problem !== undefined) throw new TypeError(path + problem);
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
