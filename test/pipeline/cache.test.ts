import { cpSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { openCache } from '#pipeline/cache';
import { edit, scratchFolder } from './fixtures/scratch.ts';

/** A project with code to draw with, and a way to see what is made anew. */
function scene() {
  const root = scratchFolder();
  for (const name of ['scripts', 'templates', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  let made = 0;
  const make = async (): Promise<number> => ++made;
  return {
    root,
    /** What comes of an input in a run of its own. */
    ask: async (input: unknown): Promise<number> => openCache(root)('drawing', input, make),
  };
}

describe('slow work', () => {
  it('is done once for an input, from one run to the next', async () => {
    const { ask } = scene();
    expect([await ask('a'), await ask('b'), await ask('a'), await ask('b')]).toEqual([1, 2, 1, 2]);
  });

  it.each([
    ['the code that does it', 'scripts/render/figures/theme.ts', 'FIGURE_WIDTH = ', 'FIGURE_WIDTH = 1 + '],
    ['the versions of packages', 'package-lock.json', '"lockfileVersion": 3', '"lockfileVersion": 4'],
  ])('is done anew after a change of %s', async (_what, path, from, to) => {
    const { root, ask } = scene();
    expect(await ask('a')).toBe(1);
    edit(root, path, (text) => text.replace(from, to));
    expect(await ask('a')).toBe(2);
  });

  it('is not done anew for a comment, or for code that has no part in it', async () => {
    const { root, ask } = scene();
    expect(await ask('a')).toBe(1);
    edit(root, 'scripts/render/figures/theme.ts', (text) => `// A comment.\n${text}`);
    edit(root, 'scripts/render/page/pages.ts', (text) => `${text}\nexport const more = 1;\n`);
    expect(await ask('a')).toBe(1);
  });
});

it('of 1,001 cached results the one that was used longest ago is dropped', () => {
  const root = scratchFolder();
  const folder = join(root, '.build/cache');
  mkdirSync(folder, { recursive: true });
  for (let second = 1; second <= 1001; second++) {
    const path = join(folder, `${second}.json`);
    writeFileSync(path, '0');
    utimesSync(path, second, second);
  }
  openCache(root);
  expect(readdirSync(folder)).toHaveLength(1000);
  expect(readdirSync(folder)).not.toContain('1.json');
});
