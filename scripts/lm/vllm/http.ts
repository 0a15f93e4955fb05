import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { UserError } from '#base/user-error';
import { ModelLostError } from '../model-lost.ts';
import { pauseIn, retry } from '../retry.ts';

export interface HttpOptions {
  /** The server's address, with or without `/v1`. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** Ends all requests; what they throw is its reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long a request may take before its tokens are counted. Default five minutes: a server may be compiling. */
  readonly timeoutMs?: number;
  /** How long to wait before the second of several attempts; each further one waits twice as long. */
  readonly waitMs?: number;
  /** An answer of more bytes is refused while it is read. */
  readonly largestAnswer?: number;
}

const DEFAULTS = { timeoutMs: 300_000, waitMs: 500, largestAnswer: 64e6 };
/** At most this many requests are open at once. */
const IN_FLIGHT = 4;
const ATTEMPTS = 5;
/** A slow processor reads 30 tokens a second of a model of 1.5 billion weights; with others in the queue, fewer. */
const MS_PER_TOKEN = 200;

/** The server's answer was an error that another attempt would meet again. */
export class Refusal extends UserError {
  readonly status: number;
  readonly said: string;

  constructor(message: string, status: number, said: string) {
    super(message);
    this.status = status;
    this.said = said;
  }
}

/** Trouble on the way, which another attempt may not meet. */
export class PassingTrouble extends Error {
  readonly pauseMs: number;
  /** What it comes to when it does not pass. */
  readonly inTheEnd: UserError | undefined;

  constructor(message: string, pauseMs = 0, inTheEnd?: UserError) {
    super(message);
    this.pauseMs = pauseMs;
    this.inTheEnd = inTheEnd;
  }
}

/** A JSON object that nothing is known about yet. */
type Answer = Readonly<Record<string, unknown>>;

interface Request {
  readonly path: string;
  readonly body?: object;
  /** How many tokens the server has to read: what it may take its time for. */
  readonly tokens?: number;
  readonly signal?: AbortSignal;
}

/**
 * JSON over HTTP, by Node's own client: that of `fetch` gives up after five minutes without a word, which a long prompt
 * may take. Redirects are not followed, so that the API key goes nowhere else.
 */
export function httpClient({ url, apiKey, signal: stop, ...given }: HttpOptions) {
  const { timeoutMs: patienceMs, waitMs, largestAnswer } = { ...DEFAULTS, ...given };
  const base = addressOf(url);
  const protocol = base.protocol === 'https:' ? https : http;
  const agent = new protocol.Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const key = apiKey?.trim() || undefined;
  const name = `The server at ${base.host}`;
  let tokens = 0;

  const signalFor = ({ signal }: Request): AbortSignal =>
    AbortSignal.any([stop, signal].filter((one) => one !== undefined));

  async function attempt(request: Request): Promise<Answer> {
    const timeoutMs = patienceMs + MS_PER_TOKEN * (request.tokens ?? 0);
    const timeout = AbortSignal.timeout(timeoutMs);
    const given = signalFor(request);
    try {
      const { status, pauseMs, text } = await exchange(request, AbortSignal.any([given, timeout]));
      if (status === 200) return parsed(text, request.path);
      throw refusal(status, pauseMs, text, request.path);
    } catch (error) {
      given.throwIfAborted();
      if (timeout.aborted)
        throw new ModelLostError(
          `${name} did not answer ${request.path} within ${timeoutMs / 1000} seconds.`,
        );
      if (error instanceof UserError || error instanceof PassingTrouble) throw error;
      throw new PassingTrouble(`cannot be reached: ${reasonOf(error)}`);
    }
  }

  async function exchange({ path, body }: Request, signal: AbortSignal) {
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const request = protocol.request(new URL(base.pathname.replace(/\/$/, '') + path, base), {
      method: content ? 'POST' : 'GET',
      agent,
      signal,
      headers: {
        accept: 'application/json',
        ...(content ? { 'content-type': 'application/json', 'content-length': content.length } : {}),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
    });
    request.on('error', () => {}); // of an answer that breaks off, the loop below hears
    request.end(content);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > largestAnswer)
        throw new UserError(
          `${name} answered ${path} with more than ${largestAnswer / 1e6} MB, and was not read on.`,
        );
      chunks.push(chunk);
    }
    const pauseMs = pauseIn(response.headers['retry-after']);
    return { status: response.statusCode ?? 0, pauseMs, text: Buffer.concat(chunks).toString() };
  }

  function parsed(text: string, path: string): Answer {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value as Answer;
    } catch {
      if (!text.trimEnd().endsWith('}')) throw new PassingTrouble(`broke off its answer to ${path}`);
    }
    throw new UserError(`${name} answered ${path} with something that is no JSON object.`);
  }

  function refusal(status: number, pauseMs: number, text: string, path: string): Error {
    const said = messageIn(key === undefined ? text : text.replaceAll(key, '…'));
    // vLLM answers so in the seconds between the death of its engine and its own: another attempt tells.
    const hasDied = status === 500 && /EngineCore|EngineDead/.test(said);
    if (hasDied || [429, 502, 503, 504].includes(status)) {
      if (pauseMs <= patienceMs) return new PassingTrouble(`answered ${status}: ${said}`, pauseMs);
      const seconds = Math.ceil(pauseMs / 1000);
      return new ModelLostError(`${name} answered ${status}: ${said}; it asks to wait ${seconds} seconds.`);
    }
    if (status === 401 || status === 403) {
      const problem = key === undefined ? 'wants an API key' : 'does not accept the API key';
      return new Refusal(`${name} ${problem}: set NATS_ENGINE_API_KEY.`, status, said);
    }
    return new Refusal(`${name} answered ${path} with ${status}: ${said}.`, status, said);
  }

  return {
    /** Of all requests so far, whether answered or not. */
    get tokens() {
      return tokens;
    },

    close: () => agent.destroy(),

    /**
     * What `read` makes of the JSON object that the server answers. Throws a Refusal when the server refuses the request,
     * a ModelLostError when it is given up, another UserError for a useless answer, or the reason of an aborted signal.
     */
    async ask<R = Answer>(request: Request, read = (answer: Answer) => answer as R): Promise<R> {
      tokens += request.tokens ?? 0;
      try {
        return await retry(async () => read(await attempt(request)), {
          attempts: ATTEMPTS,
          waitMs,
          pauseAfter: (error) => (error instanceof PassingTrouble ? error.pauseMs : undefined),
          signal: signalFor(request),
        });
      } catch (error) {
        if (!(error instanceof PassingTrouble)) throw error;
        throw error.inTheEnd ?? new ModelLostError(`${name} ${error.message}.`, { cause: error });
      }
    },
  };
}

export type HttpClient = ReturnType<typeof httpClient>;

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UserError(`--engine should be an address such as http://127.0.0.1:8000, but is "${text}".`);
  if (url.username !== '' || url.password !== '')
    throw new UserError('--engine should hold no password: an API key is read from NATS_ENGINE_API_KEY.');
  url.pathname = url.pathname.replace(/\/v1\/?$/, '/');
  return url;
}

/** The sentence in an error's body, short and without control characters. */
function messageIn(text: string): string {
  let said = text;
  try {
    const { error, detail, message } = JSON.parse(text) as Record<string, unknown>;
    const inner = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    said = String(inner ?? detail ?? message ?? text);
  } catch {} // gateways answer in HTML or in plain text
  const plain = said.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return (plain.length > 300 ? `${plain.slice(0, 300)}…` : plain).replace(/\.$/, '') || 'nothing more';
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED' ? 'nothing listens there' : message;
}

/** Works on items, at most IN_FLIGHT at once and as fast as results are taken, in order. An error aborts the rest. */
export async function inOrder<T, R>(
  items: readonly T[],
  work: (item: T, signal: AbortSignal) => Promise<R>,
  take: (result: R, item: T) => void,
): Promise<void> {
  const rest = new AbortController();
  const running: Promise<R>[] = [];
  let started = 0;
  try {
    for (const item of items) {
      for (; started < items.length && running.length < IN_FLIGHT; started++) {
        const result = work(items[started] as T, rest.signal);
        result.catch(() => {}); // taken below, or aborted
        running.push(result);
      }
      take((await running.shift()) as R, item);
    }
  } finally {
    rest.abort();
  }
}
