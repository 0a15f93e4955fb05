import { each, measurement } from '#report/measurement';
import { SCALES, type ScaleName } from './probability-scales.ts';

const PROMPT = 'The capital of France is';
const ANSWER = ' Paris';

export const oneProbability = measurement({
  id: 'one-probability',
  kinds: {
    ...each('exact', 'tokens', 'bytes'),
    ...each('probability', 'probability', 'odds'),
    ...each('nats', 'nats', 'custom'),
    ...each('bits', 'bits', 'bitsPerByte'),
    logit: 'logit',
    decibels: 'decibels',
    perplexity: 'perplexity',
  },
  async measure({ lm }) {
    const ids = lm.encode(ANSWER);
    const [scored] = await lm.scoreContinuations(lm.encode(PROMPT), [ids]);
    const p = Math.exp(scored?.total ?? Number.NaN);
    const size = { tokens: ids.length, bytes: new TextEncoder().encode(ANSWER).length };
    const on = (name: ScaleName) => SCALES[name].to[1](p, size);
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
      custom: on('L¼'),
    };
  },
});
