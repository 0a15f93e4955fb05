import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allArrows, forbiddenArrows, roomOf, sectionsTakenFromOthers } from './architecture/imports.ts';
import { scratchFolder } from './pipeline/fixtures/scratch.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url)).replace(/[\\/]$/, '');

/** A project made of these files. */
function projectOf(files: Readonly<Record<string, string>>): string {
  const root = scratchFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function forbiddenIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  return forbiddenArrows(await allArrows(projectOf(files)));
}

describe('the rooms of this project', () => {
  it('import only whom they may', async () => {
    const arrows = await allArrows(ROOT);
    expect(arrows.length).toBeGreaterThan(50);
    expect(forbiddenArrows(arrows)).toEqual([]);
  });

  it('take measurements of other chapters, never their sections', async () => {
    expect(await sectionsTakenFromOthers(ROOT, await allArrows(ROOT))).toEqual([]);
  });

  it('are all known to the rules', async () => {
    const rooms = new Set((await allArrows(ROOT)).flatMap(({ from, to }) => [roomOf(from), roomOf(to)]));
    const known = ['base', 'numerics', 'lm', 'report', 'render', 'pipeline', 'check', 'convert', 'chapters'];
    expect([...rooms].filter((room) => room !== undefined && ![...known, 'commands'].includes(room))).toEqual(
      [],
    );
  });
});

describe('a forbidden import is caught', () => {
  const BASE = { 'scripts/base/json.ts': 'export const a = 1; export interface A { a: number }' };
  const LM = { 'scripts/lm/types.ts': 'export interface Model { a: number } export const open = 1;' };
  const PIPELINE = { 'scripts/pipeline/measure.ts': 'export const a = 1;' };

  it.each([
    [
      'of another room by its name',
      { ...BASE, 'scripts/numerics/softmax.ts': "import { a } from '#base/json'; export const b = a;" },
      ['scripts/numerics/softmax.ts imports scripts/base/json.ts'],
    ],
    [
      'by its path',
      { ...BASE, 'scripts/numerics/softmax.ts': "import { a } from '../base/json.ts'; export const b = a;" },
      ['scripts/numerics/softmax.ts imports scripts/base/json.ts'],
    ],
    [
      'that only runs a file',
      { ...PIPELINE, 'scripts/render/html.ts': "import '#pipeline/measure';" },
      ['scripts/render/html.ts imports scripts/pipeline/measure.ts'],
    ],
    [
      'that is passed on',
      { ...PIPELINE, 'scripts/report/block.ts': "export { a } from '#pipeline/measure';" },
      ['scripts/report/block.ts imports scripts/pipeline/measure.ts'],
    ],
    [
      'that waits until it is needed',
      { ...PIPELINE, 'scripts/report/block.ts': "export const a = () => import('#pipeline/measure');" },
      ['scripts/report/block.ts imports scripts/pipeline/measure.ts'],
    ],
    [
      'of types',
      {
        ...BASE,
        'scripts/numerics/softmax.ts': "import type { A } from '#base/json'; export const b: A = { a: 1 };",
      },
      ['scripts/numerics/softmax.ts imports types of scripts/base/json.ts'],
    ],
    [
      'of a type among values',
      {
        ...BASE,
        'scripts/numerics/softmax.ts': "import { type A } from '#base/json'; export const b: A = { a: 1 };",
      },
      ['scripts/numerics/softmax.ts imports scripts/base/json.ts'],
    ],
    [
      'of values where types are allowed',
      { ...LM, 'chapters/01-a/one.ts': "import { open } from '#lm/types'; export const b = open;" },
      ['chapters/01-a/one.ts imports scripts/lm/types.ts'],
    ],
    [
      'of a command',
      {
        'scripts/build.ts': 'export const a = 1;',
        'scripts/base/json.ts': "export { a } from '../build.ts';",
      },
      ['scripts/base/json.ts imports scripts/build.ts'],
    ],
  ])('%s', async (_what, files, sentences) => {
    expect(await forbiddenIn(files)).toEqual(sentences);
  });

  it('and an allowed one is not', async () => {
    const files = {
      ...BASE,
      ...LM,
      'scripts/lm/open.ts': "import { a } from '#base/json'; export const b = a;",
      'chapters/01-a/one.ts': "import type { Model } from '#lm/types'; export const b: Model = { a: 1 };",
      'scripts/build.ts': "import '#lm/open'; import '#base/json';",
    };
    expect(await forbiddenIn(files)).toEqual([]);
  });

  it('of another chapter: its measurements may be taken, its sections may not', async () => {
    const root = projectOf({
      'chapters/01-a/one.ts':
        'export const measured = { run() {}, kinds: {} }; export const written = { write() {}, title: {} };',
      'chapters/02-b/fine.ts': "import { measured } from '../01-a/one.ts'; export const b = measured;",
      'chapters/02-b/wrong.ts':
        "import { measured, written as w } from '../01-a/one.ts'; export const b = [measured, w];",
      'chapters/index.ts': "import { written } from './01-a/one.ts'; export const chapters = [written];",
    });
    expect(await sectionsTakenFromOthers(root, await allArrows(root))).toEqual([
      'chapters/02-b/wrong.ts takes the section written of chapters/01-a/one.ts',
    ]);
  });
});
