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

/** Of the alternatives of a union, the issues of the one that was meant: the one with the fewest and deepest issues. */
function withoutUnions(issue: Issue, outer: Issue['path'] = []): Issue[] {
  const path = [...outer, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path }];
  const alternatives = issue.errors.map((issues) => issues.flatMap((inner) => withoutUnions(inner, path)));
  const depth = (issues: readonly Issue[]) => Math.min(...issues.map((inner) => inner.path.length));
  const [best = []] = alternatives.sort((a, b) => a.length - b.length || depth(b) - depth(a));
  return best;
}

function sentence(issue: Issue, spec: unknown): string {
  const { path } = issue;
  const place = path.join('.') || 'the specification';
  if (issue.code === 'unrecognized_keys')
    return `${[...path, issue.keys.join(', ')].join('.')} is not known to Vega-Lite here`;
  const found = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], spec);
  return found === undefined
    ? `${place} is missing`
    : `${place} is ${JSON.stringify(found)}: ${issue.message}`;
}

/** What is wrong with a specification, a sentence each: "mark.colour is not known to Vega-Lite here". */
export function schemaFailures(spec: unknown): string[] {
  const { error } = vegaLiteSchema().safeParse(spec);
  return (error?.issues ?? []).flatMap((issue) => withoutUnions(issue)).map((issue) => sentence(issue, spec));
}
