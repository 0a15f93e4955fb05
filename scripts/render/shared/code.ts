import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import { escapeHtml } from './escape-html.ts';

hljs.registerLanguage('typescript', typescript);
hljs.registerLanguage('json', json);
hljs.registerLanguage('bash', bash);
hljs.registerLanguage('python', python);

/** The names that authors use for a language; those of JSON and others' own are known to highlight.js. */
hljs.registerAliases('js', { languageName: 'typescript' });
hljs.registerAliases('shell', { languageName: 'bash' });

/**
 * The file of a module name such as '#numerics/softmax', from the project's root, by the `imports` of its
 * package.json. Throws an Error when no entry fits.
 */
export function moduleFile(module: string, root: string): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports?: Record<string, string>;
  };
  for (const [pattern, target] of Object.entries(manifest.imports ?? {})) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined ? module === pattern : module.startsWith(before) && module.endsWith(after)) {
      const middle = after === undefined ? '' : module.slice(before.length, module.length - after.length);
      return target.replace('*', middle).replace(/^\.\//, '');
    }
  }
  throw new Error(`code shows a region of ${module}, which package.json's imports do not know`);
}

export function dedent(lines: readonly string[]): string {
  const written = lines.filter((line) => line.trim() !== '');
  const indents = written.map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines
    .map((line) => (line.trim() === '' ? '' : line.slice(shared)))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function isMarker(line: string, word: 'region' | 'endregion', name?: string): boolean {
  const found = /^\s*\/\/\s*#(region|endregion)\b[ \t]*(.*)$/.exec(line);
  return found?.[1] === word && (name === undefined || found[2]?.trim() === name);
}

/**
 * The text between `// #region name` and `// #endregion name`, indentation removed, without the markers of regions
 * inside it. Throws an Error naming the file when the region is missing, empty, open or there twice.
 */
export function regionOf(text: string, region: string, file: string): string {
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, index) => (isMarker(line, 'region', region) ? [index] : []));
  const start = starts[0];
  if (start === undefined) throw new Error(`${file} has no region "${region}"`);
  if (starts.length > 1) throw new Error(`${file} has the region "${region}" twice`);
  const length = lines.slice(start).findIndex((line) => isMarker(line, 'endregion', region));
  if (length < 0) throw new Error(`the region "${region}" of ${file} has no "// #endregion ${region}"`);
  const inside = lines
    .slice(start + 1, start + length)
    .filter((line) => !isMarker(line, 'region') && !isMarker(line, 'endregion'));
  const source = dedent(inside);
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

export function highlight(source: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(source, { language }).value : escapeHtml(source);
}

const WIDTH = 76;

function oneLineJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`JSON has no number ${value}: a listing cannot show it`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLineJson).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, child]) => `${JSON.stringify(key)}: ${oneLineJson(child)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/**
 * JSON as people lay it out: on one line where that is short enough, numbers in full. Throws a TypeError on a
 * number that JSON does not have.
 */
export function prettyJson(value: unknown, indent = ''): string {
  const flat = oneLineJson(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((child) => inner + prettyJson(child, inner))
    : Object.entries(value).map(
        ([key, child]) => `${inner}${JSON.stringify(key)}: ${prettyJson(child, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
