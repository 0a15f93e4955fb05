import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedModel } from './embedded-model.ts';
import { largestDifference } from './small-model.ts';

const lm = await embeddedModel();

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

const logprobs = (tokens: readonly { readonly logprob: number | null }[]): number[] =>
  tokens.map(({ logprob }) => logprob ?? 0);

describe('the embedded model', () => {
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

  it('gives in company, to the last bit, what it gives a text alone', async () => {
    const own = reference.texts.map(({ ids }) => ids);
    // Beginnings in common, one text that begins another, equal ones, and a single token.
    const texts = [...own, ...own.map((ids) => [...ids.slice(0, 4), 5]), [...(own[0] ?? [])], [7]];
    const together = await lm.nextOfMany(texts);
    for (const [i, ids] of texts.entries()) {
      const { next } = await lm.score(ids);
      expect(together[i]?.logits).toEqual(next?.logits);
    }
    const items = texts.flatMap((ids) =>
      [1, 3].map((cut) => ({ context: ids.slice(0, cut), continuation: ids.slice(cut) })),
    );
    const scores = await lm.scoreMany(items);
    for (const [i, { context, continuation }] of items.entries()) {
      const alone = continuation.length === 0 ? [] : (await lm.score(continuation, context)).tokens;
      expect(scores[i]?.logprobs).toEqual(logprobs(alone));
    }
  });

  it('gives with reused keys and values, to the last bit, what it gives in one pass', async () => {
    for (const { ids } of reference.texts) {
      const whole = logprobs((await lm.score(ids)).tokens);
      const rest = await lm.score(ids.slice(4), ids.slice(0, 4));
      expect(logprobs(rest.tokens)).toEqual(whole.slice(4));
      const cuts = [ids.slice(4), ids.slice(4, 6), ids.slice(4, 5), []];
      const scores = await lm.scoreContinuations(ids.slice(0, 4), cuts);
      for (const [i, cut] of cuts.entries())
        expect(scores[i]?.logprobs).toEqual(whole.slice(4, 4 + cut.length));
    }
  });

  it('scores a generated text, to the last bit, as it was when it was generated', async () => {
    const prompt = lm.encode('Once upon a time');
    const [generation] = await lm.generate([prompt, lm.encode('The')], { maxTokens: 20, temperature: 0 });
    const { tokens } = await lm.score(generation?.ids ?? [], prompt);
    expect(generation?.logprobs).toEqual(logprobs(tokens));
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
});
