import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import type { CodeBlock, OutputBlock } from '#report/block';
import { escapeHtml } from './escape-html.ts';
import { layFindingsFlat, quoteProse } from './prose-tokens.ts';
import { valueAsText } from './text-of-prose.ts';

/** Code that the report shows, read from the project's files, and what it prints. */

hljs.registerLanguage('typescript', typescript);
hljs.registerLanguage('json', json);
hljs.registerLanguage('bash', bash);
hljs.registerLanguage('python', python);

/** The names that authors use for a language; those of JSON and others' own are known to highlight.js. */
hljs.registerAliases('js', { languageName: 'typescript' });
hljs.registerAliases('shell', { languageName: 'bash' });

/**
 * The file of a module such as '#numerics/softmax' or '#chapters/05-x/paths.py', by package.json's `imports`. Throws an
 * Error when none fits.
 */
export function moduleFile(module: string, root: string): string {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly imports: Readonly<Record<string, string>>;
  };
  const [room = '', ...path] = module.split('/');
  const target = imports[`${room}/*`];
  if (!target) throw new Error(`code shows a region of ${module}, which package.json's imports do not know`);
  return posix.normalize(target.replace('*', path.join('/')).replace(/\.py\.ts$/, '.py'));
}

function dedent(lines: readonly string[]): string {
  const indents = lines.flatMap((line) => (line.trim() === '' ? [] : [line.search(/\S/)]));
  const shared = Math.min(...indents);
  return lines
    .map((line) => line.slice(shared).trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** The language of a file of code, as fences name it. */
export const languageOf = (file: string): 'python' | 'ts' => (file.endsWith('.py') ? 'python' : 'ts');

/** In Python, whose comments begin with #, a marker is a comment already. */
const MARKER = /^\s*(?:\/\/\s*)?#(?:end)?region\b/;

/** The text of a region, without indentation and markers. Throws an Error if it is missing, empty, open or double. */
export function regionOf(text: string, region: string, file: string): string {
  const lines = text.split(/\r?\n/);
  const placesOf = (marker: string): number[] =>
    lines.flatMap((line, index) =>
      line.trim().replace(/^\/\/ /, '') === `${marker} ${region}` ? [index] : [],
    );
  const [start, again] = placesOf('#region');
  if (start === undefined) throw new Error(`${file} has no region "${region}"`);
  if (again !== undefined) throw new Error(`${file} has the region "${region}" twice`);
  const end = placesOf('#endregion').find((index) => index > start);
  if (end === undefined) throw new Error(`the region "${region}" of ${file} has no "#endregion ${region}"`);
  const source = dedent(lines.slice(start + 1, end).filter((line) => !MARKER.test(line)));
  if (source === '') throw new Error(`the region "${region}" of ${file} is empty`);
  return source;
}

/** Reads a region of a module's source. Throws an Error on an unknown module, file or region. */
export function readRegion(module: string, region: string, root: string): { file: string; source: string } {
  const file = moduleFile(module, root);
  let text: string;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch (error) {
    throw new Error(`code shows region "${region}" of ${file}, which cannot be read`, { cause: error });
  }
  return { file, source: regionOf(text, region, file) };
}

/** The text that a block of code shows. Throws as `readRegion` does. */
export const sourceIn =
  (root: string) =>
  ({ module, region }: CodeBlock): string =>
    readRegion(module, region, root).source;

export function highlight(source: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(source, { language }).value : escapeHtml(source);
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** What Python's `repr` writes as a number: controls, spaces but the usual one, and what is no character yet. */
const IS_ESCAPED = /^(?! )[\p{C}\p{Z}]$/u;

/** A string as Python's `repr` writes it. */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const signs = [...text].map((sign) => {
    if (sign === quote) return `\\${sign}`;
    if (!IS_ESCAPED.test(sign)) return NAMED[sign] ?? sign;
    const code = sign.codePointAt(0) ?? 0;
    const hex = (digits: number) => code.toString(16).padStart(digits, '0');
    return NAMED[sign] ?? (code < 256 ? `\\x${hex(2)}` : code < 65536 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
  });
  return `${quote}${signs.join('')}${quote}`;
}

/** Output in the signs of a terminal. Throws an Error on a part that no program prints, such as a link. */
export function shownOutput({ lines }: OutputBlock): string {
  const printed = lines.map((line) =>
    layFindingsFlat(line.parts).map((part) => {
      switch (part.type) {
        case 'literal':
          return part.markdown;
        case 'value':
          return valueAsText(part).replaceAll('\u2212', '-').replaceAll('\u00A0', ' ');
        case 'text':
          return part.text;
        case 'token':
          return pythonRepr(part.text);
        default:
          throw new Error(`no program prints a ${part.type}, in ${quoteProse(line)}`);
      }
    }),
  );
  return printed.map((parts) => parts.join('')).join('\n');
}
