import { PAGES } from './lab/model-messages';

/**
 * Keeps pages, scripts and answers of a site for visits without a connection, and isolates its pages, so that
 * WebAssembly may use threads. Whatever can be loaded is: only without a connection a page is as it was.
 */

interface WorkerEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface RequestEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceWorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

const scope = self as unknown as ServiceWorkerScope;
function isolated(response: Response): Response {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const { status, statusText, body } = response;
  return new Response([204, 304].includes(status) ? null : body, { status, statusText, headers });
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(PAGES);
  try {
    const response = await fetch(request);
    // A page must not fail because a browser has no room to keep it.
    if (response.status === 200) await cache.put(request, response.clone()).catch(() => {});
    return isolated(response);
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return isolated(kept);
    throw error;
  }
}

scope.addEventListener('install', () => void scope.skipWaiting());
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // The model's files are kept by whoever loads them, see lab/download.ts.
  if (request.method !== 'GET' || url.origin !== location.origin || url.search.startsWith('?sha256=')) return;
  event.respondWith(answer(request));
});
