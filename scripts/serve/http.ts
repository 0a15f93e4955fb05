import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '#base/user-error';
import type { Events } from './completions.ts';
import { type Answer, Content, routeOf } from './routes.ts';
import { RequestError, type ServedModel } from './served-model.ts';

/** A larger body is refused before it is read. */
const MOST_BYTES = 1_000_000;
/** The most requests at once, because each holds its body in memory. */
const MOST_REQUESTS = 1000;
/** A client that leaves more bytes of a stream unread is dropped. To wait for it would hold the model up for others. */
const MOST_UNREAD = 16e6;
/** How long a client may take to send its headers, and its whole request. */
const WAITING_TIMES = { headersTimeout: 20_000, requestTimeout: 60_000 };
/** How long the server waits for its last answers. */
const STOP_MS = 500;
const LOOPBACK = ['127.0.0.1', 'localhost'];

interface ApiOptions {
  /** The folder of the report, which is in front of the API. */
  readonly report: string;
  /** Gets one line about each failure of the server, or of one behind it. */
  readonly log: (line: string) => void;
}

export interface Api {
  readonly server: Server;
  /** Tells every waiting client that the server stops, and closes all connections. */
  stop(): Promise<void>;
}

/** Makes the server; it does not listen yet. */
export function createApi(model: ServedModel, { log, report }: ApiOptions, times = WAITING_TIMES): Api {
  const stopping = new AbortController();
  const open = new Set<Promise<void>>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const left = new AbortController();
    response.on('close', () => left.abort());
    const signal = AbortSignal.any([left.signal, stopping.signal]);
    const drop = (): void => {
      const most = `${MOST_UNREAD / 1e6} MB`;
      log(`${request.method} ${request.url} was cut off: its client left more than ${most} unread.`);
      left.abort();
      response.destroy();
    };
    try {
      assertLocal(request);
      if (open.size >= MOST_REQUESTS) throw new RequestError(429, 'The server is busy: try again later.');
      const { method = '', url = '' } = request;
      const [path = ''] = url.split('?');
      const { methods, answer } = routeOf(model, report, path);
      if (!methods.includes(method)) {
        response.setHeader('allow', methods.join(', '));
        throw new RequestError(405, `${path} takes ${methods[0]} only.`);
      }
      const answered = await answer(method === 'POST' ? await bodyOf(request) : undefined, signal);
      if (isStream(answered)) await sendEvents(response, answered, drop);
      else send(response, 200, answered);
    } catch (error) {
      if (left.signal.aborted) return;
      const { status, body } = refusalOf(signal.aborted ? signal.reason : error);
      if (status >= 500 && !signal.aborted) log(`${request.method} ${request.url} failed: ${lineOf(error)}`);
      if (!response.headersSent) send(response, status, body);
      else response.end(`data: ${JSON.stringify(body)}\n\n`);
    }
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const handled = handle(request, response).finally(() => open.delete(handled));
    open.add(handled);
  };
  const server = createServer(times, listener);
  return {
    server,
    async stop() {
      server.close();
      stopping.abort(new RequestError(503, 'The server is stopping.'));
      // A body may still be on its way: nobody waits for it.
      await Promise.race([Promise.all(open), delay(STOP_MS, undefined, { ref: false })]);
      await new Promise(setImmediate); // lets the last answers leave
      server.closeAllConnections();
    },
  };
}

/** Refuses what a page of another site sends: it names that site in `Origin` or, after DNS rebinding, in `Host`. */
function assertLocal({ headers, socket }: IncomingMessage): void {
  const hosts = LOOPBACK.flatMap((name) => {
    const named = `${name}:${socket.localPort}`;
    return socket.localPort === 80 ? [name, named] : [named];
  });
  const { host = '', origin } = headers;
  if (!hosts.includes(host.toLowerCase()))
    throw new RequestError(403, `This server is ${hosts[0]}, not ${JSON.stringify(host)}.`);
  if (origin !== undefined && !hosts.some((one) => origin === `http://${one}`))
    throw new RequestError(403, 'Pages of other sites may not use this server.');
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json *(;|$)/i.test(type))
    throw new RequestError(415, 'The Content-Type of a request must be application/json.');
  const tooLarge = new RequestError(413, `The body of a request may have at most ${MOST_BYTES} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  // The connection stays open, so that the client can read the refusal.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new RequestError(400, 'The body of the request must be a JSON object.');
  }
}

/** Of an answer to HEAD, Node leaves the body out. */
function send(response: ServerResponse, status: number, answer: object): void {
  const isContent = answer instanceof Content;
  const { headers, body } = isContent ? answer : new Content(JSON.stringify(answer), 'application/json');
  response.writeHead(status, headers).end(body);
}

const isStream = (answer: Answer): answer is Events => typeof answer === 'function';

async function sendEvents(response: ServerResponse, events: Events, drop: () => void): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const stream = new ReadableStream<object>({
    async start(controller) {
      await events((event) => controller.enqueue(event));
      controller.close();
    },
  });
  for await (const event of stream) {
    const isRead = response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (!isRead) await new Promise(setImmediate); // or what came at once would count as unread
    if (response.writableLength > MOST_UNREAD) return drop();
  }
  response.end('data: [DONE]\n\n');
}

/** The status and body that report an error, in OpenAI's shape. */
function refusalOf(error: unknown): { readonly status: number; readonly body: object } {
  const isTheirs = error instanceof UserError || error instanceof RequestError;
  const { status, param } =
    error instanceof RequestError ? error : { status: isTheirs ? 400 : 500, param: null };
  const message = isTheirs ? error.message : 'The server met an unexpected error: see what it printed.';
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  return { status, body: { error: { message, type, param, code: null } } };
}

function lineOf(error: unknown): string {
  if (error instanceof RequestError) return error.message;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return told.replaceAll(/\s*\n\s*/g, ' | ');
}
