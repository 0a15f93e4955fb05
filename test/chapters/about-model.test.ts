import { describe, expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { EMBEDDED_MODEL } from '#lm/identity';
import { chatOf, isEmbedded } from '../../chapters/about-model.ts';

describe('what the chapters know of a model', () => {
  it('is known of the embedded one alone, not of others whose names end alike', () => {
    expect(isEmbedded({ id: EMBEDDED_MODEL })).toBe(true);
    expect(isEmbedded({ id: 'somebody/SmolLM2-135M-Instruct' })).toBe(false);
    expect(isEmbedded({ id: 'SmolLM2-135M-Instruct' })).toBe(false);
  });

  it('a model without a chat template has no chat', () => {
    const chat = (): string => {
      throw new UserError('This model has no chat template, so it cannot be used as a chat.');
    };
    expect(chatOf({ chat }, 'Hello.')).toBeNull();
    expect(chatOf({ chat: ([message]) => `[user] ${message?.content}` }, 'Hello.')).toBe('[user] Hello.');
  });
});
