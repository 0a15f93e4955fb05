import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DownloadProgress, downloadReporter } from '#lm/download-progress';
import { hubFolder, hubModelFolder } from '#lm/hub';
import { sentenceOf } from '../refusals.ts';
import { sharedFolder } from '../temporary.ts';
import { type HubServer, serveHub } from './hub-server.ts';
import { smallFolder } from './small-model.ts';
import { watchPauses } from './watch-pauses.ts';

const ID = 'someone/small-model';

const small = await smallFolder();
let server: HubServer;
const homes = sharedFolder();
let home: string;
let env: Record<string, string>;

/** Without the wait between attempts. */
const modelFolder = (id: string, options: Parameters<typeof hubModelFolder>[1] = {}) =>
  hubModelFolder(id, { env, waitMs: 0, ...options });

beforeEach(async () => {
  server = await serveHub(ID, small);
  home = mkdtempSync(join(homes, 'home-'));
  env = { HF_HOME: home, HF_ENDPOINT: server.address };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

/** Files of the download's folder, none of them half written. */
function downloaded(): string[] {
  const folder = hubFolder(ID, env);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .sort();
}

describe('a model of the Hub', () => {
  it('is downloaded file by file, whole, with progress for each', async () => {
    const progress: DownloadProgress[] = [];
    const folder = await modelFolder(ID, { onProgress: (one) => progress.push(one) });
    expect(folder.path).toBe(hubFolder(ID, env));
    expect(folder.graph).toBe('onnx/model_q4.onnx');
    for (const file of folder.files) {
      expect(readFileSync(join(folder.path, file)).equals(readFileSync(join(small, file)))).toBe(true);
      const own = progress.filter((one) => one.file === file);
      const size = readFileSync(join(small, file)).length;
      expect(own.at(-1)).toEqual({ file, loaded: size, total: size, done: true });
      expect(own.filter(({ done }) => done)).toHaveLength(1);
      const amounts = own.map(({ loaded }) => loaded);
      expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
    }
    expect(downloaded().sort()).toEqual([...folder.files].sort());
  });

  it('leaves no half a file behind when the connection keeps breaking, and the next try succeeds', async () => {
    server.trouble = { breakAfter: 200, file: 'tokenizer.json' };
    const message = await sentenceOf(modelFolder(ID));
    expect(message).toContain(`The model ${ID} could not be downloaded from 127.0.0.1`);
    expect(server.requests.filter((file) => file === 'tokenizer.json')).toHaveLength(4);
    expect(downloaded().filter((name) => name.startsWith('tokenizer.json'))).toEqual([]);
    server.trouble = {};
    await modelFolder(ID);
  });

  it.each([
    ['the connection breaks', { breakAfter: 200, file: 'onnx/model_q4.onnx_data' }],
    ['a file of another size comes', { shortened: true, file: 'onnx/model_q4.onnx_data' }],
    ['other bytes come', { garbled: true, file: 'onnx/model_q4.onnx' }],
    ['other bytes of a file outside of LFS come', { garbled: true, file: 'tokenizer.json' }],
    ['the server is busy', { status: 503 }],
    ['the server wants to be asked less often', { status: 429, file: 'config.json' }],
  ])('is asked for again when %s, up to three times', async (_, trouble) => {
    server.trouble = { ...trouble, times: 3 };
    const { path, files } = await modelFolder(ID);
    for (const file of files) {
      expect(readFileSync(join(path, file)).equals(readFileSync(join(small, file)))).toBe(true);
    }
    expect(server.requests.filter((file) => file === (server.trouble.file ?? 'list'))).toHaveLength(4);
  });

  it('is usable without a file that only some models have, and needs no server the next time', async () => {
    server.trouble = { status: 404, file: 'generation_config.json' };
    const { files } = await modelFolder(ID);
    expect(files).not.toContain('generation_config.json');
    await server.close();
    expect((await modelFolder(ID)).files).toEqual(files);
    server = await serveHub(ID, small);
  });

  it('is waited for as long as the Hub says, unless that is for long', async () => {
    server.trouble = { status: 429, retryAfter: '0.2', times: 1 };
    const pauses = watchPauses();
    await modelFolder(ID);
    expect(pauses()).toEqual([200]);
    rmSync(home, { recursive: true });
    server.requests.length = 0;
    server.trouble = { status: 429, retryAfter: '86400' };
    expect(await sentenceOf(modelFolder(ID))).toMatch(/answered 429 .*; it asks to wait 86400 seconds\.$/);
    expect(server.requests).toEqual(['list']);
  });

  it('is refused when its bytes are never those that the Hub lists', async () => {
    server.trouble = { garbled: true, file: 'tokenizer.json' };
    expect(await sentenceOf(modelFolder(ID))).toContain('tokenizer.json came with other bytes');
    expect(downloaded()).not.toContain('tokenizer.json');
  });

  it('is of one commit: what is here of another one is replaced', async () => {
    const { path } = await modelFolder(ID);
    writeFileSync(join(path, 'config.json'), '{}');
    rmSync(join(path, 'tokenizer_config.json'));
    server.requests.length = 0;
    await modelFolder(ID);
    expect(server.requests).toEqual(['list', 'config.json', 'tokenizer_config.json']);
    expect(readFileSync(join(path, 'config.json'), 'utf8')).not.toBe('{}');
  });

  it('is missed in one sentence: no such model, a server in trouble, no server', async () => {
    expect(await sentenceOf(modelFolder('someone/else'))).toContain('no public model of that name');
    server.trouble = { status: 503 };
    expect(await sentenceOf(modelFolder(ID))).toContain('answered 503 for api/models/');
    await server.close();
    expect(await sentenceOf(modelFolder(ID))).toContain('could not be downloaded from 127.0.0.1');
    server = await serveHub(ID, small);
  });

  it('is refused when it has no graph', async () => {
    const bare = mkdtempSync(join(home, 'bare-'));
    for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
      copyFileSync(join(small, file), join(bare, file));
    await server.close();
    server = await serveHub(ID, bare);
    env.HF_ENDPOINT = server.address;
    expect(await sentenceOf(modelFolder(ID))).toContain('it has no ONNX graph');
  });
});

describe('names on the Hub', () => {
  it('are kept below HF_HOME, or the usual place', () => {
    expect(hubFolder('a/b', { HF_HOME: '/home' })).toBe(join('/home', 'transformers.js', 'a', 'b'));
    expect(hubFolder('a/b', {})).toMatch(/[\\/]\.cache[\\/]huggingface[\\/]transformers\.js[\\/]a[\\/]b$/);
  });
});

describe('showing a download', () => {
  const event = (loaded: number, done = false): DownloadProgress => ({
    file: 'onnx/model.onnx',
    loaded,
    total: 2_000_000,
    done,
  });

  it('draws one line anew in a terminal, not more than ten times a second, and leaves it at the end', () => {
    let written = '';
    let time = 0;
    const stream = { isTTY: true, columns: 90, write: (text: string) => (written += text) };
    const report = downloadReporter(stream, () => time);
    for (const [at, loaded] of [
      [0, 0],
      [50, 500_000],
      [120, 1_000_000],
      [240, 2_000_000],
    ] as const) {
      time = at;
      report(event(loaded));
    }
    report(event(2_000_000, true));
    const lines = written.split('\r');
    expect(lines).toHaveLength(5); // the update after 50 ms was not drawn
    expect(written).toContain('50 %  onnx/model.onnx  1.0 MB of 2.0 MB');
    for (const line of lines) expect(line.replaceAll('\x1b[K', '').trimEnd().length).toBeLessThan(90);
    expect(written.endsWith('✓ onnx/model.onnx  2.0 MB\n')).toBe(true);
    expect(written.match(/\n/g)).toHaveLength(1);
  });
});
