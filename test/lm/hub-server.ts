import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A loopback server laid out as the Hub: /OWNER/NAME/resolve/main/FILE. */
export interface HubServer {
  readonly address: string;
  /** Files asked for, in order. */
  readonly requests: string[];
  /** Answers every file with this status instead, or breaks a file's body off after some bytes. */
  trouble: { readonly status?: number; readonly breakAfter?: number };
  close(): Promise<void>;
}

/** Serves the files of a folder as those of the model `id`. */
export async function serveHub(id: string, folder: string): Promise<HubServer> {
  const requests: string[] = [];
  const prefix = `/${id}/resolve/main/`;
  const hub = { trouble: {} as HubServer['trouble'] };
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const file = url.startsWith(prefix) ? url.slice(prefix.length) : undefined;
    if (file !== undefined) requests.push(file);
    const path = file === undefined ? '' : join(folder, file);
    const { status, breakAfter } = hub.trouble;
    if (status !== undefined || file === undefined || !existsSync(path)) {
      response.writeHead(status ?? 404).end();
      return;
    }
    response.writeHead(200, { 'content-length': statSync(path).size });
    const body = createReadStream(path, breakAfter === undefined ? {} : { end: breakAfter });
    body.pipe(response, { end: breakAfter === undefined });
    if (breakAfter !== undefined) body.on('end', () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(hub, {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
