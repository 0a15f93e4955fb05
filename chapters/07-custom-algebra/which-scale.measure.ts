import { absorbingElement } from '#numerics/custom-algebra';
import { each, either, measurement } from '#report/measurement';
import { SCALES, type ScaleName } from './scales.ts';

const PROMPT = 'The capital of France is';
const ANSWER = ' Paris';
/** On L¼ a smaller distance from the floor does not show in three decimals. */
const SHOWN = 0.0005;

/** Where a probability and its number on L¼ lie, as floats and in the digits that are shown. */
export function placeOf(p: number, custom: number) {
  if (p === 0) return 'zero' as const;
  if (custom === absorbingElement()) return 'on the floor' as const;
  return either(custom - absorbingElement() > SHOWN, 'above zero', 'near the floor');
}

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
      number: either(ids.length === 1, 'one', 'several'),
      float: placeOf(p, on('L¼')),
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
