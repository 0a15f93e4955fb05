import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import type { Colour } from '../figures/colours.ts';
import { COLOURS, DARK_OF_LIGHT } from '../figures/colours.ts';
import type { ColourUse } from '../svg/dark.ts';
import { coloursUsed, darkRules } from '../svg/dark.ts';
import { PAGE_COLOURS, STRIP_TINTS } from './colours.ts';

/**
 * The page's stylesheet: the files of templates/style/, one a concern, in this order, behind the colours for light and
 * dark paper. Paper comes last, since it takes back what the screen has.
 */
const FILES = 'base layout text math code blocks figures inspector explain tools search print'.split(' ');

function properties(side: keyof Colour): string {
  const named = Object.entries({ ...COLOURS, ...PAGE_COLOURS }).map(
    ([name, colour]) => `--${name}:${colour[side]};`,
  );
  const tints = STRIP_TINTS.map((tint, step) => `--tint-${step}:${tint[side]};`);
  return [...named, ...tints].join('');
}

/** What differs on dark paper, behind a scope such as ':root[data-theme="dark"]'. */
function darkScope(scope: string, figureColours: readonly ColourUse[]): string {
  const figures = darkRules(figureColours, `${scope} svg.figure`);
  return `${scope}{color-scheme:dark;${properties('dark')}}${figures}`;
}

interface StylesheetInput {
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
    ? [...DARK_OF_LIGHT.keys()].flatMap((colour) => [
        { attribute: 'fill', colour },
        { attribute: 'stroke', colour },
      ])
    : coloursUsed(drawings);
  const files = FILES.map((name) => readFileSync(join(root, 'templates/style', `${name}.css`), 'utf8'));
  const system = darkScope(':root:not([data-theme="light"])', used);
  const source = [
    `:root{color-scheme:light;${properties('light')}}`,
    ...STRIP_TINTS.map((_tint, step) => `.tint-${step}{background:var(--tint-${step})}`),
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
