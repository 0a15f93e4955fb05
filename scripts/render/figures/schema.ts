import { createRequire } from 'node:module';
import { onceEach } from '#base/once-each';

/**
 * Checks specifications against Vega-Lite's own JSON schema: its compiler ignores a misspelt property in silence.
 *
 * Knows the keywords that this schema uses for structure ($ref, type, const, enum, anyOf, properties, required,
 * additionalProperties, items, minItems, maxItems); bounds of numbers and formats of strings are left to Vega.
 */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema | readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface Failure {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  /** What would have been right, where that can be listed. */
  readonly expected?: readonly string[];
}

type Path = Failure['path'];

const require = createRequire(import.meta.url);

/** Read, and kept by Node, when it is first needed: it is large. */
const rootSchema = (): Schema & { readonly definitions: Readonly<Record<string, Schema>> } =>
  require('vega-lite/vega-lite-schema.json');

const definitionOf = onceEach((reference: string): Schema => {
  const name = decodeURIComponent(reference.replace('#/definitions/', ''));
  const found = rootSchema().definitions[name];
  if (!found) throw new Error(`Vega-Lite's schema has no definition of ${name}`);
  return found;
});

function hasType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (value === null) return type === 'null';
  return type === (Array.isArray(value) ? 'array' : typeof value);
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? String(value);

function notOneOf(value: unknown, expected: readonly string[], path: Path): Failure {
  return { path, expected, problem: `is ${shown(value)}, not ${expected.join(' or ')}` };
}

/** The alternative that was meant, as far as one can tell: with the fewest failures, and those deepest inside. */
function closest(alternatives: readonly Failure[][]): Failure[] {
  const depth = (failures: readonly Failure[]): number =>
    Math.min(...failures.map(({ path }) => path.length));
  return alternatives.reduce((best, next) =>
    next.length < best.length || (next.length === best.length && depth(next) > depth(best)) ? next : best,
  );
}

function failuresOfAny(value: unknown, alternatives: readonly Schema[], path: Path): Failure[] {
  const all: Failure[][] = [];
  for (const alternative of alternatives) {
    const failures = failuresOf(value, alternative, path);
    if (failures.length === 0) return [];
    all.push(failures);
  }
  const best = closest(all);
  if (best.length > 1 || best[0]?.path.length !== path.length) return best;
  const expected = all.flatMap(([first]) =>
    first?.path.length === path.length ? (first.expected ?? []) : [],
  );
  return expected.length === 0 ? best : [notOneOf(value, [...new Set(expected)], path)];
}

function failuresOfObject(value: object, schema: Schema, path: Path): Failure[] {
  const { required = [], properties = {}, additionalProperties: others = true } = schema;
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const wrong = Object.entries(value).flatMap(([key, child]): Failure[] => {
    const own = properties[key] ?? others;
    if (own === true) return [];
    const inside = [...path, key];
    return own
      ? failuresOf(child, own, inside)
      : [{ path: inside, problem: 'is not known to Vega-Lite here' }];
  });
  return [...missing.map((key) => ({ path: [...path, key], problem: 'is missing' })), ...wrong];
}

function failuresOfArray(value: readonly unknown[], schema: Schema, path: Path): Failure[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  if (value.length < minItems || value.length > maxItems) {
    return [{ path, problem: `has ${value.length} entries` }];
  }
  return value.flatMap((child, index) => {
    const own = Array.isArray(items) ? (items as readonly Schema[])[index] : (items as Schema | undefined);
    return own ? failuresOf(child, own, [...path, index]) : [];
  });
}

function failuresOf(value: unknown, schema: Schema, path: Path): Failure[] {
  if (schema.$ref !== undefined) return failuresOf(value, definitionOf(schema.$ref), path);
  if (schema.anyOf) return failuresOfAny(value, schema.anyOf, path);
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values && !values.includes(value)) return [notOneOf(value, values.map(shown), path)];
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => hasType(value, type))) {
    const expected = types.map((type) => `a value of type ${type}`);
    return [notOneOf(value, expected, path)];
  }
  if (Array.isArray(value)) return failuresOfArray(value, schema, path);
  return typeof value === 'object' && value !== null ? failuresOfObject(value, schema, path) : [];
}

/** What is wrong with a specification, a sentence each: "mark.colour is not known to Vega-Lite here". */
export function schemaFailures(spec: unknown): string[] {
  return failuresOf(spec, rootSchema(), []).map(
    ({ path, problem }) => `${path.join('.') || 'the specification'} ${problem}`,
  );
}
