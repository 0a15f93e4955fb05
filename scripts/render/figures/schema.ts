import { createRequire } from 'node:module';
import { z } from 'zod';

/** Checks specifications against Vega-Lite's own JSON schema: its compiler ignores a misspelt property in silence. */

const require = createRequire(import.meta.url);

let schema: z.ZodType | undefined;

/** Read when it is first needed: it is large. */
function vegaLiteSchema(): z.ZodType {
  schema ??= z.fromJSONSchema(require('vega-lite/vega-lite-schema.json'));
  return schema;
}

type Issue = z.core.$ZodIssue;

/** Replaces the alternatives of a union by the one that was meant: with the fewest issues, and those deepest inside. */
function withoutUnions(issues: readonly Issue[], path: Issue['path'] = []): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const place = [...path, ...issue.path];
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path: place }];
    const alternatives = issue.errors.map((errors) => withoutUnions(errors, place));
    const depth = (one: readonly Issue[]): number => Math.min(...one.map((inner) => inner.path.length));
    const [best = [], ...others] = alternatives.sort((a, b) => a.length - b.length || depth(b) - depth(a));
    const [only] = best;
    if (best.length !== 1 || only?.code !== 'invalid_value') return best;
    const same = others.filter((one) => one.length === 1 && depth(one) === depth(best)).flat();
    const values = [only, ...same].flatMap((one) => (one.code === 'invalid_value' ? one.values : []));
    return [{ ...only, values: [...new Set(values)] }];
  });
}

function sentence(issue: Issue, spec: unknown): string {
  const { path } = issue;
  const place = path.join('.') || 'the specification';
  const found = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], spec);
  if (found === undefined) return `${place} is missing`;
  if (issue.code === 'unrecognized_keys')
    return `${[...path, issue.keys.join(', ')].join('.')} is not known to Vega-Lite here`;
  if (issue.code !== 'invalid_value') return `${place}: ${issue.message}`;
  const expected = issue.values.map((value) => JSON.stringify(value)).join(' or ');
  return `${place} is ${JSON.stringify(found)}, not ${expected}`;
}

/** What is wrong with a specification, a sentence each: "mark.colour is not known to Vega-Lite here". */
export function schemaFailures(spec: unknown): string[] {
  const { error } = vegaLiteSchema().safeParse(spec);
  return withoutUnions(error?.issues ?? []).map((issue) => sentence(issue, spec));
}
