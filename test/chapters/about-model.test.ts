import { describe, expect, it } from 'vitest';
import { EMBEDDED_MODEL } from '#lm/model-identity';
import { isEmbedded } from '../../chapters/about-model.ts';

describe('what the chapters know of a model', () => {
  it('is known of the embedded one alone, not of others whose names end alike', () => {
    expect(isEmbedded({ id: EMBEDDED_MODEL })).toBe(true);
    expect(isEmbedded({ id: 'somebody/SmolLM2-135M-Instruct' })).toBe(false);
    expect(isEmbedded({ id: 'SmolLM2-135M-Instruct' })).toBe(false);
  });
});
