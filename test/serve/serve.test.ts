import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { chatCompletion } from '../../scripts/serve/answer.ts';
import { CONTEXT_LENGTH, type SmallFolder, writeSmallModel } from '../lm/small-model.ts';
import { runScript } from '../run-score.ts';
import { startServe } from './start-serve.ts';

interface Choice {
  readonly text: string;
  readonly finish_reason: string;
  readonly logprobs: {
    readonly tokens: readonly string[];
    readonly token_logprobs: readonly (number | null)[];
    readonly top_logprobs: readonly (Readonly<Record<string, number>> | null)[];
  } | null;
}

interface Answer {
  readonly choices: readonly [Choice];
  readonly usage: object;
  readonly error?: { readonly message: string };
}

let folder: SmallFolder;
let lm: LanguageModel;
let child: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = await writeSmallModel();
  lm = await openLanguageModel({ model: folder.path });
  ({ child, url } = await startServe(['--model', folder.path]));
});

afterAll(async () => {
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  await lm.close();
  await folder.remove();
});

async function post(path: string, body: unknown) {
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, answer: (await response.json()) as Answer };
}

const complete = (fields: object) => post('/completions', { model: lm.id, ...fields });

async function refusal(path: string, body: unknown) {
  const { status, answer } = await post(path, body);
  return `${status} ${answer.error?.message}`;
}

describe('npm run serve', () => {
  it('names its model', async () => {
    const response = await fetch(`${url}/models`);
    expect(await response.json()).toMatchObject({ data: [{ id: lm.id }] });
  });

  it('goes on with the likeliest tokens, and lists their competitors with log-probabilities', async () => {
    const ids = lm.encode('abc');
    const { answer } = await complete({ prompt: 'abc', max_tokens: 3, temperature: 0, logprobs: 4 });
    const [{ text, finish_reason, logprobs }] = answer.choices;
    const [expected] = await lm.generate([ids], { maxTokens: 3, temperature: 0 });
    const written = expected?.ids ?? [];
    expect(finish_reason).toBe(expected?.end);
    expect(text).toBe(lm.decode(expected?.end === 'stop' ? written.slice(0, -1) : written));
    expect(logprobs?.tokens).toEqual(lm.pieces(written).map((piece) => piece.text));
    expect(logprobs?.token_logprobs).toEqual(expected?.logprobs);
    const { logits } = await lm.next(ids);
    const likeliest = lm.top(logits, 4).map((one) => [one.text, one.logprob]);
    expect(logprobs?.top_logprobs[0]).toEqual(Object.fromEntries(likeliest.toReversed()));
    expect(answer.usage).toEqual({
      prompt_tokens: ids.length,
      completion_tokens: written.length,
      total_tokens: ids.length + written.length,
    });
  });

  it('scores a prompt that it is to repeat, as text and as ids', async () => {
    const text = 'The cat sat.';
    const ids = lm.encode(text);
    const { tokens } = await lm.score(ids);
    for (const prompt of [text, ids]) {
      const { answer } = await complete({ prompt, max_tokens: 0, echo: true, logprobs: 1 });
      const [{ text: repeated, logprobs }] = answer.choices;
      expect(repeated).toBe(text);
      expect(logprobs?.token_logprobs[0]).toBeNull();
      expect(logprobs?.top_logprobs[0]).toBeNull();
      expect(logprobs?.tokens).toEqual(tokens.map((token) => token.text));
      for (const [place, { logprob }] of tokens.entries())
        if (logprob !== null) expect(logprobs?.token_logprobs[place]).toBeCloseTo(logprob, 6);
    }
    const { answer } = await complete({
      prompt: text,
      max_tokens: 1,
      temperature: 0,
      echo: true,
      logprobs: 0,
    });
    expect(answer.choices[0].logprobs?.tokens).toHaveLength(ids.length + 1);
    const { forwardTokens } = lm;
    const { answer: unscored } = await complete({ prompt: text, max_tokens: 0, echo: true });
    expect(unscored.choices[0]).toMatchObject({ text, logprobs: null });
    expect(lm.forwardTokens).toBe(forwardTokens);
  });

  it('answers messages by the chat template, each token with its bytes, without the mark that ends it', async () => {
    const messages = [{ role: 'user', content: 'Hello.' }] as const;
    const asked = { model: lm.id, messages, temperature: 0, logprobs: true, top_logprobs: 2 };
    const response = await fetch(`${url}/chat/completions`, {
      ...{ method: 'POST', body: JSON.stringify({ ...asked, max_completion_tokens: 12 }) },
    });
    const { choices } = (await response.json()) as {
      choices: [
        {
          message: { role: string; content: string };
          finish_reason: string;
          logprobs: {
            content: { token: string; bytes: number[]; logprob: number; top_logprobs: object[] }[];
          };
        },
      ];
    };
    const [{ message, finish_reason, logprobs }] = choices;
    const prompt = lm.encode(lm.chat(messages) ?? '');
    const [expected] = await lm.generate([prompt], { maxTokens: 12, temperature: 0 });
    const ids = expected?.end === 'stop' ? expected.ids.slice(0, -1) : (expected?.ids ?? []);
    expect({ message, finish_reason }).toEqual({
      message: { role: 'assistant', content: lm.decode(ids) },
      finish_reason: expected?.end,
    });
    expect(logprobs.content.map(({ token }) => token)).toEqual(lm.pieces(ids).map(({ text }) => text));
    expect(logprobs.content.map(({ bytes }) => bytes)).toEqual(lm.pieces(ids).map(({ bytes }) => bytes));
    for (const [place, entry] of logprobs.content.entries()) {
      expect(entry.logprob).toBe(expected?.logprobs[place]);
      expect(entry.top_logprobs).toHaveLength(2);
      expect(entry.top_logprobs[0]).toMatchObject({ token: entry.token, logprob: entry.logprob });
    }
  });

  it('cuts a text into tokens as vLLM does', async () => {
    const response = await fetch(`${url.replace(/v1$/, 'tokenize')}`, {
      ...{ method: 'POST', body: JSON.stringify({ prompt: 'The cat sat.' }) },
    });
    const tokens = lm.encode('The cat sat.');
    expect(await response.json()).toEqual({ count: tokens.length, max_model_len: CONTEXT_LENGTH, tokens });
  });

  it('draws the same again from the same seed, and gives no log-probabilities that nobody asked for', async () => {
    const drawn = async (seed: number) => {
      const { answer } = await complete({
        prompt: 'abc',
        max_tokens: 20,
        seed,
        temperature: 2,
        stream: false,
        n: 1,
        suffix: null,
      });
      expect(answer.choices[0].logprobs).toBeNull();
      return answer.choices[0].text;
    };
    expect(await drawn(7)).toBe(await drawn(7));
    expect(new Set(await Promise.all([1, 2, 3].map(drawn))).size).toBeGreaterThan(1);
  });

  it('says in a sentence what is wrong with a request', async () => {
    const ok = { model: lm.id, prompt: 'abc' };
    const known = 'it takes model, prompt, max_tokens, temperature, top_p, seed, logprobs, echo.';
    const wrong: readonly (readonly [object | string, string])[] = [
      [{ ...ok, model: 'gpt-4o-mini' }, `400 This server has "${lm.id}", not "gpt-4o-mini".`],
      [{ ...ok, prompt: '' }, '400 "prompt" is empty.'],
      [{ ...ok, prompt: ['a', 'b'] }, '400 "prompt" must be a text or a list of token ids.'],
      [{ ...ok, prompt: [lm.vocabularySize] }, '400 "prompt" must be a text or a list of token ids.'],
      [{ ...ok, stream: true }, `400 This server knows no "stream"; ${known}`],
      [{ ...ok, logit_bias: {} }, `400 This server knows no "logit_bias"; ${known}`],
      [{ ...ok, max_tokens: 0 }, '400 "max_tokens" must be a whole number of at least 1.'],
      [{ ...ok, echo: 'true' }, '400 "echo" must be true or false.'],
      [{ ...ok, logprobs: 21 }, '400 "logprobs" must be a whole number from 0 to 20.'],
      [{ ...ok, temperature: '0' }, '400 "temperature" must be a number from 0 to 2.'],
      [{ ...ok, prompt: lm.encode('a').concat(Array(CONTEXT_LENGTH).fill(5)) }, '400 The prompt has'],
      [[ok], '400 The body of the request must be a JSON object.'],
    ];
    for (const [body, sentence] of wrong) expect(await refusal('/completions', body)).toContain(sentence);
    expect(await refusal('/completions', { ...ok, prompt: 'a'.repeat(1_100_000) })).toBe(
      '400 The request is larger than a megabyte.',
    );
    const chat = { model: lm.id, messages: [{ role: 'user', content: 'Hello.' }] };
    const untaught = Object.create(lm, { chat: { value: () => null } }) as LanguageModel;
    await expect(chatCompletion(untaught, chat, new AbortController().signal)).rejects.toThrow(
      'This model has no chat template: ask /v1/completions.',
    );
    expect(await refusal('/chat/completions', { ...chat, messages: [{ role: 'user' }] })).toBe(
      '400 "messages" must be a list of messages, each with a role (system, user, assistant) and a text as content.',
    );
    expect(await refusal('/chat/completions', { ...chat, logprobs: 5 })).toBe(
      '400 "logprobs" must be true or false.',
    );
    expect(await refusal('/embeddings', {})).toBe(
      '404 This server answers GET /v1/models and POST /v1/completions, /v1/chat/completions, /tokenize.',
    );
    // It has survived all of them.
    expect((await complete({ prompt: 'abc', max_tokens: 1 })).status).toBe(200);
  });

  it('stops writing when nobody waits any more', async () => {
    const gone = new AbortController();
    const left = fetch(`${url}/completions`, {
      ...{ method: 'POST', signal: gone.signal },
      body: JSON.stringify({ model: lm.id, prompt: 'abc', max_tokens: CONTEXT_LENGTH - 10 }),
    });
    setTimeout(() => gone.abort(), 20);
    await expect(left).rejects.toThrow();
    expect((await complete({ prompt: 'abc', max_tokens: 1 })).status).toBe(200);
  });

  it('says that a port is taken, and knows what a port is', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await runScript('serve', ['--port', `${port}`, '--model', folder.path]);
    taken.close();
    expect(stderr).toContain(`Port ${port} cannot be used (EADDRINUSE): choose another with --port N.`);
    expect(code).toBe(2);
    const odd = await runScript('serve', ['--port', 'x']);
    expect(odd).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 65535, not "x"') });
  });
});
