import { fileURLToPath } from 'node:url';
import { type CommandSpec, type OptionSpec, parseCommand, runCommand } from '#base/command';
import { portNumber, untilStopped } from '#base/local-server';

const SPEC = {
  name: 'npm run dev',
  summary: 'Shows the report in a browser as its sources say now, and follows edits; output/ stays as it is.',
  options: {
    port: { type: 'string', value: 'N', help: 'the port to use (default: a free one)' },
  },
} as const satisfies CommandSpec<Record<string, OptionSpec>>;

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

async function main(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const port = options.port === undefined ? undefined : portNumber(options.port);
  const { startPreview } = await import('./dev/server.ts');
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  const server = await startPreview({ root: ROOT, port, say });
  process.stdout.write(`The report is at ${server.url} and follows your edits. Ctrl-C ends.\n`);
  await untilStopped();
  await server.close();
  return 0;
}

await runCommand(SPEC, main);
