import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fileBelow } from '#base/local-server';
import { sharedFolder } from '../temporary.ts';
import { postJson, serveHere } from './local-api.ts';
import { slowModel } from './slow-model.ts';

const PAGE = '<p class="lead">$& {{x}}</p>\n';

const parent = sharedFolder();
const folder = join(parent, 'output');

beforeAll(() => {
  mkdirSync(join(folder, 'data'), { recursive: true });
  for (const name of ['index.html', 'data/a b.json', '.hidden', 'data/picture.svg'])
    writeFileSync(join(folder, name), name.endsWith('.html') ? PAGE : 'inside');
  writeFileSync(join(parent, 'secret.txt'), 'outside');
  symlinkSync(join(parent, 'secret.txt'), join(folder, 'link.txt'));
  symlinkSync(parent, join(folder, 'up'));
});

describe('the report behind npm run serve', () => {
  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/data/..%2f..%2fsecret.txt',
    '/data%5c..%5c..%5csecret.txt',
    '//secret.txt',
    '/link.txt',
    '/up/secret.txt',
    '/.hidden',
    '/data',
    '/data/',
    '/index.html%00.svg',
    '/c:/secret.txt',
    '/%',
  ])('has no file at %s', async (path) => {
    expect(fileBelow(folder, path)).toBeUndefined();
    const { port } = await serveHere(slowModel(), { report: folder });
    // fetch would tidy the path up.
    const [response] = await once(get({ host: '127.0.0.1', port, path }), 'response');
    response.resume();
    expect(response.statusCode).toBe(404);
  });

  it('sends files as what they are, and only their head to whoever asks for that', async () => {
    const { url } = await serveHere(slowModel(), { report: folder });
    const data = await fetch(`${url}/data/a%20b.json`);
    expect(await data.text()).toBe('inside');
    expect(data.headers.get('content-type')).toBe('application/json');
    const picture = await fetch(`${url}/data/picture.svg`, { method: 'HEAD' });
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(picture.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(await picture.text()).toBe('');
    expect((await fetch(`${url}/index.html`, { method: 'DELETE' })).status).toBe(405);
  });

  it('sends pages byte for byte as they are, and says which model they can ask', async () => {
    const { url } = await serveHere(slowModel(), { report: folder });
    for (const path of ['/', '/index.html']) {
      const page = await fetch(url + path);
      expect(await page.text()).toBe(PAGE);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    }
    const described = await fetch(`${url}/lab/model.json`);
    expect(await described.json()).toEqual({ runs: 'server', model: slowModel().id });
  });

  it('says in one sentence that there is no report yet, while the API answers', async () => {
    const { url } = await serveHere(slowModel(), { report: join(parent, 'none') });
    const response = await fetch(url);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: 'There is no report to show yet: run npm run build first.' },
    });
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  });
});

describe('what the instruments ask', () => {
  it('is a whole prediction, after a text and more tokens', async () => {
    const { url } = await serveHere(slowModel());
    const response = await postJson(`${url}/lab/next`, { text: 'ab', ids: [99] });
    const logits = new Float32Array(await response.arrayBuffer());
    expect(logits).toHaveLength(128);
    expect(logits.indexOf(1)).toBe(99);
    for (const [body, sentence] of [
      [{ text: '' }, 'The text is empty.'],
      [{ text: 'a', ids: [128] }, '"prompt" has the id 128; ids go from 0 to 127.'],
      [{ text: 'a', more: 1 }, 'This server does not support "more"; it supports text, ids.'],
    ] as const) {
      const refused = await postJson(`${url}/lab/next`, body);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ error: { message: sentence } });
    }
  });

  it('is the score of each token of several texts, and not of what is before them', async () => {
    const { url } = await serveHere(slowModel());
    const parts = [
      { before: 'xx', text: 'ab' },
      { before: '', ids: [97, 97] },
    ];
    const lines = (await (await postJson(`${url}/lab/score`, { parts })).text()).trim().split('\n\n');
    expect(lines.pop()).toBe('data: [DONE]');
    const events = lines.map((line) => JSON.parse(line.slice(6)));
    const tokensOf = (part: number) =>
      events.filter((one) => one.part === part).flatMap(({ tokens }) => tokens);
    const miss = -Math.log(127 + Math.E);
    const numbers = [expect.closeTo(miss, 5), expect.any(Number), expect.any(Number)];
    expect(tokensOf(0)).toEqual([
      [97, 1, ...numbers],
      [98, 1, ...numbers],
    ]);
    expect(tokensOf(1)).toEqual([
      [97, 1, null, null, null],
      [97, 1, expect.closeTo(1 + miss, 5), 1, expect.any(Number)],
    ]);
  });

  it('costs nothing more once nobody waits for it', async () => {
    const model = slowModel({ callMs: 5 });
    const { url } = await serveHere(model);
    const left = new AbortController();
    const parts = Array.from({ length: 32 }, () => ({ before: 'x'.repeat(20), text: 'abc'.repeat(100) }));
    const long = postJson(`${url}/lab/score`, { parts }, { signal: left.signal }).then((one) => one.text());
    await vi.waitFor(() => expect(model.calls.length).toBeGreaterThan(3));
    left.abort();
    await expect(long).rejects.toThrow();
    await vi.waitFor(() => expect(model.open.size).toBe(0));
    expect(model.calls.length).toBeLessThan(60);
  });
});
