import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { openEngine } from '#lm/vllm/open';
import { dtypeOf, likeliestIn } from '#lm/vllm/probe';
import { seededRandom } from '#numerics/seeded-random';
import { logSoftmax } from '#numerics/softmax';
import { sentenceOf } from '../../refusals.ts';
import { smallModel, someIds } from '../small-model.ts';
import { corruptPrediction, corruptScores } from './corrupt-answers.ts';
import { type CompletionRequest, type Handler, ignoring, serve, vllmWith } from './stub-server.ts';

/** What a real server says that was started without --max-logprobs. */
const REFUSED = JSON.parse(
  readFileSync(new URL('../../fixtures/vllm-transcripts.json', import.meta.url), 'utf8'),
)['error-max-logprobs-next'].response as { status: number; body: object };

const ONLY_LIKELIEST =
  'This server gives only the likeliest tokens, not whole predictions: start it with --max-logprobs -1.';
const NO_SCORES = 'This server gives no log-probabilities of a given text (prompt_logprobs).';

const { folder, lm } = await smallModel();

async function open(handle: Handler): Promise<LanguageModel> {
  const server = await serve(handle);
  return await openEngine({ url: server.url, tokenizer: folder, waitMs: 1 });
}

/** Refuses whole predictions, as a server with the usual --max-logprobs 20. */
function limited(handle: Handler): Handler {
  const body = JSON.stringify(REFUSED.body).replaceAll('49152', String(lm.vocabularySize));
  return async (request, response) =>
    (request.body as CompletionRequest | undefined)?.logprobs === -1
      ? { ...REFUSED, body }
      : await handle(request, response);
}

/** Gives the 20 likeliest tokens where whole predictions are asked for. */
function cutting(handle: Handler): Handler {
  return async (request, response) => {
    const asked = request.body as CompletionRequest | undefined;
    return await handle(
      asked?.logprobs === -1 ? { ...request, body: { ...asked, logprobs: 20 } } : request,
      response,
    );
  };
}

const CONTEXT = [5, 9, 12];
const CONTINUATIONS = [[7], [8, 9], [], [11]];

/** What needs whole predictions. */
const predicting: Readonly<Record<string, (one: LanguageModel) => Promise<unknown>>> = {
  next: (one) => one.next([5]),
  nextOfMany: (one) => one.nextOfMany([[5], [6]]),
  everyPosition: (one) => one.everyPosition([5], () => {}),
  'score with entropies': (one) => one.score([5, 6]),
  'scoreChoices with entropies': (one) =>
    one.scoreChoices([{ context: CONTEXT, continuations: CONTINUATIONS }]),
  'sampled generation': (one) => one.generate([[5]], { maxTokens: 1 }),
  'generation that is looked at': (one) =>
    one.generate([[5]], { maxTokens: 1, temperature: 0, onStep: () => {} }),
};

/** What needs log-probabilities of given texts. */
const scoring: Readonly<Record<string, (one: LanguageModel) => Promise<unknown>>> = {
  score: (one) => one.score([5, 6], [], { entropies: false }),
  scoreContinuations: (one) => one.scoreContinuations([5], [[6]]),
  scoreChoices: (one) => one.scoreChoices([{ context: [5], continuations: [[6]] }]),
  scoreMany: (one) => one.scoreMany([{ context: [5], continuation: [6] }]),
};

async function expectEqualScores(engine: LanguageModel): Promise<void> {
  const ids = someIds(20, 3, lm.vocabularySize);
  const scored = await engine.score(ids, [], { entropies: false });
  const own = await lm.score(ids);
  expect(scored.next).toBeNull();
  for (const [i, { logprob, rank, entropy }] of scored.tokens.entries()) {
    expect(entropy).toBeNull();
    expect(rank).toBe(own.tokens[i]?.rank);
    if (i > 0) expect(logprob).toBeCloseTo(own.tokens[i]?.logprob ?? Number.NaN, 4);
  }
  const [totals, ownTotals] = await Promise.all(
    [engine, lm].map(async (one) =>
      (await one.scoreContinuations(CONTEXT, CONTINUATIONS)).map(({ total }) => total),
    ),
  );
  for (const [i, total] of (ownTotals ?? []).entries()) expect(totals?.[i]).toBeCloseTo(total, 4);
  const [many] = await engine.scoreMany([{ context: CONTEXT, continuation: [8, 9] }]);
  expect(many?.total).toBeCloseTo(ownTotals?.[1] ?? Number.NaN, 4);
}

async function expectEqualGreedySteps(engine: LanguageModel): Promise<void> {
  const [one, own] = await Promise.all(
    [engine, lm].map((model) => model.generate([CONTEXT, [7]], { maxTokens: 5, temperature: 0, stop: [] })),
  );
  for (const [i, { ids, logprobs, end }] of (own ?? []).entries()) {
    expect({ ids: one?.[i]?.ids, end: one?.[i]?.end }).toEqual({ ids, end });
    for (const [k, logprob] of logprobs.entries()) expect(one?.[i]?.logprobs[k]).toBeCloseTo(logprob, 4);
  }
}

describe('a server that gives no whole predictions', () => {
  it.each([
    ['refuses them', limited],
    ['gives the likeliest tokens instead', cutting],
  ])(
    'and %s gives log-probabilities, ranks and greedy texts, and refuses the rest by name',
    async (_how, less) => {
      const engine = await open(less(vllmWith(lm)));
      expect(engine.lacks).toEqual(['predictions']);
      expect(engine.vocabularySize).toBe(lm.vocabularySize);
      expect(engine.servedBy).toMatchObject({ dtype: 'float32' });
      expect(engine.servedBy?.agreement).toBeLessThan(1e-4);
      await expectEqualScores(engine);
      await expectEqualGreedySteps(engine);
      const before = engine.asked;
      for (const [what, ask] of Object.entries(predicting)) {
        expect(await sentenceOf(ask(engine)), what).toBe(ONLY_LIKELIEST);
      }
      expect(engine.asked.predictions).toBe(before.predictions);
    },
  );

  it('is caught when its log-probabilities are shifted', async () => {
    const corrupted = vllmWith(lm, (answer, { prompt_logprobs }) =>
      prompt_logprobs === undefined ? answer : corruptScores(answer, (logprobs, k) => logprobs[k + 1] ?? -1),
    );
    await expect(open(limited(corrupted))).rejects.toThrow('away from its own predictions');
  });

  it('is refused when none of its likeliest tokens is one of the text', async () => {
    const corrupted = vllmWith(lm, (answer, { logprobs }) =>
      logprobs === 20 ? corruptPrediction(answer, (logprob, id) => (id === 0 ? logprob : undefined)) : answer,
    );
    await expect(open(limited(corrupted))).rejects.toThrow(
      'gives too few tokens of a prediction to tell whether its log-probabilities are right',
    );
  });
});

describe('a server that gives no log-probabilities of a text', () => {
  it('gives predictions and generated texts, and refuses the rest by name', async () => {
    const engine = await open(ignoring(vllmWith(lm), 'prompt_logprobs'));
    expect(engine.lacks).toEqual(['scores']);
    expect(engine.servedBy?.agreement).toBeNull();
    const [next, own] = [await engine.next(CONTEXT), await lm.next(CONTEXT)];
    expect(engine.top(next.logits, 5).map(({ id }) => id)).toEqual(lm.top(own.logits, 5).map(({ id }) => id));
    const options = { maxTokens: 4, seed: 3, stop: [] };
    const [sampled] = await engine.generate([CONTEXT], options);
    expect(sampled?.ids).toEqual((await lm.generate([CONTEXT], options))[0]?.ids);
    await expectEqualGreedySteps(engine);
    for (const [what, ask] of Object.entries(scoring)) {
      expect(await sentenceOf(ask(engine)), what).toBe(NO_SCORES);
    }
  });
});

describe('opening is refused', () => {
  it('when a server gives neither predictions nor log-probabilities of a text', async () => {
    await expect(open(ignoring(limited(vllmWith(lm)), 'prompt_logprobs'))).rejects.toThrow(
      'This server gives neither whole predictions nor log-probabilities of a given text.',
    );
  });
});

describe('the numbers that a server computes in', () => {
  /** A whole prediction of a large vocabulary, its logits about as normal as a model's, around a tenth of the largest. */
  function whole(bits: number, largest: number): Float32Array {
    const random = seededRandom(largest + bits);
    const logits = Float64Array.from({ length: 152_000 }, () => {
      const spread = Array.from({ length: 12 }, () => random.next() - 0.5).reduce((sum, x) => sum + x, 0);
      const z = largest * (0.1 + 0.2 * spread);
      const step = 2 ** (Math.floor(Math.log2(Math.abs(z))) - bits);
      return step * Math.round(z / step);
    });
    return Float32Array.from(logSoftmax(logits));
  }

  it.each([
    ['bfloat16', 7, 14],
    ['bfloat16', 7, 28],
    ['float16', 10, 14],
    ['float16', 10, 28],
    ['float32', 23, 14],
  ])(
    'show in whole predictions, however large the vocabulary: %s, %i bits, up to %i',
    (dtype, bits, largest) => {
      expect(dtypeOf([whole(bits, largest), whole(bits, largest + 1)].map(likeliestIn))).toBe(dtype);
    },
  );
});
