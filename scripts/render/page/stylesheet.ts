import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import type { Colour } from '#page-model/colours';
import { COLOURS } from '#page-model/colours';
import { coloursUsed, darkRules } from '../svg/dark.ts';
import { PAGE_COLOURS, STRIP_TINTS } from './page-colours.ts';

/**
 * The page's stylesheet: the files of templates/style/, one a concern, in this order, behind the colours for light and
 * dark paper. The first screen needs but the first of them. Paper comes last, since it takes back what the screen has.
 */
const FIRST = ['base', 'layout', 'text', 'margin', 'strip', 'inspector', 'opening'];
const REST = [
  'math',
  'code',
  'blocks',
  'figures',
  'scene',
  'readouts',
  'explain',
  'tools',
  'search',
  'print',
];

function properties(side: keyof Colour): string {
  const named = Object.entries({ ...COLOURS, ...PAGE_COLOURS }).map(
    ([name, colour]) => `--${name}:${colour[side]};`,
  );
  const tints = STRIP_TINTS.map((tint, step) => `--tint-${step}:${tint[side]};`);
  return [...named, ...tints].join('');
}

/** What differs on dark paper, as its reader's system or the page's switch asks for it; `rules` are those of a scope. */
function onDark(rules: (scope: string) => string): string[] {
  return [
    `@media screen and (prefers-color-scheme:dark){${rules(':root:not([data-theme="light"])')}}`,
    `@media screen{${rules(':root[data-theme="dark"]')}}`,
  ];
}

/** The styles of the instruments, which pages load with their script. */
export const labStyles = (root: string): Promise<string> =>
  minified([readFileSync(join(root, 'templates/style/lab.css'), 'utf8')]);

async function minified(source: readonly string[]): Promise<string> {
  const { code } = await transform(source.join('\n'), {
    loader: 'css',
    minify: true,
    target: 'es2020',
    charset: 'ascii',
    legalComments: 'none',
  });
  return code.trim();
}

/**
 * The stylesheet without the fonts, minified: what the first screen needs, and the rest. On dark paper only the colours
 * of the page's drawings are exchanged, or all of the theme's where a script may draw more. Dark paper is never printed.
 */
export async function pageStylesheet(
  root: string,
  drawings: readonly string[],
  interactive: boolean,
): Promise<{ readonly first: string; readonly rest: string }> {
  const used = interactive
    ? Object.values(COLOURS).flatMap(({ light: colour }) => [
        { attribute: 'fill', colour },
        { attribute: 'stroke', colour },
      ])
    : coloursUsed(drawings);
  const filesOf = (names: readonly string[]): string[] =>
    names.map((name) => readFileSync(join(root, 'templates/style', `${name}.css`), 'utf8'));
  return {
    first: await minified([
      `:root{color-scheme:light;${properties('light')}}`,
      ...onDark((scope) => `${scope}{color-scheme:dark;${properties('dark')}}`),
      ...STRIP_TINTS.map((_tint, step) => `.tint-${step}{background:var(--tint-${step})}`),
      ...filesOf(FIRST),
    ]),
    rest: await minified([...filesOf(REST), ...onDark((scope) => darkRules(used, `${scope} svg.figure`))]),
  };
}
