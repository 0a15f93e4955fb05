import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL, modelIdentity } from '#lm/identity';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { summarizePrediction } from '#numerics/fast-log-softmax';
import { largestDifference } from './small-model.ts';

interface Reference {
  readonly texts: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly logprobs: readonly (number | null)[];
    readonly next_ids: readonly number[];
    readonly next_logprobs: readonly number[];
  }[];
}

const reference = JSON.parse(readFileSync('test/fixtures/reference-logprobs.json', 'utf8')) as Reference;

/** How far a log-probability may be from that of PyTorch on the same weights, in nats. */
const NEAR = 2e-4;

let lm: LanguageModel;

beforeAll(async () => {
  lm = await openLanguageModel();
});

afterAll(() => lm.close());

const logprobs = (tokens: readonly { readonly logprob: number | null }[]): number[] =>
  tokens.map(({ logprob }) => logprob ?? 0);

describe('the embedded model', () => {
  it('is what its identity says', async () => {
    expect({ id: lm.id, sha256: lm.sha256 }).toEqual(await modelIdentity());
    expect(lm.id).toBe(EMBEDDED_MODEL);
    expect(lm.vocabularySize).toBe(49152);
    expect(lm.contextLength).toBe(8192);
    expect(lm.specialTokens).toMatchObject({ '<|endoftext|>': 0, '<|im_start|>': 1, '<|im_end|>': 2 });
  });

  it.each(reference.texts)('agrees with PyTorch on $text', async (expected) => {
    const ids = lm.encode(expected.text);
    expect(ids).toEqual(expected.ids);
    const { tokens, next } = await lm.score(ids);
    expect(tokens[0]?.logprob).toBeNull();
    expect(
      largestDifference(
        logprobs(tokens),
        expected.logprobs.map((l) => l ?? 0),
      ),
    ).toBeLessThan(NEAR);
    const likeliest = lm.top(next?.logits ?? new Float32Array(1), 5);
    expect(likeliest.map(({ id }) => id)).toEqual(expected.next_ids);
    expect(
      largestDifference(
        likeliest.map(({ logprob }) => logprob),
        expected.next_logprobs,
      ),
    ).toBeLessThan(NEAR);
  });

  it('gives in a batch what it gives one by one, within 1e-4', async () => {
    const texts = reference.texts.map(({ ids }) => ids);
    const together = await lm.nextOfMany(texts);
    const scores = await lm.scoreMany(
      texts.map((ids) => ({ context: ids.slice(0, 3), continuation: ids.slice(3) })),
    );
    for (const [i, ids] of texts.entries()) {
      const single = await lm.score(ids);
      const [many, one] = [
        together[i]?.logits ?? new Float32Array(1),
        single.next?.logits ?? new Float32Array(1),
      ];
      expect(largestDifference(many, one)).toBeLessThan(1e-4);
      expect(largestDifference(scores[i]?.logprobs ?? [], logprobs(single.tokens.slice(3)))).toBeLessThan(
        1e-4,
      );
    }
  });

  it('gives with reused keys and values what it gives in one pass', async () => {
    for (const { ids } of reference.texts) {
      const whole = await lm.score(ids);
      const rest = await lm.score(ids.slice(4), ids.slice(0, 4));
      expect(largestDifference(logprobs(rest.tokens), logprobs(whole.tokens.slice(4)))).toBeLessThan(1e-4);
      const [continuation] = await lm.scoreContinuations(ids.slice(0, 4), [ids.slice(4), ids.slice(4, 6)]);
      expect(largestDifference(continuation?.logprobs ?? [], logprobs(whole.tokens.slice(4)))).toBeLessThan(
        1e-4,
      );
    }
  });

  it('scores the choices of many questions as one by one', async () => {
    const questions = reference.texts.flatMap(({ ids }) => [
      { context: ids.slice(0, 3), continuations: [ids.slice(3, 4), ids.slice(3, 9)] },
      { context: ids.slice(0, 5), continuations: [ids.slice(5, 8), ids.slice(2, 4)] },
    ]);
    const together = await lm.scoreChoices(questions);
    for (const [i, { context, continuations }] of questions.entries()) {
      for (const [k, continuation] of continuations.entries()) {
        const { tokens } = await lm.score(continuation, context);
        expect(largestDifference(together[i]?.scores[k]?.logprobs ?? [], logprobs(tokens))).toBeLessThan(
          1e-4,
        );
      }
    }
  });

  it('repeats a generation to the last bit, and another seed gives another text', async () => {
    const prompts = Array.from({ length: 3 }, () => lm.encode('The best thing about'));
    const options = { maxTokens: 12, temperature: 1, topP: 0.95, seed: 3 };
    const first = await lm.generate(prompts, options);
    expect(await lm.generate(prompts, options)).toEqual(first);
    expect(new Set(first.map(({ ids }) => ids.join())).size).toBe(3);
    const [other] = await lm.generate(prompts.slice(0, 1), { ...options, seed: 4 });
    expect(other?.ids).not.toEqual(first[0]?.ids);
  });

  it('scores a generated text as it was when it was generated', async () => {
    const prompt = lm.encode('Once upon a time');
    const [generation] = await lm.generate([prompt, lm.encode('The')], { maxTokens: 20, temperature: 0 });
    const { tokens } = await lm.score(generation?.ids ?? [], prompt);
    expect(largestDifference(generation?.logprobs ?? [], logprobs(tokens))).toBeLessThan(1e-4);
  });

  it('wraps messages in its chat template, which puts a system message first', () => {
    expect(lm.chat([{ role: 'user', content: 'Say hi.' }])).toBe(
      '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\nSay hi.<|im_end|>\n<|im_start|>assistant\n',
    );
    expect(lm.chat([{ role: 'system', content: 'Be brief.' }], { addGenerationPrompt: false })).toBe(
      '<|im_start|>system\nBe brief.<|im_end|>\n',
    );
  });

  it('knows no more than ln V: entropy and normaliser stay below 10.802673 nats', async () => {
    await lm.everyPosition(reference.texts[4]?.ids ?? [], (_position, logits) => {
      const { entropy, logNormalizer } = summarizePrediction(logits);
      expect(entropy).toBeLessThan(Math.log(49152));
      expect(logNormalizer).toBeLessThan(Math.log(49152));
    });
  });
});

describe('its tokens', () => {
  it('hold exactly the bytes of any text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'grapheme-composite', maxLength: 40 }),
      fc.stringMatching(/^[ \n\t\ra-z0-9.,']{0,60}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const ids = lm.encode(text);
        const bytes = lm.pieces(ids).flatMap((piece) => [...piece.bytes]);
        expect(Buffer.from(bytes).toString('utf8')).toBe(text);
        expect(lm.decode(ids)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('are never dropped: a character that the vocabulary cannot spell is refused by name', () => {
    expect(() => lm.encode('a\u0004b')).toThrow('U+0004');
    expect(() => lm.encode('\u{50000}')).toThrow('U+50000');
    expect(lm.encode('\u0000\u0001')).toHaveLength(2);
  });

  it('are shown with their spaces, and single bytes of a character in hexadecimal', () => {
    const shown = (text: string): string[] => lm.pieces(lm.encode(text)).map((piece) => piece.text);
    expect(shown('The capital of France is')).toEqual(['The', ' capital', ' of', ' France', ' is']);
    expect(shown('é')).toEqual(['é']);
    expect(shown('東').length).toBeGreaterThan(1);
    expect(shown('東').join('')).toBe('\\xE6\\x9D\\xB1');
  });

  it('are special when they are written out in a text, and have no bytes then', () => {
    const [start, word] = lm.pieces(lm.encode('<|im_start|>user'));
    expect(start).toEqual({ id: 1, text: '<|im_start|>', bytes: [], special: true });
    expect(word).toMatchObject({ text: 'user', special: false });
  });
});
