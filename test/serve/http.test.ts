import { once } from 'node:events';
import { request as httpRequest, type OutgoingHttpHeaders, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { Ids } from '#lm/types';
import type { TokenEvent } from '../../scripts/serve/scheduler.ts';
import type { ServedModel } from '../../scripts/serve/served-model.ts';
import { postJson, serveHere } from './local-api.ts';
import { slowModel } from './slow-model.ts';

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const PROMPT = JSON.stringify({ prompt: 'abc', max_tokens: 2, temperature: 0 });

/** Sends a request exactly as it says, and gives the status and the sentence of the answer. */
async function send(
  port: number,
  { method = 'POST', path = '/v1/completions', headers = JSON_TYPE, body = PROMPT }: Sent,
): Promise<string> {
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers });
  request.on('error', () => {}); // a refused body may still be on its way when the server closes
  request.end(method === 'POST' ? body : undefined);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  const answer = JSON.parse(text);
  return `${response.statusCode} ${answer.error?.message ?? 'answered'}`;
}

/** What a server answers to raw bytes, up to its end. */
async function sendRaw(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  socket.write(head);
  await once(socket, 'close');
  return text;
}

const connectionsOf = (server: Server) => promisify(server.getConnections.bind(server))();

const post = (url: string, body: object, init?: RequestInit) => postJson(`${url}/v1/completions`, body, init);

describe('a request is refused', () => {
  it('that a page of another site, or of a name bound to this machine, could send', async () => {
    const model = slowModel();
    const { port } = await serveHere(model);
    const host = `127.0.0.1:${port}`;
    for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1:1'])
      expect(await send(port, { headers: { ...JSON_TYPE, host: name } })).toBe(
        `403 This server is ${host}, not "${name}".`,
      );
    for (const origin of ['http://evil.example', 'null', 'http://localhost:1'])
      expect(await send(port, { headers: { ...JSON_TYPE, origin } })).toBe(
        '403 Pages of other sites may not use this server.',
      );
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', undefined])
      expect(await send(port, { headers: type === undefined ? {} : { 'content-type': type } })).toBe(
        '415 The Content-Type of a request must be application/json.',
      );
    expect(await send(port, { method: 'OPTIONS', headers: { origin: 'http://evil.example' } })).toMatch(
      /^403/,
    );
    expect(
      await send(port, { method: 'GET', path: '/v1/models', headers: { host: 'evil.example' } }),
    ).toMatch(/^403/);
    expect(model.calls).toEqual([]);
  });

  it('but not one of a page or program of this machine', async () => {
    const { port } = await serveHere(slowModel());
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST']) {
      const host = `${name}:${port}`;
      const headers = { ...JSON_TYPE, host, origin: `http://${host.toLowerCase()}` };
      expect(await send(port, { headers })).toBe('200 answered');
    }
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect(await send(port, { headers })).toBe('200 answered');
  });

  it('but not at port 80, which a Host leaves out', async () => {
    const { port, api } = await serveHere(slowModel());
    api.server.prependListener('connection', (socket: Socket) => {
      Object.defineProperty(socket, 'localPort', { value: 80 });
    });
    for (const host of ['127.0.0.1', 'localhost', '127.0.0.1:80']) {
      const headers = { ...JSON_TYPE, host, origin: 'http://localhost' };
      expect(await send(port, { headers })).toBe('200 answered');
    }
    for (const host of ['evil.example', `127.0.0.1:${port}`])
      expect(await send(port, { headers: { ...JSON_TYPE, host } })).toBe(
        `403 This server is 127.0.0.1, not "${host}".`,
      );
  });

  it.each([
    '//',
    '/',
    '/v1',
    '/v1/models/%',
    '/v1/models/other',
    '*',
    '/v1/embeddings',
    '/%00',
    'http://a/b',
  ])('with a sentence when its path is %s', async (path) => {
    const { port, log } = await serveHere(slowModel());
    expect(await send(port, { path, method: 'GET' })).toMatch(/^40[04] .+\.$/);
    expect(log).toEqual([]);
  });

  it('with the right method when it has another, before any work is done', async () => {
    const pieces = () => expect.fail('a vocabulary was made');
    const { port } = await serveHere({ ...slowModel(), pieces });
    expect(await send(port, { path: '/lab/vocabulary' })).toBe('405 /lab/vocabulary takes GET only.');
    expect(await send(port, { method: 'DELETE' })).toBe('405 /v1/completions takes POST only.');
    expect(await send(port, { path: '/v1/models' })).toBe('405 /v1/models takes GET only.');
  });

  it('that does not say which host it is for', async () => {
    const { port } = await serveHere(slowModel());
    expect(await sendRaw(port, 'GET /v1/models HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /);
    expect(await sendRaw(port, 'GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 /,
    );
  });
});

const TIMES = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 };

describe('a body', () => {
  it('of 100 MB is refused, whether it says its size or not, and none of it is kept', async () => {
    const { port } = await serveHere(slowModel());
    const tooLarge = '413 The body of a request may have at most 1000000 bytes.';
    const body = 'x'.repeat(100_000_000);
    expect(await send(port, { body })).toBe(tooLarge);
    expect(await send(port, { body, headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' } })).toBe(
      tooLarge,
    );
    expect(await send(port, {})).toBe('200 answered');
  });

  it('that does not come in time, or only half, holds nobody up', async () => {
    const { port, log } = await serveHere(slowModel(), { times: TIMES });
    const head =
      `POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"prompt": ';
    const half = connect(port, '127.0.0.1', () => half.end(head, () => half.destroy()));
    await once(half, 'close');
    expect(await sendRaw(port, head)).toMatch(/^HTTP\/1.1 408 /);
    expect(await send(port, {})).toBe('200 answered');
    expect(log).toEqual([]);
  });

  it('is one JSON object, of texts that are soon encoded', async () => {
    const model = slowModel({ contextLength: 100 });
    const { port } = await serveHere(model);
    for (const body of ['', '{', '[]', 'null', '"prompt"'])
      expect(await send(port, { body })).toBe('400 The body of the request must be a JSON object.');
    const prompt = 'x'.repeat(1601);
    const sentence = '413 The text has 1601 bytes; this server takes at most 1600 at once.';
    expect(await send(port, { body: JSON.stringify({ prompt }) })).toBe(sentence);
    expect(await send(port, { body: JSON.stringify({ prompt: [prompt.slice(1), 'a'] }) })).toBe(sentence);
    expect(await send(port, { path: '/tokenize', body: JSON.stringify({ prompt }) })).toBe(sentence);
  });
});

describe('the server', () => {
  it('answers in JSON when something unexpected fails, and logs one line', async () => {
    const model = slowModel();
    const { port, log } = await serveHere(model);
    model.beforeCall = () => {
      throw new RangeError('a defect\nof ours');
    };
    expect(await send(port, {})).toBe('500 The server met an unexpected error: see what it printed.');
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^POST \/v1\/completions failed: RangeError: a defect \| of ours.*$/);
  });

  it('answers while 1,000 connections are open', async () => {
    const { port, url } = await serveHere(slowModel());
    const sockets = await Promise.all(
      Array.from({ length: 1000 }, async (_, i) => {
        const socket = connect(port, '127.0.0.1');
        await once(socket, 'connect');
        if (i % 2) socket.write('POST /v1/completions HTTP/1.1\r\nHost: ');
        return socket;
      }),
    );
    expect((await post(url, { prompt: 'abc' })).status).toBe(200);
    for (const socket of sockets satisfies Socket[]) socket.destroy();
    expect((await post(url, { prompt: 'abc' })).status).toBe(200);
  });

  it('drops a client that asks for much and does not read it, and no other', async () => {
    const model = slowModel();
    // Each token of an answer takes half a megabyte.
    const pieces = (ids: Ids) => model.pieces(ids).map((piece) => ({ ...piece, text: 'x'.repeat(500_000) }));
    const { port, url, log } = await serveHere({ ...model, pieces });
    const asked = { prompt: 'abc', max_tokens: 100, temperature: 0, logprobs: 0, stream: true };
    const read = await (await post(url, asked)).text();
    expect(read.length).toBeGreaterThan(50e6);
    expect(read.endsWith('data: [DONE]\n\n')).toBe(true);
    const body = JSON.stringify({ ...asked, max_tokens: 400 });
    const head = `POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${body.length}\r\n`;
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.pause().write(`${head}Content-Type: application/json\r\n\r\n${body}`);
    await vi.waitFor(() => expect(log).toHaveLength(1), 10_000);
    await vi.waitFor(() => expect(model.open.size).toBe(0));
    expect(model.calls.length).toBeLessThan(300);
    expect(log[0]).toBe('POST /v1/completions was cut off: its client left more than 16 MB unread.');
    socket.destroy();
  });

  it('lets a client catch up with what comes at once', async () => {
    const model = slowModel();
    const pieces = (ids: Ids) => model.pieces(ids).map((piece) => ({ ...piece, text: 'x'.repeat(500_000) }));
    const run: ServedModel['run'] = async (job, emit, signals) => {
      const events: TokenEvent[] = [];
      const prediction = await model.run(job, (some) => events.push(...some), signals);
      for (const event of events) emit([event]);
      return prediction;
    };
    const { url, log } = await serveHere({ ...model, pieces, run });
    const asked = { prompt: 'abc', max_tokens: 60, temperature: 0, logprobs: 0, stream: true };
    expect((await (await post(url, asked)).text()).endsWith('data: [DONE]\n\n')).toBe(true);
    expect(log).toEqual([]);
  });

  it('stops the work for a client that left, and serves the next', async () => {
    const model = slowModel({ callMs: 5 });
    const { url } = await serveHere(model);
    for (const stream of [false, true]) {
      const left = new AbortController();
      const asked = { prompt: 'x'.repeat(3000), max_tokens: 1000, stream };
      const answer = post(url, asked, { signal: left.signal }).then((response) => response.text());
      await vi.waitFor(() => expect(model.calls.length).toBeGreaterThan(3));
      left.abort();
      await expect(answer).rejects.toThrow();
      await vi.waitFor(() => expect(model.open.size).toBe(0));
      expect(model.calls.length).toBeLessThan(90); // the prompt alone takes 94
      (model.calls as unknown[]).length = 0;
    }
    expect((await post(url, { prompt: 'abc' })).status).toBe(200);
  });

  it('tells those who wait that it stops, and does so at once', async () => {
    const model = slowModel({ callMs: 5 });
    const { url, api, log } = await serveHere(model);
    const asked = { prompt: 'abc', max_tokens: 5000, temperature: 0 };
    const whole = post(url, asked);
    const stream = await post(url, { ...asked, stream: true });
    await vi.waitFor(() => expect(model.calls.length).toBeGreaterThan(3));
    await api.stop();
    const said =
      '{"error":{"message":"The server is stopping.","type":"server_error","param":null,"code":null}}';
    expect((await whole).status).toBe(503);
    expect(log).toEqual([]);
    expect(await (await whole).text()).toBe(said);
    expect((await stream.text()).trimEnd().split('\n').at(-1)).toBe(`data: ${said}`);
    await expect(post(url, asked)).rejects.toThrow();
    await delay(20);
    const { length } = model.calls;
    await delay(50);
    expect(model.calls).toHaveLength(length);
  });

  it('stops although a body is still on its way', async () => {
    const { port, api } = await serveHere(slowModel());
    const head = `POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n`;
    const closed = sendRaw(port, `${head}Content-Type: application/json\r\n\r\n{`);
    await vi.waitFor(async () => expect(await connectionsOf(api.server)).toBe(1));
    await api.stop();
    await closed;
    expect(await connectionsOf(api.server)).toBe(0);
  });

  it('answers what needs no model while the model computes', async () => {
    const model = slowModel({ callMs: 50 });
    const { url, port } = await serveHere(model);
    const left = new AbortController();
    const long = post(url, { prompt: 'x'.repeat(5000) }, { signal: left.signal }).catch(() => {});
    await vi.waitFor(() => expect(model.calls.length).toBeGreaterThan(0));
    const { length } = model.calls;
    expect(await send(port, { path: '/tokenize', body: '{"prompt": "hi"}' })).toBe('200 answered');
    expect(await send(port, { path: '/v1/models', method: 'GET' })).toBe('200 answered');
    expect(model.calls.length - length).toBeLessThan(3);
    left.abort();
    await long;
  });
});
