import OpenAI, { APIError, APIUserAbortError, InternalServerError, NotFoundError } from 'openai';
import { describe, expect, it, vi } from 'vitest';
import { serveHere } from './local-api.ts';
import { type SlowModel, slowModel } from './slow-model.ts';

/** The official client, before a server of a stand-in. */
async function clientOf(model: SlowModel): Promise<OpenAI> {
  const { url } = await serveHere(model);
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
}

const MODEL = 'test/slow';
const chat = [{ role: 'user', content: 'Hello' }] as const;
const greedy = { model: MODEL, temperature: 0 } as const;

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("OpenAI's client", () => {
  it('finds the model', async () => {
    const client = await clientOf(slowModel());
    const models = await all(await client.models.list());
    expect(models).toEqual([
      { id: MODEL, object: 'model', created: expect.any(Number), owned_by: expect.any(String) },
    ]);
    expect(await client.models.retrieve(MODEL)).toEqual(models[0]);
    expect(await client.get('/models/test%2fslow')).toEqual(models[0]);
    await expect(client.models.retrieve('gpt-4o')).rejects.toThrow(NotFoundError);
  });

  it('completes lists of prompts, of texts and of ids, each several times', async () => {
    const client = await clientOf(slowModel());
    const asked = { ...greedy, max_tokens: 3, n: 2 };
    for (const prompt of [
      ['ab', 'cd'],
      [
        [97, 98],
        [99, 100],
      ],
    ]) {
      const { choices, usage, ...answer } = await client.completions.create({ ...asked, prompt });
      expect(choices.map(({ index, text }) => [index, text])).toEqual([
        [0, 'bbb'],
        [1, 'bbb'],
        [2, 'ddd'],
        [3, 'ddd'],
      ]);
      expect(usage).toEqual({ prompt_tokens: 4, completion_tokens: 12, total_tokens: 16 });
      expect(answer).toMatchObject({ id: expect.stringMatching(/^cmpl-/), object: 'text_completion' });
    }
    const single = await client.completions.create({ ...asked, n: 1, prompt: [97, 98] });
    expect(single.choices.map(({ text }) => text)).toEqual(['bbb']);
  });

  it('gets the likeliest of candidates that look alike', async () => {
    const slow = slowModel();
    const pieces = (ids: readonly number[]) => slow.pieces(ids).map((piece) => ({ ...piece, text: '�' }));
    const client = await clientOf({ ...slow, pieces });
    const { choices } = await client.completions.create({
      ...greedy,
      prompt: 'a',
      max_tokens: 1,
      logprobs: 3,
    });
    expect(choices[0]?.logprobs?.top_logprobs).toEqual([{ '�': 1 }]);
  });

  it('streams completions and chats with the very log-probabilities of the whole answer', async () => {
    const client = await clientOf(slowModel());
    const asked = { ...greedy, prompt: ['ab', 'xyz'], max_tokens: 4, echo: true, logprobs: 2 };
    const whole = await client.completions.create(asked);
    const chunks = await all(await client.completions.create({ ...asked, stream: true }));
    for (const { index, text, logprobs, finish_reason } of whole.choices) {
      const own = chunks.flatMap(({ choices }) => choices).filter((choice) => choice.index === index);
      expect(own.map((choice) => choice.text).join('')).toBe(text);
      expect(own.at(-1)?.finish_reason).toBe(finish_reason);
      for (const key of ['tokens', 'token_logprobs', 'top_logprobs', 'text_offset'] as const)
        expect(own.flatMap((choice): unknown[] => choice.logprobs?.[key] ?? [])).toEqual(logprobs?.[key]);
    }
    expect(whole.choices[1]?.logprobs?.text_offset).toEqual([0, 1, 2, 3, 4, 5, 6]);

    const talk = { ...greedy, messages: [...chat], max_tokens: 3, logprobs: true, top_logprobs: 2 };
    const said = (await client.chat.completions.create(talk)).choices[0];
    const options = { stream: true, stream_options: { include_usage: true } } as const;
    const parts = await all(await client.chat.completions.create({ ...talk, ...options }));
    const deltas = parts.flatMap(({ choices }) => choices);
    expect(deltas[0]?.delta.role).toBe('assistant');
    expect(deltas.map(({ delta }) => delta.content).join('')).toBe(said?.message.content);
    expect(deltas.flatMap(({ logprobs }) => logprobs?.content ?? [])).toEqual(said?.logprobs?.content);
    expect(said?.logprobs?.content?.[0]?.top_logprobs).toHaveLength(2);
    expect(parts.at(-1)?.usage).toEqual({ prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 });
  });

  it('may send what asks for nothing, and content in parts', async () => {
    const client = await clientOf(slowModel());
    const nothing = {
      presence_penalty: 0,
      frequency_penalty: 0,
      n: 1,
      logit_bias: {},
      user: 'me',
      stop: null,
    };
    const parts = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }];
    const { choices } = await client.chat.completions.create({
      ...{ ...greedy, ...nothing, messages: parts, max_tokens: 2 },
      ...{ response_format: { type: 'text' }, tools: [], store: false, seed: 5 },
    });
    expect(choices[0]?.message.content).toBe('oo');
    const completed = await client.completions.create({
      ...{ ...greedy, ...nothing, prompt: 'a', max_tokens: 2, best_of: 1, suffix: null, logprobs: null },
    });
    expect(completed.choices[0]).toMatchObject({ text: 'aa', logprobs: null });
    const nulls = { stream_options: { include_usage: null, include_obfuscation: null } };
    const nested = [{ role: 'user', content: [{ ...parts[0]?.content[0], prompt_cache_breakpoint: null }] }];
    const body = { ...greedy, ...nulls, messages: nested, max_tokens: 2 };
    expect(await client.post('/chat/completions', { body })).toMatchObject({ model: MODEL });
  });

  it('gets another draw for each choice of each prompt, and the same ones for the same seed', async () => {
    const client = await clientOf(slowModel());
    const asked = { model: MODEL, prompt: ['abc', 'abc'], n: 2, max_tokens: 20, seed: 3 };
    const drawn = async () => (await client.completions.create(asked)).choices.map(({ text }) => text);
    const texts = await drawn();
    expect(new Set(texts).size).toBe(4);
    expect(await drawn()).toEqual(texts);
  });

  it('goes on with a chat by sending back the message that it got, whole or streamed', async () => {
    const client = await clientOf(slowModel());
    const messages: OpenAI.ChatCompletionMessageParam[] = [...chat];
    for (const turn of ['Go on.', 'And now!', 'The end?']) {
      const { choices } = await client.chat.completions.create({ ...greedy, messages, max_tokens: 2 });
      const last = messages.at(-1)?.content?.at(-1);
      expect(choices[0]?.message.content).toBe(`${last}${last}`);
      if (choices[0]) messages.push(choices[0].message, { role: 'user', content: turn });
    }
    const stream = client.chat.completions.stream({ ...greedy, messages, max_tokens: 2 });
    const streamed = await stream.finalMessage();
    // What other servers and clients add to an answer that has no more than a text.
    const more = { annotations: [], audio: null, function_call: null, parsed: null, tool_calls: [] };
    const asked = [...messages, streamed, { ...streamed, ...more }];
    await client.chat.completions.create({ ...greedy, messages: asked, max_tokens: 1 });
  });

  it('gets a chat without a limit cut after 512 tokens', async () => {
    const client = await clientOf(slowModel());
    const { choices, usage } = await client.chat.completions.create({ ...greedy, messages: [...chat] });
    expect(choices[0]?.finish_reason).toBe('length');
    expect(usage?.completion_tokens).toBe(512);
  });

  it('is told by name what a request has that is not supported or wrong', async () => {
    const client = await clientOf(slowModel({ contextLength: 50 }));
    const ok = { model: MODEL, prompt: 'abc' };
    const talk = { model: MODEL, messages: [...chat] };
    const long = { ...chat[0], content: 'x'.repeat(50) };
    const wrong: readonly (readonly [path: string, body: object])[] = [
      ['/completions', { ...ok, presence_penalty: 1 }],
      ['/completions', { ...ok, suffix: 'end' }],
      ['/completions', { ...ok, constructor: 1 }],
      ['/completions', { ...ok, ['__proto__']: 1 }],
      ['/completions', { ...ok, stream_options: { other: 1 } }],
      ['/completions', { ...ok, prompt: '' }],
      ['/completions', { ...ok, prompt: [] }],
      ['/completions', { ...ok, prompt: [1, 128] }],
      ['/completions', { ...ok, prompt: Array(129).fill('a') }],
      ['/completions', { ...ok, prompt: ['a', 'b'], n: 100 }],
      ['/completions', { ...ok, n: 5, max_tokens: 47 }],
      ['/completions', { ...ok, max_tokens: 0 }],
      ['/completions', { ...ok, max_tokens: -1 }],
      ['/completions', { ...ok, echo: 'true' }],
      ['/completions', { ...ok, logprobs: 21 }],
      ['/completions', { ...ok, temperature: '0' }],
      ['/completions', { ...ok, top_p: 1.5 }],
      ['/completions', { ...ok, stop: '' }],
      ['/completions', { ...ok, prompt: 'x'.repeat(50) }],
      ['/completions', { ...ok, model: 'gpt-4o' }],
      ['/chat/completions', { ...talk, messages: [long] }],
      ['/chat/completions', { ...talk, messages: [] }],
      ['/chat/completions', { model: MODEL }],
      ['/chat/completions', { ...talk, messages: [{ role: 'user' }] }],
      ['/chat/completions', { ...talk, messages: [{ role: 'tool', content: '' }] }],
      ['/chat/completions', { ...talk, messages: [{ ...chat[0], name: 'x' }] }],
      ['/chat/completions', { ...talk, messages: [{ role: 'assistant', content: 'a', tool_calls: [{}] }] }],
      ['/chat/completions', { ...talk, tools: [{ type: 'function' }] }],
      ['/chat/completions', { ...talk, max_tokens: 0 }],
      ['/chat/completions', { ...talk, logprobs: 5 }],
    ];
    const said: string[] = [];
    for (const [path, body] of wrong) {
      const error = await client.post(path, { body }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(APIError);
      said.push(`${path} ${JSON.stringify(body).slice(0, 120)}:\n  ${(error as APIError).message}\n`);
    }
    await expect(said.join('')).toMatchFileSnapshot('refused-requests.txt');
  });

  it('stops what the server does when it cancels, in a stream and before an answer', async () => {
    const model = slowModel({ callMs: 5 });
    const client = await clientOf(model);
    const stream = await client.completions.create({
      ...greedy,
      prompt: 'ab',
      max_tokens: 4000,
      stream: true,
    });
    for await (const _ of stream) break;
    await vi.waitFor(() => expect(model.open.size).toBe(0));
    const left = new AbortController();
    const options = { signal: left.signal };
    const asked = client.chat.completions.create({ ...greedy, messages: [...chat] }, options);
    await vi.waitFor(() => expect(model.open.size).toBe(1));
    left.abort();
    await expect(asked).rejects.toThrow(APIUserAbortError);
    await vi.waitFor(() => expect(model.open.size).toBe(0));
  });

  it('hears in the middle of a stream that the model failed', async () => {
    const model = slowModel();
    const client = await clientOf(model);
    model.beforeCall = () => {
      if (model.calls.length > 5) throw new Error('out of memory');
    };
    const asked = { ...greedy, prompt: 'ab', max_tokens: 20 };
    const stream = await client.completions.create({ ...asked, stream: true });
    await expect(all(stream)).rejects.toThrow('The server met an unexpected error');
    await expect(client.completions.create(asked)).rejects.toThrow(InternalServerError);
  });
});
