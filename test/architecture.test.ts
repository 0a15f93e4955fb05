import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  allArrows,
  beyondTheVocabulary,
  forbiddenArrows,
  measurementsThatWrite,
  sectionsTakenFromOthers,
} from './architecture/imports.ts';
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
  const arrows = allArrows(ROOT);

  it('import only whom they may', async () => {
    expect((await arrows).length).toBeGreaterThan(50);
    expect(forbiddenArrows(await arrows)).toEqual([]);
  });

  it('take measurements of other chapters, never their sections', async () => {
    expect(sectionsTakenFromOthers(await arrows)).toEqual([]);
  });

  it('tell by the name of a file what needs the model', async () => {
    expect(measurementsThatWrite(await arrows)).toEqual([]);
  });

  it('write chapters with their vocabulary and nothing else of the contract', async () => {
    expect(beyondTheVocabulary(await arrows)).toEqual([]);
  });
});

describe('the packages that the project is built on', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const modules = ['scripts', 'templates', 'chapters'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  );

  it.each([
    '@huggingface/transformers',
    'onnxruntime-node',
    'vega',
    'vega-lite',
    'canvas',
    'marked',
    'handlebars',
  ])('include %s, as a dependency that the product runs', (name) => {
    expect(dependencies).toHaveProperty([name]);
    const loads = new RegExp(`^import (?!type )[^;]*from '${name}'|import\\(\\s*'${name}'`, 'm');
    expect(modules.some((text) => loads.test(text))).toBe(true);
  });
});

describe('a forbidden import is caught', () => {
  const BASE = { 'scripts/base/json.ts': 'export const a = 1; export interface A { a: number }' };
  const LM = { 'scripts/lm/types.ts': 'export interface Model { a: number } export const open = 1;' };
  const PIPELINE = { 'scripts/pipeline/measure.ts': 'export const a = 1;' };
  const [JSON_TS, SOFTMAX] = ['scripts/base/json.ts', 'scripts/numerics/softmax.ts'];
  const COMMAND = { 'scripts/build.ts': 'export const a = 1;' };
  const PAGE = 'scripts/render/page.ts';
  const RENDER = { [PAGE]: 'export const a = 1;' };
  const TYPES = `types of ${JSON_TS}`;
  const [BLOCK, MEASURE] = ['scripts/report/block.ts', 'scripts/pipeline/measure.ts'];

  it.each([
    ['by its name', SOFTMAX, "import { a } from '#base/json'; export const b = a;", JSON_TS, BASE],
    ['by its path', SOFTMAX, "import { a } from '../base/json.ts'; export const b = a;", JSON_TS, BASE],
    ['that only runs a file', 'scripts/render/html.ts', "import '#pipeline/measure';", MEASURE, PIPELINE],
    ['that waits', BLOCK, "export const a = () => import('#pipeline/measure');", MEASURE, PIPELINE],
    ['of types', SOFTMAX, "import type { A } from '#base/json'; export let b: A;", TYPES, BASE],
    ['of values', 'chapters/01-a/one.ts', "export { open } from '#lm/types';", 'scripts/lm/types.ts', LM],
    [
      'of the page',
      'templates/client/page.ts',
      "export { a } from '../../scripts/render/page';",
      PAGE,
      RENDER,
    ],
    ['of a command', JSON_TS, "export { a } from '../build.ts';", 'scripts/build.ts', COMMAND],
  ])('%s', async (_what, path, source, imported, others) => {
    expect(await forbiddenIn({ ...others, [path]: source })).toEqual([`${path} imports ${imported}`]);
  });

  const REPORT = {
    'scripts/report/measurement.ts': 'export const measurement = 1;',
    'scripts/report/prose.ts': 'export const prose = 1;',
    'scripts/report/index.ts': "export { prose } from './prose.ts';",
  };

  it('of another chapter: its measurements may be taken, its sections may not', async () => {
    const root = projectOf({
      ...REPORT,
      'chapters/01-a/one.measure.ts':
        "import { measurement } from '#report/measurement'; export const m = measurement;",
      'chapters/01-a/one.ts': "import { prose } from '#report'; export const s = prose;",
      'chapters/02-b/fine.ts': "import { m } from '../01-a/one.measure.ts'; export const b = m;",
      'chapters/02-b/wrong.ts': "import { s } from '../01-a/one.ts'; export const b = s;",
      'chapters/index.ts': "import { s } from './01-a/one.ts'; export const chapters = [s];",
    });
    expect(sectionsTakenFromOthers(await allArrows(root))).toEqual([
      'chapters/02-b/wrong.ts imports chapters/01-a/one.ts, which writes a section of another chapter',
    ]);
  });

  it('of what writes by what measures, directly or by a helper', async () => {
    const root = projectOf({
      ...REPORT,
      'chapters/01-a/helper.ts': "import { prose } from '#report'; export const h = prose;",
      'chapters/01-a/fine.measure.ts':
        "import { measurement } from '#report/measurement'; export const m = measurement;",
      'chapters/01-a/wrong.measure.ts': "import { h } from './helper.ts'; export const m = h;",
    });
    expect(measurementsThatWrite(await allArrows(root))).toEqual([
      'chapters/01-a/wrong.measure.ts measures and reaches scripts/report/index.ts, which writes',
    ]);
  });

  it('of what can take a result apart by a chapter', async () => {
    const root = projectOf({
      'scripts/report/quantity.ts': 'export const numberOf = 1;',
      'chapters/01-a/wrong.ts': "import { numberOf } from '#report/quantity'; export const n = numberOf;",
    });
    expect(beyondTheVocabulary(await allArrows(root))).toEqual([
      'chapters/01-a/wrong.ts imports scripts/report/quantity.ts',
    ]);
  });
});
