import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runCommand, untilStopped } from '#base/command';
import { listenHere } from '#base/local-server';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { portNumber } from '#base/whole-number';
import { assertReplaceable, otherOutput, ownOutput, publish, whileWriting } from '#pipeline/publish';
import { staticServer } from './site/serve-site.ts';
import { DESCRIPTION, siteFiles } from './site/site-files.ts';

const SPEC = {
  name: 'npm run site',
  summary:
    'Writes a site that any static host can serve: the report in output/, and the language model, which then runs in the browser of whoever loads it.',
  options: {
    out: { type: 'string', value: 'DIR', help: 'the folder to write (default: site)' },
    serve: { type: 'boolean', help: 'show the site on this machine once it is written' },
    port: { type: 'string', value: 'N', help: 'the port to show it on (default: 8080)' },
  },
} as const;

const KIND = { name: 'a site', file: DESCRIPTION, mark: '"runs":"browser"' };

await runCommand(SPEC, async ({ options }) => {
  const port = portNumber(options.port ?? '8080');
  const report = ownOutput(ROOT);
  if (!existsSync(join(report.out, 'index.html')))
    throw new UserError('There is no report in output/ to make a site of: run npm run build first.');
  const shownAs = options.out ?? 'site';
  const place = otherOutput(options.out === undefined ? join(ROOT, shownAs) : userPath(shownAs), shownAs);
  await whileWriting(place, async () => {
    assertReplaceable(place, KIND);
    publish(place, await siteFiles(ROOT, report));
  });
  process.stdout.write(`The site is in ${shownAs}.\n`);
  if (!options.serve) return;
  const server = staticServer(place.out);
  const address = (await listenHere(server, port)).replace('127.0.0.1', 'localhost');
  process.stdout.write(`${address}\nCtrl-C ends.\n`);
  await untilStopped();
  server.closeAllConnections();
  server.close();
});
