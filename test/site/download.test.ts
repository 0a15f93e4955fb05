import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { loadedFiles } from '../../templates/client/lab/download.ts';

const data = new TextEncoder().encode('weights');
const file = {
  path: 'model.bin',
  bytes: data.length,
  sha256: createHash('sha256').update(data).digest('hex'),
};

/** A browser whose cache keeps files only if it has room. */
function browserWith({ hasRoom }: { hasRoom: boolean }) {
  const kept = new Map<string, Response>();
  const cache = {
    keys: async () => [],
    match: async (address: string) => kept.get(address)?.clone(),
    put: async (address: string, response: Response) => {
      if (!hasRoom) throw new DOMException('full', 'QuotaExceededError');
      kept.set(address, response);
    },
  };
  const fetched = vi.fn(async () => new Response(data));
  vi.stubGlobal('caches', { open: async () => cache });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

const load = () => loadedFiles([file], 'https://host/report/', () => {});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a browser with room asks the network for a file once', async () => {
  const fetched = browserWith({ hasRoom: true });
  expect(await load()).toEqual({ contents: [data], isKept: true });
  expect(await load()).toEqual({ contents: [data], isKept: true });
  expect(fetched).toHaveBeenCalledTimes(1);
});

it('a browser without room uses what it loaded, and says that it is not kept', async () => {
  browserWith({ hasRoom: false });
  expect(await load()).toEqual({ contents: [data], isKept: false });
});
