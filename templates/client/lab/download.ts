import type { LoadingProgress, ModelFile } from '../../../scripts/page-model/lab.ts';

/** Model files from the network or the browser's cache, each with the SHA-256 that the site states. */

const CACHE = 'nats-and-bits-model';

const hexadecimal = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

const isWhole = async (data: Uint8Array<ArrayBuffer>, { bytes, sha256 }: ModelFile): Promise<boolean> =>
  data.length === bytes && hexadecimal(await crypto.subtle.digest('SHA-256', data)) === sha256;

/** A file under the address that its content has for itself, so that a new one is never mistaken for an old one. */
const addressOf = ({ path, sha256 }: ModelFile, root: string): string =>
  new URL(`${path}?sha256=${sha256}`, root).href;

/** Whether the browser keeps all of these files from an earlier visit. */
export async function areKept(files: readonly ModelFile[], root: string): Promise<boolean> {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  return files.every((file) => kept.has(addressOf(file, root)));
}

/** The files in order, and whether all are kept for the next visit. Files that are not among them are forgotten. */
export async function loadedFiles(
  files: readonly ModelFile[],
  root: string,
  tell: (progress: LoadingProgress) => void,
): Promise<{ readonly contents: Uint8Array<ArrayBuffer>[]; readonly isKept: boolean }> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const cache = await caches.open(CACHE);
  const own = new Set(files.map((file) => addressOf(file, root)));
  for (const { url } of await cache.keys())
    if (url.startsWith(root) && !own.has(url)) await cache.delete(url);
  let before = 0;
  const contents: Uint8Array<ArrayBuffer>[] = [];
  let isKept = true;
  for (const file of files) {
    const start = before;
    const loaded = await loadedFile(file, root, cache, (bytes) => tell({ loaded: start + bytes, total }));
    contents.push(loaded.data);
    isKept &&= loaded.isKept;
    before += file.bytes;
  }
  return { contents, isKept };
}

async function loadedFile(
  file: ModelFile,
  root: string,
  cache: Cache,
  tell: (bytes: number) => void,
): Promise<{ readonly data: Uint8Array<ArrayBuffer>; readonly isKept: boolean }> {
  const address = addressOf(file, root);
  const kept = await cache.match(address);
  if (kept) {
    const data = new Uint8Array(await kept.arrayBuffer());
    tell(file.bytes);
    if (await isWhole(data, file)) return { data, isKept: true };
    await cache.delete(address);
  }
  const data = await downloaded(file, address, tell);
  if (!(await isWhole(data, file)))
    throw new Error(`${file.path} arrived damaged or incomplete, so it was not kept. Load the model again.`);
  // A browser without room for it can still use what it has loaded.
  const isKept = await cache.put(address, new Response(data)).then(
    () => true,
    () => false,
  );
  return { data, isKept };
}

async function downloaded(
  { path, bytes }: ModelFile,
  address: string,
  tell: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const unreachable = new Error(`${path} could not be loaded. Is there a connection?`);
  const response = await fetch(address, { cache: 'no-store' }).catch(() => undefined);
  if (!response?.ok || !response.body) throw unreachable;
  const data = new Uint8Array(bytes);
  const reader = response.body.getReader();
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read().catch(() => {
      throw unreachable;
    });
    if (done) return data.subarray(0, length);
    if (length + value.length > bytes) throw new Error(`${path} is larger than the site says.`);
    data.set(value, length);
    length += value.length;
    tell(length);
  }
}
