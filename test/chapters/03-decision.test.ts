import { describe, expect, it } from 'vitest';
import { type Reply, valueIn } from '../../chapters/03-logprobs-as-confidence/value-in-reply.ts';

const reply = (
  tokens: readonly (readonly [token: string, logprob: number])[],
  finish_reason: Reply['finish_reason'] = 'stop',
): Reply => ({ finish_reason, content: tokens.map(([token, logprob]) => ({ token, logprob })) });

const LABEL = { before: 'Answer:', after: null };
const JSON_FIELD = { before: '"answer": "', after: '"' };

describe('the value in a reply', () => {
  const wrapped = [
    ['Answer', -1],
    [':', -1],
  ] as const;

  it('is scored by its own tokens, and not by its wrapping', () => {
    const found = valueIn(reply([...wrapped, [' New', -0.25], [' Delhi', -0.5]]), LABEL);
    expect(found).toMatchObject({ text: 'New Delhi', logprob: -0.75 });
  });

  it('in JSON ends at its quote, and counts a token that also holds the quote', () => {
    const tokens = [
      ['{"', -1],
      ['answer', -1],
      ['":', -1],
      [' "', -1],
      ['Ro', -0.25],
      ['me"}', -0.5],
    ] as const;
    expect(valueIn(reply(tokens), JSON_FIELD)).toMatchObject({ text: 'Rome', logprob: -0.75 });
  });

  it.each([
    ['cut off', reply([...wrapped, [' New', -0.1]], 'length'), LABEL],
    ['empty, which would pass for certain', reply(wrapped), LABEL],
    ['without its label', reply([['Rome', -0.1]]), LABEL],
    ['without its closing quote', reply([['{"answer": "Rome', -0.1]]), JSON_FIELD],
  ])('is none if the reply is %s', (_what, given, wrapping) => {
    expect(valueIn(given, wrapping)).toBeNull();
  });
});
