import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { writeTinyModel } from '../models/tiny-model.ts';
import { scratchFolder } from './fixtures/scratch.ts';

/** In milliseconds: a whole build with a small model takes up to a minute of two processors. */
const TIMEOUT = 600_000;

async function build(model: string, out: string): Promise<{ status: unknown; stderr: string }> {
  const args = ['scripts/build.ts', '--model', model, '--out', out];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stderr = await text(child.stderr);
  return { status: await ended, stderr };
}

describe('the report of another model', () => {
  it(
    'is built whole where it shares nothing with the embedded one, and is sure of what is wrong',
    async () => {
      const folder = scratchFolder();
      const out = join(folder, 'report');
      await writeTinyModel(join(folder, 'tiny'));
      const { status, stderr } = await build(join(folder, 'tiny'), out);
      expect(status, stderr).toBe(0);
      expect(existsSync(join(out, 'report.html'))).toBe(true);
      const { model } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
      expect(model.id).toBe('tiny');
    },
    TIMEOUT,
  );
});
