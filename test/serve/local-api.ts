import { onTestFinished } from 'vitest';
import { listenHere } from '#base/local-server';
import { createApi } from '../../scripts/serve/http.ts';
import type { ServedModel } from '../../scripts/serve/served-model.ts';

/** Serves a model in this process as long as the test runs, behind a report if there is one. */
export async function serveHere(
  model: ServedModel,
  { report = 'no-report', times }: { report?: string; times?: Parameters<typeof createApi>[2] } = {},
) {
  const log: string[] = [];
  const api = createApi(model, { log: (line) => log.push(line), report }, times);
  const url = await listenHere(api.server, 0);
  onTestFinished(() => api.stop());
  return { url, api, log, port: Number(new URL(url).port) };
}

/** Sends JSON to a server. */
export function postJson(url: string | URL, body: object, init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), ...init });
}
