import { resolve } from 'node:path';
import type { Location } from 'esbuild';
import { type Stack, stacksOf } from '#base/source-location';
import { UserError } from '#base/user-error';

/**
 * An author's mistake is an error from a file in chapters/: thrown by its code, found in its source, or about a thing
 * that it made (`source-location.ts`). It is one sentence that begins with its place. Any other error is a defect of ours.
 */

interface SourcePlace {
  /** Relative to the project's root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const CHAPTERS = 'chapters/';

/** "capitals.ts:12:7" behind the folder; a module may have been loaded anew, with a query behind its name. */
const IN_CHAPTERS = /^(.+?)(?:\?[^:]*)?:(\d+):(\d+)\)?$/;
/** How Node shows where an import asks for a name that a module does not export: file and line, the line, a caret. */
const SHOWN_LINE = /^(.+:\d+)\n.*\n( *)\^/;

/** The first line of a stack that is in chapters/. */
function placeInStack({ stack = '' }: Stack, root: string): SourcePlace | undefined {
  const [, shown, indent = ''] = SHOWN_LINE.exec(stack) ?? [];
  const calls = stack.split('\n').filter((line) => /^\s+at /.test(line));
  for (const one of shown === undefined ? calls : [`${shown}:${indent.length + 1}`]) {
    const [, inside = ''] = one.replaceAll('\\', '/').split(`${root}/${CHAPTERS}`);
    const [, path, line, column] = IN_CHAPTERS.exec(inside) ?? [];
    if (path !== undefined) return { file: CHAPTERS + path, line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** What esbuild found in a source, with its place: the column is in bytes, from 0. */
function sourceProblem(error: Error): { readonly text: string; readonly location: Location } | undefined {
  const [first] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return first?.location && typeof first.text === 'string' ? first : undefined;
}

function placeInSource({ file, line, column, lineText }: Location, root: string): SourcePlace | undefined {
  const path = resolve(root, file).replaceAll('\\', '/');
  if (!path.startsWith(`${root}/${CHAPTERS}`)) return undefined;
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { file: path.slice(root.length + 1), line, column: before.length + 1 };
}

/** Where an error comes from; where it is about two things, the place of each. */
function placesOf(error: unknown, root: string): SourcePlace[] {
  if (!(error instanceof Error)) return [];
  const problem = sourceProblem(error);
  if (problem) return [placeInSource(problem.location, root) ?? []].flat();
  if (error instanceof AggregateError) return placeOfAll(error.errors, root);
  const own = stacksOf(error).flatMap((stack) => placeInStack(stack, root) ?? []);
  return own.length > 0 || error instanceof UserError ? own : placesOf(error.cause, root);
}

/** The first place of several errors, unless one of them is a defect of ours. */
function placeOfAll(errors: readonly unknown[], root: string): SourcePlace[] {
  const places = errors.map((error) => placesOf(error, root));
  const isOurs = errors.some((error, index) => !(error instanceof UserError) && places[index]?.length === 0);
  return isOurs ? [] : places.flat().slice(0, 1);
}

/** What engines and esbuild say in words of their own, in ours. */
const IN_OUR_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Could not resolve "(.+)"$/, 'there is no $1 to import'],
  [/^No matching export in "(.+)" for import "(.+)"$/, '$1 exports no $2'],
  [/^The requested module '(.+)' does not provide an export named '(.+)'$/, '$1 exports no $2'],
  // Vite gives the modules of the preview names of its own.
  [
    /(?:\(0 ?, ?)?__vite_ssr_import_\d+__\.(\w+)\)? is not a function(?=\.?$)/,
    'the imported module exports no function $1',
  ],
  [/__vite_ssr_import_\d+__\./g, ''],
  [/^(Cannot access '.+' before initialization)$/, '$1: do two files import each other?'],
];

/** On one line, with files as the project has them. */
function sentence(text: string, root: string): string {
  const line = text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(`${root}/`, '');
  const ours = IN_OUR_WORDS.reduce((said, [pattern, words]) => said.replace(pattern, words), line);
  return /[.?!]$/.test(ours) ? ours : `${ours}.`;
}

function placeText({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}

/** "chapters/08-capitals/capitals.ts:12:7: what is wrong." Undefined when the error comes from nowhere in chapters/. */
export function mistakeOf(error: unknown, root: string): string | undefined {
  const folder = root.replaceAll('\\', '/').replace(/\/$/, '');
  const [place, other] = placesOf(error, folder);
  if (!place || !(error instanceof Error)) return undefined;
  const said = sentence(sourceProblem(error)?.text ?? error.message, folder);
  const isElsewhere = other !== undefined && placeText(other) !== placeText(place);
  const message = isElsewhere ? said.replace(/\.$/, `; the other is at ${placeText(other)}.`) : said;
  return `${placeText(place)}: ${message}`;
}

/** What is wrong, on one line, with its place where the author made it. */
export function sentenceOf(error: unknown, root: string): string {
  return mistakeOf(error, root) ?? (error instanceof Error ? error.message : String(error));
}
