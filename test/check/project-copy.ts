import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '#base/command';
import { temporaryFolder } from '../temporary.ts';

/** A copy of the project, and programs run in another locale and time zone. */

const COPIED = ['scripts', 'chapters', 'templates', 'output', 'package.json', 'tsconfig.json'];

/** What was recorded of another model, which is rendered beside the report even where there is no model. */
const RECORDED = join('models', 'recorded');

/** A copy of the project in a folder with an awkward name outside of it, removed after the test. */
export function copyProject(linked: readonly string[] = ['node_modules', 'models']): string {
  const root = join(temporaryFolder(), 'Another plàce');
  mkdirSync(root);
  for (const name of COPIED) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  for (const name of linked) symlinkSync(join(ROOT, name), join(root, name), 'junction');
  if (!linked.includes('models')) cpSync(join(ROOT, RECORDED), join(root, RECORDED), { recursive: true });
  return root;
}

/** The farthest time zone, and a language whose small i is not that of English. */
export const FOREIGN_LOCALE = {
  TZ: 'Pacific/Kiritimati',
  LANG: 'tr_TR.UTF-8',
  LC_ALL: 'tr_TR.UTF-8',
  LANGUAGE: 'tr',
};

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a TypeScript program; `before` stands in front of Node, as `taskset` does. */
export function runProgram(
  program: string,
  args: readonly string[],
  { before = [], env = {} }: { before?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Ended {
  const [command = process.execPath, ...rest] = [...before, process.execPath, program, ...args];
  const { status, stdout, stderr } = spawnSync(command, rest, {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
