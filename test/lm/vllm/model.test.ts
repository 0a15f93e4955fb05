import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ModelLostError } from '#lm/model-lost';
import type { LanguageModel, TextScore } from '#lm/types';
import { scorePrompts } from '#lm/vllm/completions';
import { httpClient } from '#lm/vllm/http';
import { openEngine } from '#lm/vllm/open';
import { sentenceOf } from '../../refusals.ts';
import { smallModel } from '../small-model.ts';
import { compareModels } from './agreement.ts';
import { corruptPrediction, corruptScores } from './corrupt-answers.ts';
import {
  type CompletionRequest,
  type Handler,
  ignoring,
  type StubChoice,
  type StubCompletion,
  serve,
  vllmWith,
} from './stub-server.ts';

/** What the real server answered, by name; see test/interop. */
const RECORDED = JSON.parse(
  readFileSync(new URL('../../fixtures/vllm-transcripts.json', import.meta.url), 'utf8'),
) as Record<string, { request: { body: CompletionRequest }; response: { status: number; body: object } }>;

const { folder, lm } = await smallModel();

const open = (url: string, options = {}): Promise<LanguageModel> =>
  openEngine({ url, tokenizer: folder, waitMs: 1, ...options });

/** A model behind a server that begins to misbehave once it is open. */
async function openThenCorrupted(change: Parameters<typeof vllmWith>[1]): Promise<LanguageModel> {
  let opened = false;
  const server = await serve(vllmWith(lm, (answer, asked) => (opened ? change?.(answer, asked) : answer)));
  const engine = await open(server.url);
  opened = true;
  return engine;
}

/** The sentence with which opening a model behind a corrupted server fails. */
async function refusal(change: Parameters<typeof vllmWith>[1]): Promise<string> {
  const server = await serve(vllmWith(lm, change));
  return await sentenceOf(open(server.url));
}

const text = (): number[] => lm.encode('abc abc 12');
const TEXTS = ['abc abc', 'x <|im_end|> y', 'Paris é 日', 'the long one: 0123456789, abc abc'];

describe('a model behind a server', () => {
  it('gives what the same model gives in this process: scores, ranks, predictions, choices, generated texts', async () => {
    const server = await serve(vllmWith(lm));
    const engine = await open(server.url);
    const { tokens, unequal, ...differences } = await compareModels(engine, lm, TEXTS);
    expect(unequal).toEqual([]);
    expect(tokens).toBeGreaterThan(80);
    for (const [what, difference] of Object.entries(differences)) {
      expect(difference, what).toBeLessThan(1e-4);
      expect(difference, what).toBeGreaterThan(0); // the server rounds to float32
    }
    await engine.close();
  });

  it('asks again for a prediction that was cut to what another client asked for', async () => {
    let cuts = 0;
    const engine = await openThenCorrupted((answer, asked) => {
      const { choices } = answer as { choices: { logprobs: { top_logprobs: object[] } }[] };
      if (asked.logprobs !== -1 || cuts === 2) return answer;
      cuts += 1;
      for (const { logprobs } of choices)
        logprobs.top_logprobs = logprobs.top_logprobs.map((top) =>
          Object.fromEntries(Object.entries(top).slice(0, 2)),
        );
      return answer;
    });
    const { logits } = await engine.next(text());
    expect(cuts).toBe(2);
    const own = await lm.next(text());
    expect(engine.top(logits, 5).map(({ id }) => id)).toEqual(lm.top(own.logits, 5).map(({ id }) => id));
  });

  it('has a checksum that is the same for the same server, and another for another version or configuration', async () => {
    const checksum = async (handle: Handler): Promise<string> =>
      (await open((await serve(handle)).url)).sha256;
    const usual = vllmWith(lm);
    const first = await checksum(usual);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await checksum(usual)).toBe(first);
    const newer: Handler = async (request, response) =>
      request.path === '/version' ? { body: { version: '0.33.0' } } : await usual(request, response);
    expect(await checksum(newer)).not.toBe(first);
    const other = vllmWith(lm, (answer) => ({ ...answer, system_fingerprint: 'vllm-0.32.0-tp2-00000000' }));
    expect(await checksum(other)).not.toBe(first);
  });

  it('has the same checksum after any noise in its log-probabilities, and tells these beside it', async () => {
    const moved = vllmWith(lm, (answer, { prompt_logprobs }) =>
      prompt_logprobs === undefined ? answer : corruptScores(answer, (all, k) => (all[k] ?? 0) - 0.3),
    );
    const [one, other] = [await open((await serve(vllmWith(lm))).url), await open((await serve(moved)).url)];
    expect(other.sha256).toBe(one.sha256);
    const [first, ...logprobs] = one.servedBy?.logprobs ?? [];
    expect(first).toBeNull();
    expect(logprobs.length).toBeGreaterThan(10);
    const lower = logprobs.map((logprob) => expect.closeTo((logprob ?? Number.NaN) - 0.3, 1));
    expect(other.servedBy?.logprobs).toEqual([null, ...lower]);
  });

  it('is asked for many texts in few requests, four of them at once', async () => {
    let open = 0;
    let most = 0;
    const usual = vllmWith(lm);
    const server = await serve(async (request, response) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 20));
      open--;
      return await usual(request, response);
    });
    const engine = await openEngine({ url: server.url, tokenizer: folder });
    const before = server.requests.length;
    const items = Array.from({ length: 400 }, (_, i) => ({ context: [5, i % 200], continuation: [7, 9] }));
    const scores = await engine.scoreMany(items);
    for (const [i, { total }] of (await lm.scoreMany(items)).entries())
      expect(scores[i]?.total).toBeCloseTo(total, 4);
    expect(server.requests.length - before).toBe(Math.ceil(400 / 64));
    expect(most).toBe(4);
  });

  it('takes greedy steps by itself when nobody looks at them, for many prompts in one request', async () => {
    const server = await serve(vllmWith(lm));
    const engine = await open(server.url);
    const before = server.requests.length;
    const prompts = [text(), [5, 6], [7]];
    const options = { maxTokens: 4, temperature: 0, stop: [] };
    const generations = await engine.generate(prompts, options);
    expect(generations.map(({ ids }) => ids)).toEqual(
      (await lm.generate(prompts, options)).map(({ ids }) => ids),
    );
    const bodies = server.requests.slice(before).map(({ body }) => body);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatchObject({ prompt: prompts, max_tokens: 4, logprobs: 2, ignore_eos: true });
    // Without it the server takes the penalty that the model recommends.
    expect(bodies[0]).toMatchObject({ repetition_penalty: 1 });
    await expect(engine.generate(prompts, { ...options, maxTokens: 0 })).rejects.toThrow(RangeError);
  });

  it('looks up all choices of one token after a text at once, and scores only longer ones', async () => {
    const server = await serve(vllmWith(lm));
    const [engine, ignorant] = [
      await open(server.url),
      await open((await serve(ignoring(vllmWith(lm), 'logprob_token_ids'))).url),
    ];
    const before = server.requests.length;
    const single = { context: text(), continuations: [[7], [8], [9], [11], [12]] };
    const mixed = { context: [5, 6], continuations: [[7], [8, 9], [10]] };
    const questions = [single, mixed];
    const choices = await engine.scoreChoices(questions, { entropies: false });
    expect(server.requests.slice(before).map(({ body }) => body)).toMatchObject([
      { prompt: [single.context, mixed.context], logprob_token_ids: [7, 8, 9, 11, 12, 10] },
      { prompt: [[5, 6, 8, 9]], prompt_logprobs: 0 },
    ]);
    const own = (await lm.scoreChoices(questions)).map(({ scores }) =>
      scores.map(({ ids, logprobs, total }) => ({
        ids,
        logprobs: logprobs.map((logprob) => expect.closeTo(logprob, 4)),
        total: expect.closeTo(total, 4),
      })),
    );
    expect(choices.map(({ scores }) => scores)).toEqual(own);
    const scored = await ignorant.scoreChoices(questions, { entropies: false });
    expect(scored.map(({ scores }) => scores)).toEqual(own);
  });

  it('tells ties apart where it has whole predictions, and otherwise gives the rank of the server', async () => {
    const engine = await openThenCorrupted(
      (answer) =>
        // As if every token had an equal with a larger id, which the server counts as better.
        JSON.parse(JSON.stringify(answer), (key, value) => (key === 'rank' ? value + 1 : value)) as unknown,
    );
    const ranksOf = ({ tokens }: TextScore) => tokens.map(({ rank }) => rank);
    const own = ranksOf(await lm.score(text()));
    expect(ranksOf(await engine.score(text()))).toEqual(own);
    const servers = ranksOf(await engine.score(text(), [], { entropies: false }));
    expect(servers).toEqual(own.map((rank) => rank && rank + 1));
  });

  it('stops when it is told to, with the reason', async () => {
    const server = await serve(vllmWith(lm));
    const cancel = new AbortController();
    const engine = await open(server.url, { signal: cancel.signal });
    const onStep = (): void => cancel.abort(new Error('enough'));
    await expect(engine.generate([text()], { maxTokens: 9, onStep, stop: [] })).rejects.toThrow('enough');
    await expect(engine.next([5])).rejects.toThrow('enough');
    await engine.close();
  });

  it('ends all requests in flight when it is told to stop', async () => {
    let hung = 0;
    let closed = 0;
    let isOpen = false;
    const usual = vllmWith(lm);
    const server = await serve(async (request, response) => {
      if (!isOpen) return await usual(request, response);
      hung++;
      response.on('close', () => closed++);
      return await new Promise(() => {});
    });
    const cancel = new AbortController();
    const engine = await open(server.url, { signal: cancel.signal });
    isOpen = true;
    const asked = engine.scoreMany(Array.from({ length: 400 }, () => ({ context: [5], continuation: [6] })));
    asked.catch(() => {});
    while (hung < 4) await new Promise((resolve) => setTimeout(resolve, 1));
    cancel.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    while (closed < 4) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(hung).toBe(4);
  });

  it('is lost, by an error of its own, when the server is gone', async () => {
    const server = await serve(vllmWith(lm));
    const engine = await open(server.url);
    await server.close();
    await expect(engine.score([5, 6])).rejects.toBeInstanceOf(ModelLostError);
    await expect(engine.generate([[5]], { maxTokens: 1 })).rejects.toBeInstanceOf(ModelLostError);
  });

  it('puts answers that come in another order into the order of the texts', async () => {
    const engine = await openThenCorrupted((answer) => ({ ...answer, choices: answer.choices.reverse() }));
    const { unequal, tokens: _, ...differences } = await compareModels(engine, lm, TEXTS);
    expect(unequal).toEqual([]);
    for (const [what, difference] of Object.entries(differences)) expect(difference, what).toBeLessThan(1e-4);
  });

  it('reads and sends what was recorded of the real server', async () => {
    const { request, response } = RECORDED['score-batch'] ?? {};
    const server = await serve(async () => ({ body: response?.body }));
    const engine = { http: httpClient({ url: server.url }), model: 'smollm2' };
    const seen = await scorePrompts(engine, request?.body.prompt as number[][]);
    expect(server.requests[0]?.body).toEqual(request?.body);
    expect(seen).toHaveLength(3);
    expect(seen[0]?.slice(0, 3)).toEqual([
      null,
      { logprob: -11.539274215698242, rank: 2923 },
      { logprob: -0.3376066982746124, rank: 1 },
    ]);
    expect(seen[2]).toEqual([null]);
  });

  it('answers in these tests in the form that was recorded of the real server', async () => {
    const handle = vllmWith(lm);
    for (const name of ['score', 'score-batch', 'next-top20', 'greedy']) {
      const { body } = RECORDED[name]?.request ?? {};
      const anyId = [...Array(lm.vocabularySize).keys()];
      const small = JSON.parse(JSON.stringify(body), (key, value) => {
        if (key === 'stop_token_ids') return anyId; // the real server met one of them
        return typeof value === 'number' ? value % 200 : value;
      });
      const answer = await handle(
        { method: 'POST', path: '/v1/completions', headers: {}, body: small },
        {} as never,
      );
      const formOf = (value: unknown): string[] =>
        Object.entries((value as { choices: [object] }).choices[0]).map(
          ([key, one]) => `${key}: ${one === null ? 'null' : typeof one}`,
        );
      expect(formOf(answer?.body)).toEqual(formOf(RECORDED[name]?.response.body));
    }
  });
});

describe('opening a model is refused in one sentence', () => {
  it('when log-probabilities are shifted by one token, whichever way', async () => {
    const shiftedEarlier = await refusal((answer, { prompt_logprobs }) => {
      if (prompt_logprobs === undefined) return answer;
      return corruptScores(answer, (logprobs, k) => logprobs[k + 1] ?? -1);
    });
    expect(shiftedEarlier).toContain('away from its own predictions');
    // As llama-cpp-python does: token k has the log-probability of itself after itself.
    const after = new Map<string, number>();
    const ids = lm.encode('Paris is the capital of France, and Berlin is the capital of Germany. One, two');
    await lm.everyPosition(ids, (position, logits) => {
      const z = logits[ids[position] ?? 0] ?? 0;
      after.set(String(position), z - Math.log(logits.reduce((sum, other) => sum + Math.exp(other), 0)));
    });
    const shiftedLater = await refusal((answer, { prompt_logprobs }) =>
      prompt_logprobs === undefined ? answer : corruptScores(answer, (_, k) => after.get(String(k)) ?? 0),
    );
    expect(shiftedLater).toContain('away from its own predictions');
  });

  it('when they are those of another temperature, or a little more than half a nat off', async () => {
    expect(
      await refusal((answer, { prompt_logprobs }) =>
        prompt_logprobs === undefined
          ? answer
          : corruptScores(answer, (logprobs, k) => 2 * (logprobs[k] ?? 0)),
      ),
    ).toMatch(/up to \d+\.\d\d nats away from its own predictions/);
    const off = await refusal((answer) => corruptScores(answer, (logprobs, k) => (logprobs[k] ?? 0) - 0.6));
    expect(off).toContain('up to 0.60 nats away from its own predictions');
  });

  const ranked = (rank: unknown) => (answer: StubCompletion) =>
    JSON.parse(JSON.stringify(answer), (key, value: unknown) => (key === 'rank' ? rank : value)) as unknown;
  const choicesWith = (change: (choice: StubChoice) => object) => (answer: StubCompletion) => ({
    choices: answer.choices.map((choice) => ({ ...choice, ...change(choice) })),
  });
  const scoresWith = (change: (scores: unknown[]) => unknown[]) =>
    choicesWith(({ prompt_logprobs }) => ({ prompt_logprobs: change(prompt_logprobs ?? []) }));
  const renamed = (change: (key: string) => string) => (answer: StubCompletion) =>
    JSON.parse(
      JSON.stringify(answer).replaceAll(/"(token_id:\d+)":/g, (_, key: string) => `"${change(key)}":`),
    ) as unknown;
  const SCORE = { logprob: -1, rank: 1 };

  it.each<[string, (answer: StubCompletion) => unknown, RegExp]>([
    ['raw logits are given', (one) => corruptScores(one, () => 17.25), /17\.25 for .*, which is above 0/],
    ['no numbers are', (one) => corruptScores(one, () => null as never), /gave null for a log-probability/],
    [
      'no JSON is',
      (one) => JSON.stringify(corruptScores(one, () => -0.125)).replaceAll('-0.125', 'NaN'),
      /something that is no JSON/,
    ],
    [
      'probabilities do not add up to one',
      (one) => corruptPrediction(one, (logprob) => logprob - 0.001),
      /add up to 0\.999\d* instead of 1/,
    ],
    ['ranks begin at zero', ranked(0), /the rank 0, which should be 1 or more/],
    ['ranks are missing', ranked(null), /the rank null/],
    ['a name of a token has more behind its number', renamed((key) => `${key}abc`), /by their texts/],
    ['a name of a token has no whole number', renamed((key) => `${key}.0`), /by their texts/],
    ['a name of a token has no number', renamed(() => 'token_id:'), /by their texts/],
    ['the first token has a score', scoresWith(([, ...rest]) => [{ 5: SCORE }, ...rest]), /the first token/],
    ['a score is missing', scoresWith((all) => all.slice(0, -1)), /gave \d+ log-prob.* of \d+ tokens/],
    ['a score is another token’s', scoresWith((all) => all.with(3, { 999: SCORE })), /for token 4 of a text/],
    [
      'other tokens were read',
      choicesWith(({ prompt_token_ids }) => ({ prompt_token_ids: [1, ...(prompt_token_ids ?? [])] })),
      /read other tokens than it was sent: \[1, /,
    ],
    ['a text is left out', () => ({ choices: [] }), /gave 0 answers to 1 texts/],
    ['a text has no answer', choicesWith(() => ({ index: 3 })), /gave no answer to text 1 of 1/],
  ])('when %s', async (_what, change, sentence) => {
    expect(await refusal(change)).toMatch(sentence);
  });

  it('when fields are ignored, as servers do without a word', async () => {
    const said = async (key: keyof CompletionRequest) =>
      await sentenceOf(open((await serve(ignoring(vllmWith(lm), key))).url));
    expect(await said('logprobs')).toBe(
      'This server gives no log-probabilities of the next token (logprobs).',
    );
    expect(await said('return_token_ids')).toContain('does not say which tokens it read (return_token_ids)');
    expect(await said('return_tokens_as_token_ids')).toContain('names tokens by their texts');
  });

  it('when its tokenizer is another, or it shows none', async () => {
    const server = await serve(async (request, response) =>
      request.path === '/tokenize' ? { body: { tokens: [1, 2, 3] } } : await vllmWith(lm)(request, response),
    );
    expect(await sentenceOf(open(server.url))).toContain(
      'makes other tokens of a text than the tokenizer used here: name the one of small with --tokenizer',
    );
    const embedded = await serve(vllmWith(lm));
    expect(await sentenceOf(openEngine({ url: embedded.url }))).toContain(
      'name the one of small with --tokenizer',
    );
    expect(await sentenceOf(open(embedded.url, { tokenizer: 'nowhere' }))).toContain(
      'There is no tokenizer "nowhere"',
    );
  });

  it.each(['/v1/models', '/v1/completions'])('when the real server wants an API key at %s', async (path) => {
    const { status = 0, body } = RECORDED['models-401']?.response ?? {};
    const server = await serve(async (request, response) =>
      request.path === path ? { status, body } : await vllmWith(lm)(request, response),
    );
    expect(await sentenceOf(open(server.url))).toContain('wants an API key: set NATS_ENGINE_API_KEY.');
  });

  it('when the server has another model, or several and none is named', async () => {
    const server = await serve(vllmWith(lm));
    expect(await sentenceOf(open(server.url, { model: 'nope' }))).toBe(
      'There is no model "nope": this server has small.',
    );
    const two = await serve(async () => ({ body: { data: [{ id: 'a' }, { id: 'b' }] } }));
    expect(await sentenceOf(open(two.url))).toBe(
      'Name one of its models with --model: this server has a, b.',
    );
    const silent = await serve(async () => ({ body: { data: [{ id: 'a' }] } }));
    expect(await sentenceOf(open(silent.url))).toContain('does not say how many tokens a can read');
  });

  it.each(Object.keys(RECORDED).filter((name) => name.startsWith('error-')))(
    'when the real server would answer %s',
    async (name) => {
      const { status = 0, body } = RECORDED[name]?.response ?? {};
      const server = await serve(async (request, response) =>
        request.path === '/v1/completions' ? { status, body } : await vllmWith(lm)(request, response),
      );
      const message = await sentenceOf(open(server.url));
      expect(message.length).toBeLessThan(400);
      expect(server.requests.filter(({ path }) => path === '/v1/completions')).toHaveLength(1);
    },
  );
});

describe('an answer is checked again after opening', () => {
  it('when a prediction has fewer tokens than the vocabulary', async () => {
    const engine = await openThenCorrupted((answer) =>
      corruptPrediction(answer, (logprob, id) => (id === 7 ? undefined : logprob)),
    );
    expect(await sentenceOf(engine.next([5]))).toContain('(token 7 is missing)');
  });

  it('when other tokens were read than were sent', async () => {
    const engine = await openThenCorrupted((answer) => ({
      choices: answer.choices.map((choice) => ({ ...choice, prompt_token_ids: [5, 6, 8] })),
    }));
    expect(await sentenceOf(engine.scoreMany([{ context: [5, 6], continuation: [7] }]))).toBe(
      'This server read other tokens than it was sent: [5, 6, 8] instead of [5, 6, 7].',
    );
  });

  it.each<[string, (choice: StubChoice) => unknown, string]>([
    [
      'ends too early',
      (one) => ({ ...one, token_ids: one.token_ids?.slice(0, 2) }),
      'wrote 2 tokens instead',
    ],
    ['does not say what it wrote', (one) => ({ ...one, token_ids: null }), 'not say which tokens it wrote'],
    [
      'chooses others than the likeliest',
      (choice: StubChoice) => ({
        ...choice,
        token_ids: choice.logprobs?.top_logprobs.map((top) => Number(Object.keys(top)[1]?.split(':')[1])),
      }),
      'does not choose the likeliest token',
    ],
    [
      'gives only the token it chose',
      ({ logprobs, ...choice }) => {
        const first = (top: object) => Object.fromEntries(Object.entries(top).slice(0, 1));
        return { ...choice, logprobs: { ...logprobs, top_logprobs: logprobs?.top_logprobs.map(first) } };
      },
      'does not give the likeliest two tokens of step 1 (logprobs)',
    ],
  ])('when it %s while it continues a text', async (_what, corrupt, sentence) => {
    const engine = await openThenCorrupted((answer) => ({ choices: answer.choices.map(corrupt) }));
    const generated = engine.generate([text()], { maxTokens: 4, temperature: 0, stop: [] });
    expect(await sentenceOf(generated)).toContain(sentence);
  });

  it('when a text goes on behind a token that should end it', async () => {
    const ends = (await lm.generate([text()], { maxTokens: 4, temperature: 0, stop: [] }))[0]?.ids ?? [];
    const server = await serve(ignoring(vllmWith(lm), 'stop_token_ids'));
    const engine = await open(server.url);
    const options = { maxTokens: 4, temperature: 0, stop: ends.slice(1, 2) };
    const [[one], [own]] = [await engine.generate([text()], options), await lm.generate([text()], options)];
    expect({ ids: one?.ids, end: one?.end }).toEqual({ ids: own?.ids, end: 'stop' });
  });

  it('when log-probabilities of a text are no numbers any more', async () => {
    const engine = await openThenCorrupted((answer) => corruptScores(answer, () => 'nan' as never));
    expect(await sentenceOf(engine.scoreMany([{ context: [5], continuation: [6] }]))).toContain('gave nan');
  });
});
