import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary.ts';
import { smallModel, writeGguf } from './small-gguf.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'scripts', 'convert-model.ts');

describe('npm run convert-model', () => {
  it.each<[string, (parent: string) => string[], RegExp]>([
    ['no file', () => [], /takes one FILE\.gguf/],
    ['two files', () => ['a.gguf', 'b.gguf'], /takes one FILE\.gguf/],
    ['a file that is not there', (parent) => [join(parent, 'none.gguf')], /none\.gguf cannot be read/],
    ['a folder', (parent) => [parent], /cannot be read/],
    ['another file', (parent) => [join(parent, 'small.gguf')], /small\.gguf is not the file that .* SHA-256/],
    ['an unknown option', (parent) => [join(parent, 'small.gguf'), '--fast'], /Unknown option --fast/],
  ])('ends with one sentence and exit code 2 for %s', async (_, args, expected) => {
    const parent = temporaryFolder();
    const out = join(parent, 'out');
    mkdirSync(out);
    writeFileSync(join(out, 'config.json'), '{}');
    writeFileSync(join(parent, 'small.gguf'), writeGguf(smallModel()));
    const run = spawnSync(process.execPath, [COMMAND, ...args(parent), '--out', out], { encoding: 'utf8' });
    expect(run.stderr).toMatch(expected);
    expect(run.stderr).toMatch(/^[^\n]+\.\n$/);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(readdirSync(parent)).toEqual(['out', 'small.gguf']);
    expect(readdirSync(out)).toEqual(['config.json']);
  });
});
