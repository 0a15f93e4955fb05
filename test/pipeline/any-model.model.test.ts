import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/identity';
import { findModelFolder } from '#lm/model-folder';
import { type NormChange, writeFirstLayers, writeWithLastNorm } from '../models/changed-model.ts';
import { writeTinyModel, writeWideModel } from '../models/tiny-model.ts';
import { scratchFolder } from './fixtures/scratch.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** In milliseconds; a whole build with a model as large as the embedded one takes two minutes of two processors, or ten. */
const TIMEOUT = 1_800_000;

function scaled(factor: number): NormChange {
  return (weights) => weights.map((weight) => factor * weight);
}

/** Writes the embedded model with its last norm changed to a folder. */
function changedNorm(change: NormChange) {
  return async (path: string) => writeWithLastNorm((await resolveModel()).folder, path, change);
}

/** The same with a fifth of its layers: what makes no sense either way takes less time. */
function changedFirstLayers(change: NormChange) {
  return async (path: string) => {
    await writeFirstLayers((await resolveModel()).folder, `${path}-source`, 6);
    await writeWithLastNorm(await findModelFolder(`${path}-source`), path, change);
  };
}

function changedTiny(change: NormChange) {
  return async (path: string) => {
    await writeTinyModel(`${path}-source`);
    await writeWithLastNorm(await findModelFolder(`${path}-source`), path, change);
  };
}

async function build(model: string, out: string): Promise<{ status: unknown; stderr: string }> {
  const args = ['scripts/build.ts', '--model', model, '--out', out];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stderr = await text(child.stderr);
  return { status: await ended, stderr };
}

describe('the report is built whole with a model', () => {
  it.each<[string, string, (path: string) => Promise<void>]>([
    ['that shares nothing with the embedded one, and is sure of what is wrong', 'tiny', writeTinyModel],
    ['that knows 142,000 tokens', 'wide', writeWideModel],
    ['that is unsure of everything', 'unsure', changedTiny(scaled(1 / 20))],
    ['that finds all tokens equally likely', 'tied', changedTiny(scaled(0))],
    ['whose logits are half as large', 'halved', changedNorm(scaled(1 / 2))],
    ['that takes the likeliest for the least likely', 'negated', changedFirstLayers(scaled(-1))],
    [
      'that is sure of nonsense',
      'permuted',
      changedFirstLayers((weights) =>
        Float32Array.from(weights.keys(), (i) => weights[(i * 241 + 7) % weights.length] ?? 0),
      ),
    ],
  ])(
    '%s (%s)',
    async (_which, name, write) => {
      const folder = scratchFolder();
      const out = join(folder, 'report');
      await write(join(folder, name));
      const { status, stderr } = await build(join(folder, name), out);
      expect(status, stderr).toBe(0);
      expect(existsSync(join(out, 'report.html'))).toBe(true);
      const { model } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
      expect(model.id).toBe(name);
    },
    TIMEOUT,
  );
});
