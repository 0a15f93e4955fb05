import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTEXT_LENGTH, smallModel } from '../lm/small-model.ts';
import { runScript } from '../run-score.ts';
import { postJson } from './local-api.ts';
import { startServe } from './start-serve.ts';

const { folder, lm } = await smallModel();
let child: ChildProcess;
let url: string;
let client: OpenAI;

beforeAll(async () => {
  ({ child, url } = await startServe(['--model', folder]));
  client = new OpenAI({ baseURL: url, apiKey: 'none', maxRetries: 0 });
});

afterAll(async () => {
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

const wordsOf = (ids: readonly number[]) => lm.pieces(ids).map(({ text }) => text);

describe('npm run serve', () => {
  it('continues with the likeliest tokens, and lists the others with their log-probabilities', async () => {
    const ids = lm.encode('abc');
    const asked = { model: lm.id, prompt: 'abc', max_tokens: 3, temperature: 0, logprobs: 4 };
    const { choices, usage } = await client.completions.create(asked);
    const [choice] = choices;
    const [expected] = await lm.generate([ids], { maxTokens: 3, temperature: 0 });
    const written = expected?.ids ?? [];
    expect(choice?.finish_reason).toBe(expected?.end);
    expect(choice?.text).toBe(lm.decode(expected?.end === 'stop' ? written.slice(0, -1) : written));
    expect(choice?.logprobs?.tokens).toEqual(wordsOf(written));
    expect(choice?.logprobs?.token_logprobs).toEqual(expected?.logprobs);
    const { logits } = await lm.next(ids);
    const likeliest = lm.top(logits, 4).map((one) => [one.text, one.logprob]);
    expect(choice?.logprobs?.top_logprobs?.[0]).toEqual(Object.fromEntries(likeliest.toReversed()));
    expect(usage).toEqual({
      prompt_tokens: ids.length,
      completion_tokens: written.length,
      total_tokens: ids.length + written.length,
    });
  });

  it('scores a prompt that it is to repeat, as text and as ids, with the bits of lm.score', async () => {
    const text = 'The cat sat.';
    const ids = lm.encode(text);
    const { tokens } = await lm.score(ids);
    for (const prompt of [text, ids]) {
      const asked = { model: lm.id, prompt, max_tokens: 0, echo: true, logprobs: 1 };
      const { choices } = await client.completions.create(asked);
      const [choice] = choices;
      expect(choice?.text).toBe(text);
      expect(choice?.logprobs?.tokens).toEqual(wordsOf(ids));
      expect(choice?.logprobs?.token_logprobs).toEqual(tokens.map(({ logprob }) => logprob));
      expect(choice?.logprobs?.top_logprobs?.[0]).toBeNull();
    }
    const more = { model: lm.id, prompt: text, max_tokens: 1, temperature: 0, echo: true };
    const scored = await client.completions.create({ ...more, logprobs: 0 });
    expect(scored.choices[0]?.logprobs?.tokens).toHaveLength(ids.length + 1);
    const unscored = await client.completions.create({ ...more, max_tokens: 0 });
    expect(unscored.choices[0]).toMatchObject({ text, logprobs: null, finish_reason: 'length' });
  });

  it('answers messages by the chat template, each token with its bytes, without the one that ends it', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello.' }];
    const asked = { model: lm.id, messages, temperature: 0, max_completion_tokens: 12 };
    const { choices } = await client.chat.completions.create({ ...asked, logprobs: true, top_logprobs: 2 });
    const [choice] = choices;
    const prompt = lm.encode(lm.chat(messages) ?? '');
    const [expected] = await lm.generate([prompt], { maxTokens: 12, temperature: 0 });
    const ids = expected?.end === 'stop' ? expected.ids.slice(0, -1) : (expected?.ids ?? []);
    expect(choice?.message).toEqual({ role: 'assistant', content: lm.decode(ids), refusal: null });
    expect(choice?.finish_reason).toBe(expected?.end);
    const content = choice?.logprobs?.content ?? [];
    expect(content.map(({ token }) => token)).toEqual(wordsOf(ids));
    expect(content.map(({ bytes }) => bytes)).toEqual(lm.pieces(ids).map(({ bytes }) => bytes));
    for (const [place, entry] of content.entries()) {
      expect(entry.logprob).toBe(expected?.logprobs[place]);
      expect(entry.top_logprobs).toHaveLength(2);
      expect(entry.top_logprobs[0]).toMatchObject({ token: entry.token, logprob: entry.logprob });
    }
  });

  it('draws the same again from the same seed', async () => {
    const drawn = async (seed: number) => {
      const asked = { model: lm.id, prompt: 'abc', max_tokens: 20, seed, temperature: 2 };
      return (await client.completions.create(asked)).choices[0]?.text;
    };
    expect(await drawn(7)).toBe(await drawn(7));
    expect(new Set(await Promise.all([1, 2, 3].map(drawn))).size).toBeGreaterThan(1);
  });

  it('makes the tokens of a text as vLLM does', async () => {
    const tokens = lm.encode('The cat sat.');
    const answer = await client.post(url.replace(/v1$/, 'tokenize'), { body: { prompt: 'The cat sat.' } });
    expect(answer).toEqual({ count: tokens.length, max_model_len: CONTEXT_LENGTH, tokens });
  });

  it('ends with exit code 0 in the middle of an answer, and says so', async () => {
    const other = await startServe(['--model', folder]);
    const asked = { prompt: 'abc', max_tokens: CONTEXT_LENGTH - 10, stream: true };
    const response = await postJson(`${other.url}/completions`, asked);
    other.child.kill('SIGTERM');
    expect(await once(other.child, 'exit')).toEqual([0, null]);
    expect(await response.text()).toMatch(/"The server is stopping\."|\[DONE\]/);
  });

  it('says that a port is taken, what a port is, and that a model or a report is not there', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await runScript('serve', ['--port', `${port}`, '--model', folder]);
    taken.close();
    expect(stderr).toContain(`Port ${port} cannot be used (EADDRINUSE): choose another with --port N.`);
    expect(code).toBe(2);
    const odd = await runScript('serve', ['--port', 'x']);
    expect(odd).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 65535, not "x"') });
    const other = folder;
    const empty = await runScript('serve', ['--out', other, '--model', folder]);
    const sentence = `There is no report in ${other}: npm run build -- --out ${other} makes one.`;
    expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
    const missing = await runScript('serve', ['--model', './no-such-model']);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no model') });
  });
});
