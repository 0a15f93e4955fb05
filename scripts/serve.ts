import { runCommand } from '#base/command';
import { portNumber, untilStopped } from '#base/local-server';
import { userModel } from '#base/user-path';
import { createApi, listen } from './serve/http.ts';
import { openServedModel } from './serve/model.ts';

const SPEC = {
  name: 'npm run serve',
  summary:
    "Serves the language model to programs on this machine that use OpenAI's API: completions and chats, with log-probabilities.",
  options: {
    port: { type: 'string', value: 'N', help: 'the port to use (default: 8000)' },
    model: {
      type: 'string',
      value: 'ID',
      help: 'another causal language model: a folder, or OWNER/NAME on the Hugging Face Hub',
    },
  },
} as const;

await runCommand(SPEC, async ({ options }) => {
  const port = portNumber(options.port ?? '8000');
  const model = await openServedModel(userModel(options.model));
  const api = createApi(model, { log: (line) => process.stderr.write(`${line}\n`) });
  try {
    const url = await listen(api, port);
    process.stdout.write(`${model.id} answers at ${url}/v1. Ctrl-C ends.\n`);
    await Promise.race([untilStopped(), model.failed]);
  } finally {
    await api.stop();
    await model.close();
  }
});
