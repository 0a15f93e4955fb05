import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelIdentity } from '#lm/model-identity';
import { runScore } from '../run-score.ts';

interface Answer {
  readonly model: unknown;
  readonly text: string;
  readonly tokens: readonly {
    readonly id: number;
    readonly logprob: number | null;
    readonly rank: number | null;
  }[];
  readonly next: readonly { readonly id: number; readonly logprob: number }[];
  readonly total_logprob: number;
  readonly mean_logprob: number;
  readonly perplexity: number;
  readonly bits_per_byte: number;
}

interface ReferenceText {
  readonly text: string;
  readonly ids: readonly number[];
  readonly logprobs: readonly (number | null)[];
  readonly next_ids: readonly number[];
  readonly next_logprobs: readonly number[];
}

const reference = JSON.parse(readFileSync('test/fixtures/reference-logprobs.json', 'utf8')) as {
  readonly texts: readonly ReferenceText[];
};

describe('npm run score with the embedded model', () => {
  it('agrees with PyTorch: --json --top 5 "The opposite of hot is cold."', async () => {
    const expected = reference.texts[0];
    const { code, stdout } = await runScore(['--json', '--top', '5', 'The opposite of hot is cold.']);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as Answer;
    expect(answer.model).toMatchObject(await modelIdentity());
    expect(answer.text).toBe(expected?.text);
    expect(answer.tokens.map(({ id }) => id)).toEqual(expected?.ids);
    expect(answer.next.map(({ id }) => id)).toEqual(expected?.next_ids);
    answer.tokens.forEach(({ logprob }, i) => {
      const wanted = expected?.logprobs[i] ?? null;
      if (wanted === null) expect(logprob).toBeNull();
      else expect(Math.abs((logprob ?? NaN) - wanted)).toBeLessThan(2e-4);
    });
    answer.next.forEach(({ logprob }, i) => {
      expect(Math.abs(logprob - (expected?.next_logprobs[i] ?? NaN))).toBeLessThan(2e-4);
    });
    const known = answer.tokens.slice(1);
    const total = known.reduce((sum, { logprob }) => sum + (logprob ?? NaN), 0);
    expect(answer.total_logprob).toBeCloseTo(total, 12);
    expect(answer.mean_logprob).toBe(answer.total_logprob / known.length);
    expect(answer.perplexity).toBe(Math.exp(-answer.mean_logprob));
    // " opposite of hot is cold." has 25 bytes.
    expect(answer.bits_per_byte).toBeCloseTo(-total / Math.LN2 / 25, 12);
  });
});
