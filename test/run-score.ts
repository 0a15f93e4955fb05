import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly input?: string | Uint8Array | Readable;
  readonly env?: Record<string, string>;
}

/** Runs `npm run score -- …` without npm: with these arguments, this standard input and environment. */
export const runScore = (args: readonly string[], surroundings?: Surroundings) =>
  runScript('score', args, surroundings);

/** The same for the command of any script. */
export function runScript(
  script: string,
  args: readonly string[],
  { input = '', env = {} }: Surroundings = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], {
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {}); // the command may end without reading
    if (input instanceof Readable) input.pipe(child.stdin);
    else child.stdin.end(input);
  });
}
