import { createRequire } from 'node:module';

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

interface RootSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

let vegaLiteSchema: RootSchema | undefined;

function rootSchema(): RootSchema {
  vegaLiteSchema ??= createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as RootSchema;
  return vegaLiteSchema;
}

function definitionOf(reference: string): Schema {
  const name = decodeURIComponent(reference.replace('#/definitions/', ''));
  const found = rootSchema().definitions[name];
  if (!found) throw new Error(`Vega-Lite's schema has no definition of ${name}`);
  return found;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? String(value);

function notOneOf(value: unknown, expected: readonly string[], path: Path): Failure {
  return { path, expected, problem: `is ${shown(value)}, not ${expected.join(' or ')}` };
}

function hasType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;
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

function failuresOfObject(value: Readonly<Record<string, unknown>>, schema: Schema, path: Path): Failure[] {
  const missing = (schema.required ?? [])
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path: [...path, key], problem: 'is missing' }));
  const wrong = Object.entries(value).flatMap(([key, child]): Failure[] => {
    const own = schema.properties?.[key];
    if (own) return failuresOf(child, own, [...path, key]);
    if (typeof schema.additionalProperties === 'object') {
      return failuresOf(child, schema.additionalProperties, [...path, key]);
    }
    return schema.additionalProperties === false
      ? [{ path: [...path, key], problem: 'is not known to Vega-Lite here' }]
      : [];
  });
  return [...missing, ...wrong];
}

function failuresOfArray(value: readonly unknown[], schema: Schema, path: Path): Failure[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  if (value.length < minItems || value.length > maxItems) {
    return [{ path, problem: `has ${value.length} entries` }];
  }
  if (!items) return [];
  return value.flatMap((child, i) => {
    const own = Array.isArray(items) ? (items as readonly Schema[])[i] : (items as Schema);
    return own ? failuresOf(child, own, [...path, i]) : [];
  });
}

function failuresOf(value: unknown, schema: Schema, path: Path): Failure[] {
  if (schema.$ref !== undefined) return failuresOf(value, definitionOf(schema.$ref), path);
  if (schema.anyOf) return failuresOfAny(value, schema.anyOf, path);
  if (schema.const !== undefined && value !== schema.const) {
    return [notOneOf(value, [shown(schema.const)], path)];
  }
  if (schema.enum && !schema.enum.includes(value)) {
    return [notOneOf(value, schema.enum.map(shown), path)];
  }
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (types && !types.some((type) => hasType(value, type))) {
    return [
      notOneOf(
        value,
        types.map((type) => `a value of type ${type}`),
        path,
      ),
    ];
  }
  if (Array.isArray(value)) return failuresOfArray(value, schema, path);
  if (typeof value === 'object' && value !== null) {
    return failuresOfObject(value as Readonly<Record<string, unknown>>, schema, path);
  }
  return [];
}

/** What is wrong with a specification, a sentence each: "mark.colour is not known to Vega-Lite here". */
export function schemaFailures(spec: unknown): string[] {
  return failuresOf(spec, rootSchema(), []).map(
    ({ path, problem }) => `${path.join('.') || 'the specification'} ${problem}`,
  );
}
