import { onTestFinished } from 'vitest';
import { listenHere } from '#base/local-server';
import { type ApiOptions, createApi } from '../../scripts/serve/http.ts';
import type { ServedModel } from '../../scripts/serve/served-model.ts';

/** Serves a model in this process as long as the test runs. */
export async function serveHere(
  model: ServedModel,
  http: ApiOptions['http'] = {},
  site?: ApiOptions['site'],
) {
  const log: string[] = [];
  const api = createApi(model, { log: (line) => log.push(line), http, site });
  const url = await listenHere(api.server, 0);
  onTestFinished(() => api.stop());
  return { url, api, log, port: Number(new URL(url).port) };
}

/** Sends JSON to a server. */
export function postJson(url: string | URL, body: object, init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), ...init });
}
