import { readFile } from 'node:fs/promises';
import { parse } from 'acorn';
import type { Plugin } from 'esbuild';
import { transform } from 'esbuild';

/**
 * Makes esbuild drop, from a module of many things, all that one of them does not use. Its own tree shaking keeps every
 * call and every tagged template at the top level, since those might do something: a section would keep all its prose
 * in the code of the measurement beside it. Modules of this project compute constants at their top level and do
 * nothing else there, so each such initialiser is marked as one that may go when nobody reads it.
 */

/** Initialisers that esbuild itself knows to do nothing. */
const HARMLESS = new Set(['Literal', 'ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression']);

/** A place in a text, from `start` up to but without `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** An initialiser as a function of its own, called at once. */
function asCall(initialiser: string): string {
  return `(() => (${initialiser}))()`;
}

/** Whether an initialiser can be a function of its own: one that awaits something at the top level cannot. */
function standsAlone(initialiser: string): boolean {
  try {
    parse(asCall(initialiser), { ecmaVersion: 'latest', sourceType: 'module' });
    return true;
  } catch {
    return false;
  }
}

/** Where the initialisers stand that a module computes at its top level. */
function computedInitialisers(javascript: string): Span[] {
  const { body } = parse(javascript, { ecmaVersion: 'latest', sourceType: 'module' });
  const spans: Span[] = [];
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (!init || id.type !== 'Identifier' || HARMLESS.has(init.type)) continue;
      if (standsAlone(javascript.slice(init.start, init.end)))
        spans.push({ start: init.start, end: init.end });
    }
  }
  return spans;
}

/** `const x = f()` as `const x = (() => (f()))()`, marked as a call without effects. */
export function markUnneeded(javascript: string): string {
  let marked = '';
  let end = 0;
  for (const span of computedInitialisers(javascript)) {
    const initialiser = javascript.slice(span.start, span.end);
    marked += `${javascript.slice(end, span.start)}/* @__PURE__ */ ${asCall(initialiser)}`;
    end = span.end;
  }
  return marked + javascript.slice(end);
}

/** The esbuild plugin: TypeScript files of the project are read through `markUnneeded`. */
export const onlyUsedCode: Plugin = {
  name: 'only-used-code',
  setup(build) {
    build.onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => {
      const source = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
      const { code } = await transform(source, { loader: 'ts', format: 'esm', target: 'es2023' });
      return { contents: markUnneeded(code), loader: 'js' };
    });
  },
};
