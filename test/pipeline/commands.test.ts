import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { scratchFolder } from './fixtures/scratch.ts';

/** The environment without what npm put there when it started the tests. */
const PLAIN_ENV = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)),
);

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the project as npm would, without npm. */
function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  return spawnSync(process.execPath, [`scripts/${script}.ts`, ...args], {
    cwd: ROOT,
    env: { ...PLAIN_ENV, ...env },
    encoding: 'utf8',
  });
}

/** The files of a folder, their sizes, and when they were written. */
function stampsOf(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return paths.map((path) => {
    const { size, mtimeMs, ino } = statSync(join(folder, path));
    return [path, size, mtimeMs, ino].join(' ');
  });
}

/** Expects one sentence on standard error, exit code 2, and output/ as it was; gives the sentence. */
function expectRefusal(body: () => Ended): string {
  const before = stampsOf(join(ROOT, 'output'));
  const { status, stdout, stderr } = body();
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(stampsOf(join(ROOT, 'output'))).toEqual(before);
  return stderr;
}

describe('npm run build is refused in one sentence', () => {
  it.each([
    ['a chapter that is not there', ['--chapter', '99'], /chapter 99; --chapter takes one of 1/],
    ['a chapter that is no number', ['--chapter', 'x'], /--chapter takes .* not "x"/],
    ['another model into output/', ['--model', 'some/model', '--out', 'output'], /needs --out/],
    ['an engine into output/', ['--engine', 'http://127.0.0.1:1'], /needs --out/],
    ['a tokenizer that nothing needs', ['--tokenizer', 'x'], /^--tokenizer is for an engine/],
    ['no folder', ['--out='], /^--out takes the name of a folder/],
    ['the project itself for a folder', ['--out', '.'], /something other than a report/],
  ])('for %s', (_what, args, sentence) => {
    expect(expectRefusal(() => run('build', args))).toMatch(sentence);
  });

  it.each([
    ['a model that is none', ['--model', 'nonsense'], /no model "nonsense"/],
    ['an address that is none', ['--engine', 'localhost:8000'], /^--engine should be an address/],
    ['an address where nobody answers', ['--engine', 'http://127.0.0.1:1'], /nothing listens there/],
  ])('for %s, and makes no folder', (_what, args, sentence) => {
    const folder = join(scratchFolder(), 'new');
    expect(expectRefusal(() => run('build', [...args, '--out', folder]))).toMatch(sentence);
    expect(existsSync(folder)).toBe(false);
  });

  it('as npm itself starts it, when the dashes before the option were forgotten', () => {
    const ended = spawnSync('npm', ['run', '--silent', 'build', '--chapter', '1'], {
      cwd: ROOT,
      env: PLAIN_ENV,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect(ended.stderr).toContain('npm run build -- --chapter.');
    expect(ended.status).toBe(2);
  });
});

describe('npm run render, check and bench are refused in one sentence', () => {
  it.each([
    ['render', ['--chapter', '1'], /Unknown option --chapter/],
    ['render', ['--out', 'nowhere'], /no report in nowhere/],
    ['check', ['--out', 'nowhere'], /no report in nowhere/],
    ['check', ['--tokenizer', 'x'], /^--tokenizer is for an engine/],
    ['check', ['--chapter', '99'], /chapter 99; --chapter takes one of 1/],
    ['bench', ['--rounds', '0'], /^--rounds takes a whole number from 1 to 9999/],
  ])('%s with %s', (script, args, sentence) => {
    expect(expectRefusal(() => run(script, args))).toMatch(sentence);
  });

  it('render for a PDF where no Chromium is there', () => {
    const nothing = { CHROME_PATH: '', PATH: '', PLAYWRIGHT_BROWSERS_PATH: join(ROOT, 'nowhere') };
    expect(expectRefusal(() => run('render', ['--pdf'], nothing))).toContain('--pdf needs a Chromium');
    const gone = { CHROME_PATH: 'gone' };
    expect(expectRefusal(() => run('render', ['--pdf'], gone))).toContain('CHROME_PATH is gone');
  });
});

describe('--help', () => {
  it.each(['build', 'render', 'check', 'bench'])('of %s tells what it does and ends well', (script) => {
    const { status, stdout, stderr } = run(script, ['--help']);
    expect(stdout).toContain(`Usage: npm run ${script}`);
    expect(stdout).toContain('--help');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
