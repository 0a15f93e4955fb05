import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { readCommittedData, readFiles } from '#check/committed-data';
import { compareEnvironment, currentPlatform } from '#check/environment';
import { compareData } from '#check/measure-and-compare';
import { realServices } from '#pipeline/model-and-renderer';
import { SILENT } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { otherOutput, ownOutput, whileWriting } from '#pipeline/publish';
import { contents } from './fixtures/scratch.ts';

const { recorded: RECORDED_ON } = JSON.parse(
  readFileSync(join(ROOT, 'models/recorded/recorded.json'), 'utf8'),
) as { recorded: string };

/** What `npm run build` starts, with the memory that it gives to young objects. */
function startArguments(out: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const words: string[] = scripts.build.split(' ').slice(1);
  return [...words, '--out', out];
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

/** Builds the report with the embedded model; gives the peak of memory, in megabytes. */
function build(out: string, ...options: string[]): number {
  const args = ['--import', TELLING_MEMORY, ...startArguments(out), ...options];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
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

/** A whole build takes a minute on a free machine, and many where others work. */
const LONG = 1_800_000;

describe('the whole report with the real model', { timeout: LONG }, () => {
  const parent = join(ROOT, '.build', 'test');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'real-build-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const out = join(folder, 'report');
  let peak = Number.NaN;
  let first: Record<string, string> = {};
  beforeAll(() => {
    peak = build(out);
    first = contents(out);
  }, LONG);

  it('is there with what made it, and took at most 1.7 GB', () => {
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining(['provenance.json', 'report.html', 'report.md']),
    );
    expect(peak).toBeLessThan(1700);
  });

  // What `npm run check` does with a build of its own: this one has taken its minutes already.
  it('holds the committed data', async () => {
    const project = await loadProject(ROOT);
    const committed = readFiles(ownOutput(ROOT));
    const { files } = readCommittedData(project, committed);
    const built = readCommittedData(project, readFiles(otherOutput(out, 'report'))).files;
    const environment = await compareEnvironment(
      files[0],
      committed,
      currentPlatform(),
      true,
      realServices(ROOT, SILENT),
    );
    const { discrepancies, counts } = compareData(project, files, built, environment);
    expect([...counts.values()].reduce((sum, values) => sum + values, 0)).toBeGreaterThan(10_000);
    expect(discrepancies.filter(({ severity }) => severity !== 'drift')).toEqual([]);
  });

  it('holds no date of its making, no absolute path and no name of a processor', () => {
    const texts = Object.entries(first).filter(([path]) => !path.endsWith('.png'));
    expect(texts.length).toBeGreaterThan(0);
    const today = new Date().toISOString().slice(0, 10);
    const model = /model name\s*:\s*(.+)/.exec(
      spawnSync('cat', ['/proc/cpuinfo'], { encoding: 'utf8' }).stdout,
    )?.[1];
    for (const [path, text] of texts) {
      expect(text.includes(ROOT), `${path} names this folder`).toBe(false);
      // But for the day on which the other model was recorded, should that be today.
      expect(text.replaceAll(RECORDED_ON, '').includes(today), `${path} holds today's date`).toBe(false);
      if (model !== undefined) expect(text.includes(model), `${path} names the processor`).toBe(false);
    }
  });

  it('survives kill -9 whole', async () => {
    for (const after of [700, 2500, 5000]) {
      await killedBuild(out, after);
      await whileWriting(otherOutput(out, 'report'), async () => {});
      expect(contents(out)).toEqual(first);
    }
  });

  // What every measurement gives in the company of all others, the committed data say.
  it('comes out the same, byte for byte, with one chapter measured anew and alone', () => {
    build(out, '--chapter', '4');
    expect(contents(out)).toEqual(first);
  });
});
