import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { otherOutput, whileWriting } from '#pipeline/publish';
import { contents, scratchFolder } from './fixtures/scratch.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { recorded: RECORDED_ON } = JSON.parse(
  readFileSync(join(ROOT, 'models/recorded/recorded.json'), 'utf8'),
) as { recorded: string };

function startArguments(out: string): string[] {
  return ['scripts/build.ts', '--out', out];
}

/**
 * Makes a process say at its end how much memory it had at its peak, in kilobytes. Linux hands the peak of the process
 * that started it down to `resourceUsage().maxRSS`, and that is the worker of all model tests here; the high-water mark
 * in `/proc` is its own.
 */
const TELLING_MEMORY = `data:text/javascript,${encodeURIComponent(`
import { existsSync, readFileSync } from 'node:fs';
const status = '/proc/self/status';
const peak = () =>
  existsSync(status) ? /VmHWM:\\s*(\\d+)/.exec(readFileSync(status, 'utf8'))[1] : process.resourceUsage().maxRSS;
process.on('exit', () => console.error('peak ' + peak()));
`)}`;

/** Builds the whole report with the embedded model; gives the peak of memory, in megabytes. */
function build(out: string): number {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', TELLING_MEMORY, ...startArguments(out)],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  expect(stderr).toContain('Measuring: ');
  expect(status).toBe(0);
  return Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024;
}

/** Begins a build and kills it after some milliseconds. */
async function killedBuild(out: string, after: number): Promise<void> {
  const child = spawn(process.execPath, startArguments(out), { cwd: ROOT, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill('SIGKILL');
  await ended;
}

/** A whole build takes a minute on a free machine, and several where others work. */
const LONG = { timeout: 1_200_000 };

describe('the whole report with the real model', LONG, () => {
  it('comes out the same twice, byte for byte, and survives kill -9', async () => {
    const out = join(scratchFolder(), 'report');
    const place = otherOutput(out, 'report');
    expect(build(out)).toBeLessThan(1500);
    const first = contents(out);
    for (const after of [700, 2500, 5000]) {
      await killedBuild(out, after);
      await whileWriting(place, async () => {});
      expect(contents(out)).toEqual(first);
    }
    build(out);
    expect(contents(out)).toEqual(first);
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining(['provenance.json', 'report.html', 'report.md']),
    );
  });

  it('holds no date of its making, no absolute path and no name of a processor', () => {
    const out = join(scratchFolder(), 'report');
    build(out);
    const texts = Object.entries(contents(out)).filter(([path]) => !path.endsWith('.png'));
    expect(texts.length).toBeGreaterThan(0);
    const today = new Date().toISOString().slice(0, 10);
    const model = /model name\s*:\s*(.+)/.exec(
      spawnSync('cat', ['/proc/cpuinfo'], { encoding: 'utf8' }).stdout,
    )?.[1];
    for (const [path, text] of texts) {
      expect(text.includes(ROOT), `${path} names this folder`).toBe(false);
      // But for the day on which the other model was recorded, should that be today.
      const own = path.startsWith('comparison/') ? text.replaceAll(RECORDED_ON, '') : text;
      expect(own.includes(today), `${path} holds today's date`).toBe(false);
      if (model !== undefined) expect(text.includes(model), `${path} names the processor`).toBe(false);
    }
  });
});
