import { ROOT, runCommand, untilStopped } from '#base/command';
import { portNumber } from '#base/whole-number';

const SPEC = {
  name: 'npm run dev',
  summary: 'Shows the report in a browser as its sources say now, and follows edits; output/ stays as it is.',
  options: {
    port: { type: 'string', value: 'N', help: 'the port to use (default: a free one)' },
  },
} as const;

await runCommand(SPEC, async ({ options }) => {
  const port = options.port === undefined ? undefined : portNumber(options.port);
  const { startPreview } = await import('./dev/server.ts');
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  const server = await startPreview({ root: ROOT, port, say });
  process.stdout.write(`The report is at ${server.url} and follows your edits. Ctrl-C ends.\n`);
  await untilStopped();
  await server.close();
});
