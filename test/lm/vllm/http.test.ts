import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '#base/user-error';
import { ModelLostError } from '#lm/model-lost';
import { type HttpClient, type HttpOptions, httpClient, inOrder } from '#lm/vllm/http';
import { watchPauses } from '../watch-pauses.ts';
import { type Handler, type Stub, serve } from './stub-server.ts';

const KEY = 'sk-very-secret-0123456789';

async function clientOf(
  handle: Handler,
  options: Partial<HttpOptions> = {},
): Promise<{ http: HttpClient; stub: Stub }> {
  const stub = await serve(handle);
  const http = httpClient({ url: stub.url, waitMs: 1, ...options });
  onTestFinished(() => http.close());
  return { http, stub };
}

/** Answers what is listed, one after another, then an empty object. */
function answers(...list: readonly (Awaited<ReturnType<Handler>> | 'cut')[]): Handler {
  let place = 0;
  return async (_request, response) => {
    const answer = list[place++] ?? { body: {} };
    if (answer !== 'cut') return answer;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"choices": [');
    setTimeout(() => response.destroy(), 5);
    return undefined;
  };
}

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );

const request = { path: '/v1/completions', body: { prompt: [[1]] } };

describe('trouble that may pass', () => {
  it.each([429, 502, 503, 504])('is met again after an answer of %d', async (status) => {
    const { http, stub } = await clientOf(
      answers({ status, body: 'busy' }, { status, body: {} }, { body: { a: 1 } }),
    );
    expect(await http.ask(request)).toEqual({ a: 1 });
    expect(stub.requests).toHaveLength(3);
    expect(stub.requests.map(({ body }) => body)).toEqual([request.body, request.body, request.body]);
  });

  it('is waited for as long as the server says', async () => {
    const { http } = await clientOf(answers({ status: 429, body: '', headers: { 'retry-after': '0.2' } }));
    const pauses = watchPauses();
    await http.ask(request);
    expect(pauses()).toEqual([200]);
  });

  it('is waited for longer each time although the server wants less', async () => {
    const soon = { status: 429, body: '', headers: { 'retry-after': '0.001' } };
    const { http } = await clientOf(answers(soon, soon), { waitMs: 10 });
    const pauses = watchPauses();
    await http.ask(request);
    expect(pauses()).toEqual([10, 20]);
  });

  it('is waited for until the date that the server says, and for no longer than an answer', async () => {
    const date = new Date(Date.now() + 3000).toUTCString();
    const answer = { status: 429, body: 'busy', headers: { 'retry-after': date } };
    const { http } = await clientOf(answers(answer), { timeoutMs: 5000 });
    const pauses = watchPauses();
    await http.ask(request);
    expect(pauses()[0]).toBeGreaterThan(1000);
    const later = { ...answer, headers: { 'retry-after': '86400' } };
    const { http: impatient, stub } = await clientOf(answers(later));
    const error = await failure(impatient.ask(request));
    expect(error).toBeInstanceOf(ModelLostError);
    expect(error.message).toMatch(/answered 429: busy; it asks to wait 86400 seconds\.$/);
    expect(stub.requests).toHaveLength(1);
  });

  it('is a connection that is cut in the middle, or an answer cut short', async () => {
    const { http, stub } = await clientOf(answers('cut', { body: '{"choices": [{"ind' }, { body: { a: 2 } }));
    expect(await http.ask(request)).toEqual({ a: 2 });
    expect(stub.requests).toHaveLength(3);
  });

  it('is an engine that has died, though the server has not yet', async () => {
    const message = 'EngineCore encountered an issue. See stack trace (above) for the root cause.';
    const { http, stub } = await clientOf(async () => ({ status: 500, body: { error: { message } } }));
    const error = await failure(http.ask(request));
    expect(error).toBeInstanceOf(ModelLostError);
    expect(error.message).toContain('answered 500: EngineCore encountered an issue');
    expect(stub.requests).toHaveLength(5);
  });

  it('is given up in one sentence after five attempts, each pause twice as long as the last', async () => {
    const { http, stub } = await clientOf(async () => ({
      status: 503,
      body: { error: { message: 'Overloaded.' } },
    }));
    const pauses = watchPauses();
    const error = await failure(http.ask(request));
    expect(error).toBeInstanceOf(ModelLostError);
    expect(error.message).toMatch(/^The server at 127\.0\.0\.1:\d+ answered 503: Overloaded\.$/);
    expect(stub.requests).toHaveLength(5);
    expect(pauses()).toEqual([1, 2, 4, 8]);
  });
});

describe('an answer that is final', () => {
  it.each([
    [
      400,
      { error: { message: 'Token id 9 is out of vocabulary' } },
      'with 400: Token id 9 is out of vocabulary.',
    ],
    [404, { detail: 'Not Found' }, 'answered /v1/completions with 404: Not Found.'],
    [500, { error: { message: 'Internal Server Error' } }, 'with 500: Internal Server Error.'],
    [418, '<h1>I am\n\u001b[31m a teapot</h1>', 'with 418: <h1>I am [31m a teapot</h1>.'],
    [302, '', 'with 302: nothing more.'],
  ])('%d is told once, in the words of the server', async (status, body, sentence) => {
    const { http, stub } = await clientOf(async () => ({ status, body }));
    const error = await failure(http.ask(request));
    expect(error).toBeInstanceOf(UserError);
    expect(error).not.toBeInstanceOf(ModelLostError); // another request may do better
    expect(error.message.endsWith(sentence), error.message).toBe(true);
    expect(stub.requests).toHaveLength(1);
  });

  it.each(['null', '17', '"text"', '{"a": NaN}', '[}'])(
    'that is no JSON object is refused: %s',
    async (body) => {
      const { http, stub } = await clientOf(async () => ({ body }));
      expect((await failure(http.ask(request))).message).toContain('with something that is no JSON object.');
      expect(stub.requests).toHaveLength(1);
    },
  );

  it('of a gigabyte is refused while it is read', async () => {
    let sent = 0;
    const { http } = await clientOf(
      async (_request, response) => {
        const megabyte = Buffer.alloc(1e6, ' ');
        response.setMaxListeners(0);
        response.writeHead(200);
        for (; sent < 1e9 && !response.destroyed; sent += megabyte.length) {
          if (!response.write(megabyte)) {
            await new Promise<void>((resolve) => {
              response.once('drain', resolve);
              response.once('close', resolve);
            });
          }
        }
        response.end();
        return undefined;
      },
      { largestAnswer: 8e6 },
    );
    expect((await failure(http.ask(request))).message).toContain('with more than 8 MB, and was not read on.');
    expect(sent).toBeLessThan(1e8);
  });

  it('that takes too long is not waited for; a longer prompt may take longer', async () => {
    const slow: Handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { body: { slow: true } };
    };
    const { http, stub } = await clientOf(slow, { timeoutMs: 100 });
    const error = await failure(http.ask(request));
    expect(error).toBeInstanceOf(ModelLostError);
    expect(error.message).toContain('did not answer /v1/completions within 0.1 seconds.');
    expect(stub.requests).toHaveLength(1);
    expect(await http.ask({ ...request, tokens: 10 })).toEqual({ slow: true });
  });
});

describe('the API key', () => {
  it('goes to the server and nowhere else', async () => {
    const { http, stub } = await clientOf(answers(), { apiKey: `${KEY}\n` });
    await http.ask({ path: '/v1/models' });
    expect(stub.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(inspect(http, { depth: 9, showHidden: true })).not.toContain(KEY);
    expect(JSON.stringify({ http }, (key, value) => (key === 'agent' ? undefined : value))).not.toContain(
      KEY,
    );
  });

  it('is not repeated when it is refused, though the server does', async () => {
    for (const status of [401, 403, 400, 429]) {
      const { http } = await clientOf(
        async ({ headers }) => ({
          status,
          body: { error: { message: `Wrong key ${headers.authorization}` } },
        }),
        { apiKey: KEY },
      );
      const error = await failure(http.ask(request));
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
      expect(error.message).toContain(
        status === 401 ? 'does not accept the API key: set NATS_ENGINE_API_KEY' : 'The server at',
      );
    }
  });

  it.each<[string, Handler]>([
    ['an answer that is no JSON', async () => ({ body: `[${KEY}` })],
    ['an answer that is cut', answers('cut', 'cut', 'cut', 'cut', 'cut')],
    ['an answer that is too large', async () => ({ body: KEY.repeat(500) })],
    ['no answer', async () => await new Promise(() => {})],
    ['a page of a gateway', async () => ({ status: 502, body: `<h1>Bad gateway for ${KEY}</h1>` })],
    ['another address', async () => ({ status: 302, body: '', headers: { location: `/?key=${KEY}` } })],
  ])('shows nowhere when the server gives %s', async (_what, handle) => {
    const { http } = await clientOf(handle, { apiKey: KEY, timeoutMs: 50, largestAnswer: 10_000 });
    const error = await failure(http.ask(request));
    expect(error).toBeInstanceOf(UserError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
  });

  it('is not taken from the address', () => {
    expect(() => httpClient({ url: 'http://me:secret@127.0.0.1:1' })).toThrow('should hold no password');
    expect(() => httpClient({ url: 'file:///etc/passwd' })).toThrow('--engine should be an address');
    expect(() => httpClient({ url: 'localhost' })).toThrow(
      'such as http://127.0.0.1:8000, but is "localhost".',
    );
  });
});

describe('the address', () => {
  it.each(['', '/', '/v1', '/v1/'])('may end in "%s"', async (end) => {
    const { stub } = await clientOf(answers());
    const http = httpClient({ url: stub.url + end });
    onTestFinished(() => http.close());
    await http.ask({ path: '/v1/models' });
    expect(stub.requests[0]?.path).toBe('/v1/models');
  });
});

describe('cancelling', () => {
  it('ends a request with the reason of the signal, and the server hears of it', async () => {
    let closed = false;
    const { http, stub } = await clientOf(async (_request, response) => {
      response.on('close', () => {
        closed = true;
      });
      return await new Promise(() => {});
    });
    const cancel = new AbortController();
    const asked = failure(http.ask({ ...request, signal: cancel.signal }));
    while (stub.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    cancel.abort(new Error('enough'));
    expect((await asked).message).toBe('enough');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(true);
  });

  it('ends the pause before another attempt, too', async () => {
    const cancel = new AbortController();
    const { http } = await clientOf(async () => ({ status: 503, body: '' }), {
      waitMs: 60_000,
      signal: cancel.signal,
    });
    const asked = failure(http.ask(request));
    setTimeout(() => cancel.abort(new Error('enough')), 50);
    expect((await asked).message).toBe('enough');
  });
});

describe('work in order', () => {
  it('is started four at a time and taken in order', async () => {
    let running = 0;
    let most = 0;
    const taken: number[] = [];
    await inOrder(
      Array.from({ length: 12 }, (_, i) => i),
      async (i) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, (i * 7) % 5));
        running--;
        return i;
      },
      (i) => taken.push(i),
    );
    expect(taken).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(most).toBe(4);
  });

  it('is aborted when one of them fails, or what takes it', async () => {
    for (const failing of ['work', 'take']) {
      const aborted: number[] = [];
      const started: number[] = [];
      const work = async (i: number, signal: AbortSignal): Promise<number> => {
        started.push(i);
        signal.addEventListener('abort', () => aborted.push(i));
        if (i === 1 && failing === 'work') throw new Error('broken');
        if (i > 1) await new Promise((resolve) => setTimeout(resolve, 50));
        return i;
      };
      const take = (i: number): void => {
        if (i === 1) throw new Error('broken');
      };
      const items = Array.from({ length: 100 }, (_, i) => i);
      expect((await failure(inOrder(items, work, take))).message).toBe('broken');
      expect(started.length).toBeLessThanOrEqual(6);
      expect(aborted).toEqual(started);
    }
  });
});
