import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Where `main` is; files are served from this commit only. */
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

interface Trouble {
  /** Answers with this status instead. */
  readonly status?: number;
  readonly retryAfter?: string;
  /** Breaks the body of a file off after some bytes. */
  readonly breakAfter?: number;
  /** Sends as many other bytes. */
  readonly garbled?: boolean;
  /** Sends half of a file as if it were whole. */
  readonly shortened?: boolean;
  /** Of this file only. */
  readonly file?: string;
  /** For so many requests, then all is well. */
  readonly times?: number;
}

/** A loopback server laid out as the Hub: /api/models/OWNER/NAME/revision/main, /OWNER/NAME/resolve/COMMIT/FILE. */
export interface HubServer {
  readonly address: string;
  /** Files asked for, in order; "list" for the list of them. */
  readonly requests: string[];
  trouble: Trouble;
  close(): Promise<void>;
}

/** As the Hub lists files: large ones are in LFS and have a SHA-256, the others are known by Git's SHA-1. */
function listed(folder: string, name: string): object {
  const bytes = readFileSync(join(folder, name));
  const git = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const lfs = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  const file = { rfilename: name, size: bytes.length };
  return name.startsWith('onnx/') ? { ...file, blobId: '0'.repeat(40), lfs } : { ...file, blobId: git };
}

/** Serves the files of a folder as those of the model `id`. */
export async function serveHub(id: string, folder: string): Promise<HubServer> {
  const requests: string[] = [];
  const prefix = `/${id}/resolve/${COMMIT}/`;
  const hub = { trouble: {} as Trouble };
  let troubled = 0;
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const isList = url === `/api/models/${id}/revision/main?blobs=true`;
    const file = isList ? 'list' : url.startsWith(prefix) ? url.slice(prefix.length) : undefined;
    if (file !== undefined) requests.push(file);
    const own = hub.trouble.file === undefined || hub.trouble.file === file;
    const spared = !own || troubled >= (hub.trouble.times ?? Number.POSITIVE_INFINITY);
    const { status, retryAfter, breakAfter, garbled, shortened } = spared ? {} : hub.trouble;
    if (!spared) troubled += 1;
    const path = join(folder, file ?? '');
    if (status !== undefined || file === undefined || !(isList || existsSync(path))) {
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      response.writeHead(status ?? 404).end();
      return;
    }
    if (isList) {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => name.replaceAll('\\', '/'))
        .filter((name) => statSync(join(folder, name)).isFile());
      response.end(JSON.stringify({ sha: COMMIT, siblings: names.map((name) => listed(folder, name)) }));
      return;
    }
    const size = Math.floor(statSync(path).size / (shortened ? 2 : 1));
    response.writeHead(200, { 'content-length': size });
    if (garbled || shortened) {
      response.end(Buffer.alloc(size));
      return;
    }
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
