import { execFile } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { edit, scratchFolder } from '../pipeline/fixtures/scratch.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** The files that do not compile after an edit of a file of the rooms `report` and `render`. */
async function brokenBy(path: string, change: (text: string) => string): Promise<string[]> {
  const root = scratchFolder();
  for (const part of ['package.json', 'tsconfig.json', 'scripts', 'templates'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const include = ['scripts/report', 'scripts/render'];
  writeFileSync(join(root, 'rooms.json'), JSON.stringify({ extends: './tsconfig.json', include }));
  edit(root, path, change);
  const run = promisify(execFile)(process.execPath, [TSC, '-p', 'rooms.json'], { cwd: root });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return [...new Set([...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file = '']) => file))].sort();
}

describe('what walks over a report does not compile', () => {
  it('unless it knows every type of block', async () => {
    const broken = await brokenBy('scripts/report/block.ts', (text) =>
      text.replace(
        'export type Block =',
        "export type Block =\n  | { readonly type: 'video'; readonly id: string }",
      ),
    );
    expect(broken).toEqual([
      'scripts/render/markdown/blocks.ts',
      'scripts/render/page/blocks.ts',
      'scripts/report/report-tree.ts',
    ]);
  });
});

describe('a new kind', () => {
  it('is one record: nothing else has to be told', async () => {
    const broken = await brokenBy('scripts/report/number-kinds.ts', (text) =>
      text.replace(
        'export const KINDS = {',
        `export const KINDS = {
  bels: kind({
    what: 'A level, in bels',
    unit: 'B',
    digits: decimals(3),
    tolerance: (size) => 2.2e-4 + 1e-5 * size,
    elsewhere: 'another processor may move it by about 0.0002',
  }),`,
      ),
    );
    expect(broken).toEqual([]);
  });
});
