import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const COPIED = ['chapters', 'scripts', 'output', 'package.json', 'tsconfig.json', 'README.md'];
const LINKED = ['node_modules', 'models', 'templates'];

/** The files that README shows, by the path that their first line names. */
function filesOfReadme(): Map<string, string> {
  const blocks = readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(
    /```ts\n\/\/ (chapters\/\S+)\n([\s\S]*?)```/g,
  );
  return new Map([...blocks].map(([, path = '', text = '']) => [path, text]));
}

describe('the chapter that README shows', () => {
  const root = mkdtempSync(join(tmpdir(), 'nats-and-bits-readme-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const files = filesOfReadme();
  const run = (command: string, ...options: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', `scripts/${command}.ts`, ...options], {
      cwd: root,
      encoding: 'utf8',
    });
  const edit = (path: string, from: string, to: string) => {
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(root, path), text.replace(from, to));
  };

  beforeAll(() => {
    for (const name of COPIED) cpSync(join(ROOT, name), join(root, name), { recursive: true });
    for (const name of LINKED) symlinkSync(join(ROOT, name), join(root, name));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    edit(
      'chapters/index.ts',
      'import { customAlgebra }',
      "import { heat } from './08-heat/index.ts';\nimport { customAlgebra }",
    );
    edit('chapters/index.ts', '  customAlgebra,\n', '  customAlgebra,\n  heat,\n');
  });

  it('builds, typed in as it is, and its types are right', () => {
    expect([...files.keys()]).toEqual(['chapters/08-heat/entropy.measure.ts', 'chapters/08-heat/index.ts']);
    const types = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.json'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(types.stdout).toBe('');
    const { status, stderr } = run('build', '--chapter', '8');
    expect(stderr).not.toContain('Error');
    expect(status).toBe(0);
    const markdown = readFileSync(join(root, 'output/chapters/08-heat.md'), 'utf8');
    expect(markdown).toMatch(/At a temperature of 2 the entropy is \d+\.\d{3}[\s\u00A0]nats\./);
  });

  it.each([
    [
      'a typed number',
      'nats(m.entropy)',
      'nats(3.2)',
      'nats prints results of measurements, got the number 3.2',
    ],
    ['a calculated one', 'nats(m.entropy)', 'nats(m.entropy / 2)', 'nats prints results as they are stored'],
  ])('is refused with %s in one sentence, by render and by check', (_what, from, to, sentence) => {
    edit('chapters/08-heat/index.ts', from, to);
    try {
      for (const { status, stdout, stderr } of [run('render'), run('check', '--render')]) {
        expect(status).not.toBe(0);
        const lines = `${stdout}${stderr}`
          .split('\n')
          .filter((line) => line.includes('Chapter 8, section heat'));
        expect(lines.join('\n')).toContain(sentence);
        expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /);
      }
    } finally {
      edit('chapters/08-heat/index.ts', to, from);
    }
  });
});
