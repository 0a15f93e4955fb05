import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL } from '#lm/identity';
import { openCache } from '#pipeline/cache';
import { SILENT } from '#pipeline/progress';
import { edit, scratchFolder } from './fixtures/scratch.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A project with code to draw with, and a way to see what is made anew. */
function scene() {
  const root = scratchFolder();
  for (const name of ['scripts', 'templates', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const folder = join(root, '.build/cache');
  let made = 0;
  const make = async (): Promise<number> => ++made;
  return {
    root,
    folder,
    /** What comes of an input in a run of its own. */
    ask: async (input: unknown): Promise<number> => (await openCache(root))('drawing', input, make),
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

describe('the identity of the model', () => {
  it('is cached until a file of it changes, be it in one byte', async () => {
    const { root, folder } = scene();
    const model = join(root, 'models', EMBEDDED_MODEL);
    cpSync(join(ROOT, 'models', EMBEDDED_MODEL), model, { recursive: true });
    const module = pathToFileURL(join(root, 'scripts/pipeline/model-and-renderer.ts')).href;
    const { realServices }: typeof import('#pipeline/model-and-renderer') = await import(
      /* @vite-ignore */ module
    );
    const identity = async () => {
      const { sha256 } = await realServices(root, SILENT, {}, { cached: true }).modelIdentity();
      return sha256;
    };
    const first = await identity();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await identity()).toBe(first);
    expect(readdirSync(folder)).toHaveLength(1);
    const config = join(model, 'config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace(': ', ':\t'));
    expect(await identity()).not.toBe(first);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
