/** A server on this machine that answers as vLLM does, or as a test wants it to. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Ids, LanguageModel } from '#lm/types';

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON that was sent; undefined without any. */
  readonly body: unknown;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An answer, or undefined when the response was already used. */
export type Handler = (request: StubRequest, response: ServerResponse) => Promise<StubAnswer | undefined>;

export interface Stub {
  readonly url: string;
  /** All that was asked so far. */
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

/** Starts a server for as long as the test runs that calls this. */
export async function serve(handle: Handler): Promise<Stub> {
  const requests: StubRequest[] = [];
  const server = createServer(async (message, response) => {
    let text = '';
    for await (const chunk of message) text += chunk;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const { method = '', url: path = '', headers } = message;
    const request = { method, path, headers, body };
    requests.push(request);
    const answer = await handle(request, response);
    if (answer === undefined) return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: Stub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(stub.close);
  return stub;
}

export interface CompletionRequest {
  readonly model: string;
  readonly prompt: Ids | readonly Ids[];
  readonly prompt_logprobs?: number;
  readonly logprobs?: number;
  readonly logprob_token_ids?: Ids;
  readonly max_tokens?: number;
  readonly stop_token_ids?: Ids;
  readonly ignore_eos?: boolean;
  readonly return_token_ids?: boolean;
  readonly return_tokens_as_token_ids?: boolean;
}

/** The server's log-probabilities of one prediction, in float32 as it has them. */
function logSoftmax(logits: Float32Array): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, z) => sum + Math.exp(z - largest), 0);
  return logits.map((z) => z - largest - Math.log(total));
}

const bestOf = (row: Float32Array): number => row.indexOf(row.reduce((a, b) => Math.max(a, b)));

/** One prompt's choice: a greedy continuation, log-probabilities of what it wrote and of what it was given. */
async function choiceOf(lm: LanguageModel, ids: Ids, index: number, asked: CompletionRequest) {
  const rows: Float32Array[] = []; // of the prompt's tokens
  await lm.everyPosition(ids, (_position, logits) => rows.push(logSoftmax(logits)));
  let last = rows.at(-1) ?? new Float32Array(0);
  const nameOf = (id: number): string =>
    asked.return_tokens_as_token_ids ? `token_id:${id}` : lm.decode([id]);
  const entry = (id: number, row: Float32Array): object => {
    const logprob = row[id] ?? Number.NaN;
    return { logprob, rank: row.filter((other) => other >= logprob).length, decoded_token: lm.decode([id]) };
  };
  const shownOf = (row: Float32Array): Record<string, number> => {
    const most = asked.logprobs === -1 ? row.length : (asked.logprobs ?? 0);
    const likeliest = [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0)).slice(0, most);
    const shown = [bestOf(row), ...(asked.logprob_token_ids ?? likeliest)];
    return Object.fromEntries(shown.map((id) => [nameOf(id), row[id] ?? Number.NaN]));
  };
  const written: number[] = [];
  const steps: Float32Array[] = [];
  let stopped = false;
  while (!stopped && written.length < (asked.max_tokens ?? 16)) {
    if (written.length > 0) last = logSoftmax((await lm.next([...ids, ...written])).logits);
    steps.push(last);
    written.push(bestOf(last));
    stopped = asked.stop_token_ids?.includes(bestOf(last)) ?? false;
  }
  return {
    index,
    text: lm.decode(written),
    logprobs:
      asked.logprobs === undefined
        ? null
        : {
            text_offset: written.map(() => 0),
            token_logprobs: steps.map((row) => row[bestOf(row)]),
            tokens: written.map(nameOf),
            top_logprobs: steps.map(shownOf),
          },
    finish_reason: stopped ? 'stop' : 'length',
    stop_reason: stopped ? written.at(-1) : null,
    token_ids: asked.return_token_ids ? written : null,
    prompt_logprobs:
      asked.prompt_logprobs === undefined
        ? null
        : ids.map((id, k) => (k === 0 ? null : { [id]: entry(id, rows[k - 1] ?? last) })),
    prompt_token_ids: asked.return_token_ids ? [...ids] : null,
    routed_experts: null,
  };
}

export type StubChoice = Awaited<ReturnType<typeof choiceOf>>;

export interface StubCompletion {
  readonly choices: StubChoice[];
}

/** Serves a model as vLLM 0.32 would. `change` may corrupt the answer to a completion. */
export function vllmWith(
  lm: LanguageModel,
  change: (answer: StubCompletion, asked: CompletionRequest) => unknown = (answer) => answer,
): Handler {
  return async ({ path, body }) => {
    if (path === '/version') return { body: { version: '0.32.0' } };
    if (path === '/v1/models') {
      const served = {
        id: 'small',
        object: 'model',
        owned_by: 'vllm',
        root: 'hf',
        max_model_len: lm.contextLength,
      };
      return { body: { object: 'list', data: [served] } };
    }
    if (path === '/tokenize') {
      const tokens = lm.encode((body as { prompt: string }).prompt);
      return { body: { count: tokens.length, max_model_len: lm.contextLength, tokens, token_strs: null } };
    }
    if (path !== '/v1/completions') return { status: 404, body: { detail: 'Not Found' } };
    const asked = body as CompletionRequest;
    const prompts = (typeof asked.prompt[0] === 'number' ? [asked.prompt] : asked.prompt) as readonly Ids[];
    const choices: StubChoice[] = [];
    for (const [index, ids] of prompts.entries()) choices.push(await choiceOf(lm, ids, index, asked));
    const answer = {
      id: 'cmpl-0',
      object: 'text_completion',
      created: 0,
      model: asked.model,
      choices,
      service_tier: null,
      system_fingerprint: 'vllm-0.32.0-ab1e88ab',
      usage: { prompt_tokens: prompts.flat().length, total_tokens: 0, completion_tokens: prompts.length },
    };
    return { body: change(answer, asked) };
  };
}

/** As a server that does not know one field of a completion, and says nothing about it. */
export function ignoring(handle: Handler, ...keys: (keyof CompletionRequest)[]): Handler {
  return async (request, response) => {
    if (request.path !== '/v1/completions') return await handle(request, response);
    const body = { ...(request.body as object) } as Record<string, unknown>;
    for (const key of keys) delete body[key];
    return await handle({ ...request, body }, response);
  };
}
