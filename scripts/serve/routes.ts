import { readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { extname } from 'node:path';
import type { OpenAI } from 'openai';
import { decoded, fileBelow, mediaType } from '#base/local-server';
import type { ModelDescription } from '#page-model/lab';
import { chatCompletion, completion, type Events } from './completions.ts';
import { labNext, labScore, labVocabulary } from './lab.ts';
import { labNextRequest, labScoreRequest, tokenizeRequest } from './request-schema.ts';
import { assertServed, assertSoonEncoded, RequestError, type ServedModel } from './served-model.ts';

/** What the server answers at each path. */

/** An answer that is sent as it is. */
export class Content {
  readonly body: string | Uint8Array;
  readonly headers: OutgoingHttpHeaders;

  /** `type` is its media type; other headers may be added. */
  constructor(body: string | Uint8Array, type: string, headers: OutgoingHttpHeaders = {}) {
    this.body = body;
    this.headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
      ...headers,
    };
  }
}

/** Content, an object to send as JSON, or a stream of them. */
export type Answer = object | Events;

type Post = (model: ServedModel, body: unknown, signal: AbortSignal) => Answer | Promise<Answer>;

const POSTS: ReadonlyMap<string, Post> = new Map(
  Object.entries({
    '/v1/completions': completion,
    '/v1/chat/completions': chatCompletion,
    /** As vLLM answers. */
    '/tokenize'(model, body) {
      const { model: name, prompt } = tokenizeRequest(body);
      assertServed(model, name);
      assertSoonEncoded(model, [prompt]);
      const tokens = model.encode(prompt);
      return { count: tokens.length, max_model_len: model.contextLength, tokens };
    },
    /** Float32 numbers as little-endian bytes. */
    async '/lab/next'(model, body, signal) {
      const { text, ids } = labNextRequest(body);
      const { buffer, byteOffset, byteLength } = await labNext(model, text, ids, signal);
      return new Content(new Uint8Array(buffer, byteOffset, byteLength), 'application/octet-stream');
    },
    '/lab/score': (model, body, signal) => labScore(model, labScoreRequest(body).parts, signal),
  } satisfies Record<string, Post>),
);

const MODELS = '/v1/models';
const startedAt = Math.floor(Date.now() / 1000);

/** What to do with a request to a path: `POST` takes a body. */
export interface Route {
  readonly methods: readonly string[];
  answer(body: unknown, signal: AbortSignal): Answer | Promise<Answer>;
}

const described = ({ id }: ServedModel): OpenAI.Model => {
  return { id, object: 'model', created: startedAt, owned_by: 'local' };
};

const GETS: ReadonlyMap<string, (model: ServedModel) => object> = new Map(
  Object.entries({
    [MODELS]: (model: ServedModel) => ({ object: 'list', data: [described(model)] }),
    '/lab/vocabulary': labVocabulary,
    '/lab/model.json': ({ id, engine }: ServedModel): ModelDescription => {
      return { runs: 'server', model: id, ...(engine && { engine }) };
    },
  }),
);

/** What a path names; nothing is done yet. Throws a RequestError if it names nothing, or the report is missing. */
export function routeOf(model: ServedModel, report: string, path: string): Route {
  const post = POSTS.get(path);
  if (post) return { methods: ['POST'], answer: (body, signal) => post(model, body, signal) };
  const get = GETS.get(path) ?? modelAt(model, path) ?? fileAt(report, path);
  if (get) return { methods: ['GET', 'HEAD'], answer: () => get(model) };
  const paths = [...POSTS.keys()].join(', ');
  throw new RequestError(404, `This server answers GET ${MODELS} and POST ${paths}.`);
}

function modelAt(model: ServedModel, path: string): typeof described | undefined {
  if (!path.startsWith(`${MODELS}/`)) return undefined;
  const name = path.slice(MODELS.length + 1);
  assertServed(model, decoded(name) ?? name);
  return described;
}

/** A file that is no page runs nothing, even if it is opened by itself. */
const FILE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
};
const PAGE_HEADERS = { 'content-security-policy': "frame-ancestors 'none'" };

/** What reads a file of the report. */
function fileAt(report: string, path: string): (() => Promise<Content>) | undefined {
  const file = fileBelow(report, path === '/' ? '/index.html' : path);
  if (file === undefined && path === '/')
    throw new RequestError(404, 'There is no report to show yet: run npm run build first.');
  if (file === undefined) return undefined;
  const headers = extname(file) === '.html' ? PAGE_HEADERS : FILE_HEADERS;
  return async () => new Content(await readFile(file), mediaType(file), headers);
}
