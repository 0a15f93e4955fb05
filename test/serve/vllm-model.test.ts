import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '#base/command';
import { openServedEngine } from '../../scripts/serve/open-model.ts';
import { serveHub } from '../lm/hub-server.ts';
import { smallModel } from '../lm/small-model.ts';
import { type CompletionRequest, type Handler, serve, vllmWith } from '../lm/vllm/stub-server.ts';
import { isBrowserMissing, useBrowser } from '../render/browser.ts';
import { runScript } from '../run-score.ts';
import { temporaryFolder } from '../temporary.ts';
import { postJson, serveHere } from './local-api.ts';
import { startServe } from './start-serve.ts';

const { folder, lm } = await smallModel();

it('npm run serve --engine predicts and scores with the model behind the server, and refuses to write', async () => {
  const { url: engine } = await serve(vllmWith(lm));
  const { child, url } = await startServe(['--engine', engine, '--tokenizer', folder]);
  const post = (path: string, body: object) => postJson(new URL(path, url), body);
  const ids = lm.encode('The cat');

  const answer = await post('/lab/next', { text: 'The cat' });
  const logits = new Float32Array(await answer.arrayBuffer());
  const [expected, found] = [lm.top((await lm.next(ids)).logits, 5), lm.top(logits, 5)];
  expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  for (const [place, { logprob }] of expected.entries())
    expect(found[place]?.logprob).toBeCloseTo(logprob, 4);

  const scored = await post('/lab/score', { parts: [{ before: 'The cat', text: ' sat.' }] });
  const [event = ''] = (await scored.text()).split('\n\n');
  const { tokens } = await lm.score(lm.encode(' sat.'), ids);
  const rows = JSON.parse(event.slice('data: '.length)).tokens;
  expect(rows).toEqual(
    tokens.map(({ id, bytes, logprob, rank }) => [
      id,
      bytes.length,
      expect.closeTo(logprob ?? 0, 4),
      rank,
      null,
    ]),
  );

  const refused = await post('/v1/completions', { prompt: 'The cat' });
  expect(await refused.json()).toMatchObject({
    error: { message: expect.stringMatching(`runs behind ${engine}: send this request there\\.$`) },
  });
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('shows on standard error what it downloads: a model, or the tokenizer of one behind a server', async () => {
  const hub = await serveHub('someone/small', folder);
  const { url: engine } = await serve(vllmWith(lm));
  onTestFinished(() => hub.close());
  // The port is taken, so that the command ends once the model is open.
  const port = new URL(hub.address).port;
  const env = { HF_HOME: temporaryFolder(), HF_ENDPOINT: hub.address };
  const told = async (...args: string[]) =>
    (await runScript('serve', ['--port', port, ...args], { env })).stderr;
  const tokenizer = await told('--engine', engine, '--tokenizer', 'someone/small');
  expect(tokenizer).toMatch(/^Downloading .*Downloaded tokenizer\.json, .*Port \d+ cannot be used/s);
  const model = await told('--model', 'someone/small');
  expect(model).toMatch(/^Downloading .*Downloaded onnx\/model_q4\.onnx_data, .*Port \d+ cannot be used/s);
});

/** The small model behind a stub of vLLM behind the server; `answer`, once set, is what the stub says instead. */
async function servedBehindStub(around: (usual: Handler) => Handler = (usual) => usual) {
  const usual = around(vllmWith(lm));
  const stub: { answer?: Awaited<ReturnType<Handler>> } = {};
  const { url } = await serve(async (request, response) => stub.answer ?? (await usual(request, response)));
  const model = await openServedEngine({ url, tokenizer: folder, waitMs: 1 });
  onTestFinished(() => model.close());
  return { stub, ...(await serveHere(model, { report: `${ROOT}output` })) };
}

it('answers 503 when the server behind it is lost and 502 when it talks nonsense, and logs both', async () => {
  const { stub, url, log } = await servedBehindStub();
  const next = async (): Promise<string> => {
    const response = await postJson(`${url}/lab/next`, { text: 'The cat' });
    return `${response.status} ${response.ok ? '' : (await response.json()).error.message}`;
  };
  stub.answer = { status: 503, body: 'Loading' };
  expect(await next()).toMatch(/^503 The server at 127\.0\.0\.1:\d+ answered 503: Loading\.$/);
  stub.answer = { body: { choices: [] } };
  expect(await next()).toBe('502 This server gave 0 answers to 1 texts.');
  delete stub.answer;
  expect(await next()).toBe('200 ');
  expect(log).toEqual([
    expect.stringMatching(/^POST \/lab\/next failed: .*answered 503: Loading\.$/),
    'POST /lab/next failed: This server gave 0 answers to 1 texts.',
  ]);
});

it('answers 400 to what the server behind it cannot do, and logs nothing', async () => {
  const { url, log } = await servedBehindStub((usual) => async (request, response) => {
    const asked = request.body as CompletionRequest | undefined;
    const cut = asked?.logprobs === -1 ? { ...asked, logprobs: 20 } : asked;
    return await usual({ ...request, body: cut }, response);
  });
  const refused = await postJson(`${url}/lab/next`, { text: 'The cat' });
  expect(refused.status).toBe(400);
  expect((await refused.json()).error.message).toContain('start it with --max-logprobs -1');
  expect(log).toEqual([]);
});

describe.skipIf(isBrowserMissing())('in a browser', () => {
  const browser = useBrowser();

  it('lets the reader of an instrument try again once the lost server is back', async () => {
    const { stub, url } = await servedBehindStub();
    const { page } = await browser.open(`${url}/lab.html`);
    const next = page.locator('.instrument[data-kind="next"]');
    await next.scrollIntoViewIfNeeded(); // only then does it ask
    const status = next.locator('.lab-status');
    await expect.poll(() => status.textContent()).toContain('likeliest token is');
    stub.answer = { status: 503, body: 'Loading' };
    await next.getByLabel('Text').fill('The cat');
    await expect.poll(() => status.textContent()).toContain('answered 503: Loading.');
    delete stub.answer;
    await next.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => status.textContent()).toContain('likeliest token is');
  });
});
