import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../free-port.ts';

/** Starts `npm run serve` without npm, at a free port; `url` ends in /v1. */
export async function startServe(
  args: readonly string[] = [],
): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['scripts/serve.ts', '--port', `${port}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const url = /http:\S+\/v1/.exec(line)?.[0];
  if (!url) throw new Error(`the server said: ${line}`);
  return { child, url };
}
