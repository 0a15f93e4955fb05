import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runCommand, untilStopped } from '#base/command';
import { listenHere } from '#base/local-server';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { portNumber } from '#base/whole-number';
import { MODEL_OPTIONS, modelRequest } from '#lm/model-options';
import { createApi } from './serve/http.ts';
import { openServedEngine, openServedModel } from './serve/open-model.ts';

const SPEC = {
  name: 'npm run serve',
  summary:
    "Shows the report with instruments that ask the language model live, and serves the model to programs on this machine that use OpenAI's API: completions and chats, with log-probabilities.",
  options: {
    port: { type: 'string', value: 'N', help: 'the port to use (default: 8000)' },
    out: { type: 'string', value: 'DIR', help: 'the folder of the report to show (default: output)' },
    ...MODEL_OPTIONS,
  },
} as const;

await runCommand(SPEC, async ({ options }) => {
  const port = portNumber(options.port ?? '8000');
  const { model: name, engine, tokenizer } = modelRequest(options);
  const report = options.out === undefined ? join(ROOT, 'output') : userPath(options.out);
  if (options.out !== undefined && !existsSync(join(report, 'index.html')))
    throw new UserError(
      `There is no report in ${options.out}: npm run build -- --out ${options.out} makes one.`,
    );
  const model = await (engine === undefined
    ? openServedModel(name)
    : openServedEngine({ url: engine, model: name, tokenizer }));
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const api = createApi(model, { log, report });
  try {
    const url = await listenHere(api.server, port);
    process.stdout.write(
      `The report, to try with your own text: ${url}\n` +
        `${model.id}, for programs: ${url}/v1\n` +
        'Ctrl-C ends.\n',
    );
    await Promise.race([untilStopped(), model.failed]);
  } finally {
    await api.stop();
    await model.close();
  }
});
