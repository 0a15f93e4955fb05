import { measurement } from '#report/measurement';
import { PAIRS } from './pairs.measure.ts';
import type { ScaleName } from './scales.measure.ts';
import { scaleNamed } from './scales.measure.ts';

const PROMPT = 'The capital of France is';

const ANSWER = ' Paris';

/** The direct maps and the way over the probability count as equal when they differ by less, relatively. */
const SAME = 1e-9;

export const oneProbability = measurement({
  id: 'one-probability',
  kinds: {
    prompt: 'exact',
    answer: 'exact',
    tokens: 'exact',
    bytes: 'exact',
    probability: 'probability',
    odds: 'probability',
    nats: 'nats',
    bits: 'bits',
    logit: 'logit',
    decibels: 'decibels',
    perplexity: 'perplexity',
    bitsPerByte: 'bits',
    custom: 'nats',
    pairs: 'exact',
    agreement: 'exact',
  },
  async measure({ lm }) {
    const ids = lm.encode(ANSWER);
    const [scored] = await lm.scoreContinuations(lm.encode(PROMPT), [ids]);
    const p = Math.exp(scored?.total ?? Number.NaN);
    const size = { tokens: ids.length, bytes: new TextEncoder().encode(ANSWER).length };
    const on = (name: ScaleName) => scaleNamed(name).fromProbability(p, size);
    const differs = (a: number, b: number) => Math.abs(a - b) > SAME * Math.max(Math.abs(a), Math.abs(b));
    const wrong = PAIRS.filter(
      ({ from, to, there, back }) =>
        differs(there.map(on(from), size), on(to)) || differs(back.map(on(to), size), on(from)),
    );
    const agreement: 'all agree' | 'some differ' = wrong.length === 0 ? 'all agree' : 'some differ';
    return {
      prompt: PROMPT,
      answer: ANSWER,
      ...size,
      probability: on('probability'),
      odds: on('odds'),
      nats: on('nats'),
      bits: on('bits'),
      logit: on('logit'),
      decibels: on('decibels'),
      perplexity: on('perplexity'),
      bitsPerByte: on('bits per byte'),
      custom: on('L₄'),
      pairs: PAIRS.length,
      agreement,
    };
  },
});
