import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import type { Colour } from './colours.ts';
import { COLOURS, darkCounterparts } from './colours.ts';
import { PAGE_COLOURS } from './page-colours.ts';
import { STRIP_TINTS } from './strip-colours.ts';
import { coloursUsed, darkRules } from './svg.ts';

/**
 * The page's stylesheet: the files of templates/style/, one a concern, in this order, behind the colours for light and
 * dark paper. Paper comes last, since it takes back what the screen has.
 */
const FILES = `
  base
  layout
  text
  math
  code
  blocks
  figures
  inspector
  explain
  tools
  search
  print
`
  .trim()
  .split(/\s+/);

/** Every colour of the page as a custom property. */
function properties(side: keyof Colour): string {
  const named = Object.entries({ ...COLOURS, ...PAGE_COLOURS }).map(
    ([name, colour]) => `--${name}:${colour[side]};`,
  );
  const tints = STRIP_TINTS.map((tint, step) => `--tint-${step}:${tint[side]};`);
  return [...named, ...tints].join('');
}

/** Classes that give the tints to tokens and to the steps of their legend. */
function tintClasses(): string {
  return STRIP_TINTS.map((_tint, step) => `.tint-${step}{background:var(--tint-${step})}`).join('\n');
}

/** What differs on dark paper, behind a scope such as ':root[data-theme="dark"]'. */
function darkScope(scope: string, figureColours: ReturnType<typeof coloursUsed>): string {
  const figures = darkRules(figureColours, `${scope} svg.figure`);
  return `${scope}{color-scheme:dark;${properties('dark')}}${figures}`;
}

export interface StylesheetInput {
  readonly root: string;
  /** The drawings in the page: only their colours need a counterpart. */
  readonly drawings: readonly string[];
  /** Whether a script may draw more, in any of the theme's colours. */
  readonly interactive: boolean;
}

/**
 * The stylesheet without the fonts, minified. Dark paper follows the reader's system unless the page's switch was used,
 * and is never printed.
 */
export async function pageStylesheet({ root, drawings, interactive }: StylesheetInput): Promise<string> {
  const used = interactive
    ? [...darkCounterparts().keys()].flatMap((colour) => [
        { attribute: 'fill', colour },
        { attribute: 'stroke', colour },
      ])
    : coloursUsed(drawings.join(''));
  const files = FILES.map((name) => readFileSync(join(root, 'templates/style', `${name}.css`), 'utf8'));
  const system = darkScope(':root:not([data-theme="light"])', used);
  const source = [
    `:root{color-scheme:light;${properties('light')}}`,
    tintClasses(),
    ...files,
    `@media screen and (prefers-color-scheme:dark){${system}}`,
    `@media screen{${darkScope(':root[data-theme="dark"]', used)}}`,
  ].join('\n');
  const { code } = await transform(source, {
    loader: 'css',
    minify: true,
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
  });
  return code.trim();
}
