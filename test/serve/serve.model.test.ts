import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOfChapter, committedReport } from '../chapters/committed.ts';
import { CLIENT, hasPython, pythonAndOutput } from '../chapters/shown.ts';
import { sharedFolder } from '../temporary.ts';
import { load } from './load.ts';
import { startServe } from './start-serve.ts';

const programs = committedReport()
  .chapters.flatMap(({ number }) => pythonAndOutput(blocksOfChapter(number)))
  .filter(({ python }) => /127\.0\.0\.1|from confidence/.test(python));
/** The program that others import from, by the name that the chapter gives it. */
const saved = { 'confidence.py': 'def value(' };

const NOTEBOOKS = 'output/notebooks';

let child: ChildProcess;
let url: string;
const folder = sharedFolder();

const atOurPort = (python: string) => python.replaceAll('http://127.0.0.1:8000', url.replace('/v1', ''));

describe.runIf(hasPython)('the Python of the chapters, with the embedded model behind npm run serve', () => {
  beforeAll(async () => {
    ({ child, url } = await startServe());
    for (const [name, definition] of Object.entries(saved)) {
      const program = programs.find(({ python }) => python.includes(definition));
      await writeFile(join(folder, name), atOurPort(program?.python ?? ''));
    }
  });
  afterAll(async () => {
    child.kill('SIGINT');
    await once(child, 'exit');
  });

  it('is shown in eight programs', () => {
    expect(programs).toHaveLength(8);
  });

  it.each(programs)('prints what stands under it: $output', async ({ python, args, output }) => {
    const env = {
      ...process.env,
      PYTHONPATH: [CLIENT, folder].join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
    };
    const { stdout, stderr } = await promisify(execFile)('python3', ['-c', atOurPort(python), ...args], {
      env,
    });
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe(output);
  });

  it.each(readdirSync(NOTEBOOKS))('prints cell by cell what the notebook %s shows', async (name) => {
    const text = atOurPort(readFileSync(join(NOTEBOOKS, name), 'utf8'));
    const env = { ...process.env, PYTHONPATH: CLIENT, PYTHONDONTWRITEBYTECODE: '1' };
    const running = promisify(execFile)('python3', [join(CLIENT, 'run_notebook.py')], {
      cwd: NOTEBOOKS,
      env,
    });
    running.child.stdin?.end(text);
    const { stdout, stderr } = await running;
    expect(stderr).toBe('');
    const { cells } = JSON.parse(text) as {
      cells: readonly { readonly outputs?: readonly { readonly text: readonly string[] }[] }[];
    };
    const shown = cells.flatMap(({ outputs }) => (outputs ? [outputs[0]?.text.join('')] : []));
    const printed = (JSON.parse(stdout) as string[]).map((one, index) => shown[index] && one);
    expect(printed).toEqual(shown);
  });
});

describe('fifty clients at once, a third of whom hang up', () => {
  it('get the bits that each would get alone, and no error', async () => {
    const { child, url } = await startServe();
    const { peakMemory, ...figures } = await load({ url, pid: child.pid }, { clients: 50, seconds: 4 });
    expect(figures).toMatchObject({ different: 0, errors: {} });
    expect(figures.answered).toBeGreaterThan(10);
    expect(figures.hungUp).toBeGreaterThan(0);
    expect(peakMemory ?? 0).toBeLessThan(4000);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
