import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { runCommand } from '#base/command';
import type { JsonValue } from '#base/json';
import { portNumber, untilStopped } from '#base/local-server';
import { Queue } from '#base/queue';
import { UserError } from '#base/user-error';
import { MODEL_OPTIONS, modelRequest, openRequested } from '#lm/request';
import type { LanguageModel } from '#lm/types';
import { chatCompletion, completion, tokenized } from './serve/answer.ts';

const SPEC = {
  name: 'npm run serve',
  summary:
    "Answers programs of OpenAI's API with the language model, on this machine alone: completions and chat, with log-probabilities.",
  options: {
    port: { type: 'string', value: 'N', help: 'the port to use (default: 8000)' },
    model: MODEL_OPTIONS.model,
  },
} as const;

const LARGEST_REQUEST = 1_000_000;
const ANSWERS = {
  '/v1/completions': completion,
  '/v1/chat/completions': chatCompletion,
  '/tokenize': tokenized,
} as const;

interface Answer {
  readonly status: number;
  readonly body: JsonValue;
}

const refusal = (status: number, message: string): Answer => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code: null } },
});

async function fieldsOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too large is read to its end, so that the sentence about it arrives.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST_REQUEST) chunks.push(chunk);
  }
  if (size > LARGEST_REQUEST) throw new UserError('The request is larger than a megabyte.');
  try {
    const fields = JSON.parse(Buffer.concat(chunks).toString());
    if (fields !== null && typeof fields === 'object' && !Array.isArray(fields)) return fields;
  } catch {}
  throw new UserError('The body of the request must be a JSON object.');
}

async function answerTo(
  request: IncomingMessage,
  lm: LanguageModel,
  turns: Queue,
  signal: AbortSignal,
): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET' && pathname === '/v1/models')
    return { status: 200, body: { object: 'list', data: [{ id: lm.id, object: 'model' }] } };
  const make = ANSWERS[pathname as keyof typeof ANSWERS];
  if (request.method !== 'POST' || !make)
    return refusal(404, `This server answers GET /v1/models and POST ${Object.keys(ANSWERS).join(', ')}.`);
  try {
    const fields = await fieldsOf(request);
    // One after another: each uses all cores.
    return { status: 200, body: await turns.run(() => make(lm, fields, signal)) };
  } catch (error) {
    if (error instanceof UserError) return refusal(400, error.message);
    throw error;
  }
}

await runCommand(SPEC, async ({ options }) => {
  const port = portNumber(options.port ?? '8000');
  const lm = await openRequested(modelRequest(options));
  const turns = new Queue();
  const server = createServer(async (request, response) => {
    const left = new AbortController();
    response.on('close', () => left.abort());
    try {
      const { status, body } = await answerTo(request, lm, turns, left.signal);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    } catch (error) {
      if (!response.destroyed) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      response.destroy();
    }
  });
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening').catch((cause) => {
      throw new UserError(`Port ${port} cannot be used (${cause.code}): choose another with --port N.`, {
        cause,
      });
    });
    process.stdout.write(`${lm.id} answers at http://127.0.0.1:${port}/v1. Ctrl-C ends.\n`);
    await untilStopped();
    server.closeAllConnections();
    server.close();
  } finally {
    await lm.close();
  }
});
