import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from './fixtures/scratch.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

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

/** A hash over all names and contents of a folder, and when its files were written. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  if (!existsSync(folder)) return 'absent';
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const stat = statSync(join(folder, path));
    hash.update(
      `${path} ${stat.isFile() ? `${stat.mtimeMs} ${readFileSync(join(folder, path), 'base64')}` : ''}\n`,
    );
  }
  return hash.digest('hex');
}

/** Expects one sentence on standard error, exit code 2, and output/ as it was; gives the sentence. */
function expectRefusal(body: () => Ended): string {
  const before = fingerprint(join(ROOT, 'output'));
  const { status, stdout, stderr } = body();
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(fingerprint(join(ROOT, 'output'))).toBe(before);
  return stderr;
}

describe('npm run build is refused in one sentence', () => {
  it.each([
    ['a chapter that is not there', ['--chapter', '99'], /^There is no chapter 99; --chapter takes one of 1/],
    [
      'a chapter that is no number',
      ['--chapter', 'x'],
      /^--chapter takes the number of a chapter, such as 1, not "x"/,
    ],
    ['half a chapter', ['--chapter', '1.5'], /not "1\.5"/],
    ['a negative chapter', ['--chapter=-1'], /not "-1"/],
    ['no chapter at all', ['--chapter'], /--chapter/],
    [
      'an unknown option',
      ['--chaptr', '1'],
      /no option --chaptr; it takes --chapter, --stale, --out, --model, --engine, --tokenizer, --trace, --help/,
    ],
    ['a stray word', ['1'], /no word such as "1"/],
    ['another model into output/', ['--model', 'some/model'], /--model some\/model needs --out/],
    [
      'another model into output/, named',
      ['--model', 'some/model', '--out', 'output'],
      /--model some\/model needs --out/,
    ],
    [
      'an engine into output/',
      ['--engine', 'http://127.0.0.1:1'],
      /--engine http:\/\/127\.0\.0\.1:1 needs --out/,
    ],
    ['a tokenizer that nothing needs', ['--tokenizer', 'x'], /^--tokenizer is for an engine/],
    ['no folder', ['--out='], /^--out takes the name of a folder/],
    ['a file for a folder', ['--out', 'LICENSE/x'], /^The output folder LICENSE\/x cannot be written/],
    [
      'the project itself for a folder',
      ['--out', '.'],
      /^The output folder \. holds something other than a report/,
    ],
  ])('for %s', (_what, args, sentence) => {
    expect(expectRefusal(() => run('build', args))).toMatch(sentence);
  });

  it('for a model that is none', () => {
    const folder = join(scratchFolder(), 'new');
    const sentence = expectRefusal(() => run('build', ['--model', 'nonsense', '--out', folder]));
    expect(sentence).toContain('There is no model "nonsense"');
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['is none', 'localhost:8000', /^--engine should be an address such as http:/],
    [
      'nobody answers',
      'http://127.0.0.1:1',
      /^The server at 127\.0\.0\.1:1 cannot be reached: nothing listens there/,
    ],
  ])('for an address where %s', (_what, address, sentence) => {
    const folder = join(scratchFolder(), 'new');
    expect(expectRefusal(() => run('build', ['--engine', address, '--out', folder]))).toMatch(sentence);
    expect(existsSync(folder)).toBe(false);
  });

  it('for options that npm took for itself, with the right spelling', () => {
    const env = { npm_lifecycle_event: 'build', npm_config_chapter: 'true' };
    expect(expectRefusal(() => run('build', ['1'], env))).toBe(
      'npm took --chapter for itself; put -- before the options: npm run build -- --chapter N.\n',
    );
  });

  it('for a folder that holds something else, which stays', () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    expect(expectRefusal(() => run('build', ['--out', folder]))).toContain(
      'holds something other than a report',
    );
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('for a file where the folder should be', () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, 'x');
    expect(expectRefusal(() => run('build', ['--out', file]))).toContain('is a file; name a folder');
  });

  it.runIf(process.platform === 'linux')('for a folder that cannot be written', () => {
    expect(expectRefusal(() => run('build', ['--out', '/proc/report']))).toContain(
      '/proc/report cannot be written',
    );
  });

  it('as npm itself starts it, when the dashes before the option were forgotten', () => {
    const ended = spawnSync('npm', ['run', '--silent', 'build', '--chapter', '1'], {
      cwd: ROOT,
      env: PLAIN_ENV,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect(ended.stderr).toContain(
      'npm took --chapter for itself; put -- before the options: npm run build -- --chapter N.',
    );
    expect(ended.status).toBe(2);
  });
});

describe('npm run render, check and bench are refused in one sentence', () => {
  it.each([
    ['render', ['--chapter', '1'], /no option --chapter/],
    [
      'check',
      ['--chaptr', '1'],
      /no option --chaptr; it takes --render, --measure, --chapter, --out, --model/,
    ],
    ['check', ['--out', 'nowhere'], /^There is no report in nowhere/],
    ['check', ['--tokenizer', 'x'], /^--tokenizer is for an engine/],
    [
      'render',
      ['--out', 'nowhere'],
      /^There is no report in nowhere: npm run build -- --out nowhere makes one/,
    ],
    ['bench', ['--model', 'x'], /^--model is the name of a model at an engine/],
    [
      'bench',
      ['--beside', 'x', '--engine', 'http://127.0.0.1:1'],
      /^--beside and --engine measure different things: give one of them\.$/m,
    ],
    ['bench', ['--pages', '--beside', 'x'], /^--pages and --beside measure different things/],
    ['bench', ['--beside', 'exit 3'], /^The program beside score, exit 3, ended .*\(exit code 3\)\.$/m],
    ['check', ['--chapter', '99'], /^There is no chapter 99; --chapter takes one of 1/],
    ['check', ['--chapter', 'x'], /^--chapter takes the number of a chapter, such as 1, not "x"/],
    ['check', ['3'], /no word such as "3"/],
  ])('%s with %s', (script, args, sentence) => {
    expect(expectRefusal(() => run(script, args))).toMatch(sentence);
  });

  it('render for a PDF where no Chromium is there', () => {
    const nothing = { CHROME_PATH: '', PATH: '', PLAYWRIGHT_BROWSERS_PATH: join(ROOT, 'nowhere') };
    expect(expectRefusal(() => run('render', ['--pdf'], nothing))).toMatch(
      /^--pdf needs a Chromium: CHROME_PATH is not set, and none of chromium, .* is on the PATH\.$/m,
    );
    expect(expectRefusal(() => run('render', ['--pdf'], { CHROME_PATH: 'gone' }))).toBe(
      'CHROME_PATH is gone, which is not there.\n',
    );
  });

  it('check for an option that npm took for itself', () => {
    const env = { npm_lifecycle_event: 'check', npm_config_render: 'true' };
    expect(expectRefusal(() => run('check', [], env))).toBe(
      'npm took --render for itself; put -- before the options: npm run check -- --render.\n',
    );
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

describe('a folder that --out names', () => {
  it('is found from where the user called npm', async () => {
    const { outputPlace } = await import('#pipeline/arguments');
    const folder = scratchFolder();
    mkdirSync(join(folder, 'sub'));
    const place = outputPlace(ROOT, 'new', { INIT_CWD: join(folder, 'sub') });
    expect(place.out).toBe(join(folder, 'sub', 'new'));
    expect(place.next).toBe(join(folder, 'sub', '.new.next'));
    expect(place.isOwn).toBe(false);
    expect(outputPlace(ROOT.replace(/\/$/, ''), 'output', { INIT_CWD: ROOT }).isOwn).toBe(true);
  });
});
