import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { expect } from 'vitest';

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
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: Number.POSITIVE_INFINITY };
    const child = execFile(
      process.execPath,
      [`scripts/${script}.ts`, ...args],
      options,
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.on('error', () => {}); // the command may end without reading
    if (input instanceof Readable) input.pipe(child.stdin as NodeJS.WritableStream);
    else child.stdin?.end(input);
  });
}

/** The one sentence that a mistake ends in. */
export async function refusalOfScript(...given: Parameters<typeof runScript>): Promise<string> {
  const { code, stdout, stderr } = await runScript(...given);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  return stderr;
}
