import { describe, expect, it } from 'vitest';
import { decide } from '../../chapters/03-logprobs-as-confidence/decision.ts';

const tokens = (...list: readonly (readonly [token: string, logprob: number])[]) =>
  list.map(([token, logprob]) => ({ token, logprob }));

describe('the decision about an answer', () => {
  it('multiplies the probabilities of its words, and of nothing after them', () => {
    const found = decide(
      tokens([' New', Math.log(0.5)], [' Delhi', Math.log(0.8)], ['.', -3], ['\n', -2]),
      0.4,
    );
    expect(found).toMatchObject({ answer: 'New Delhi', action: 'answer' });
    expect(found.probability).toBeCloseTo(0.4, 15);
  });

  it('hands over whatever is less sure than the threshold', () => {
    expect(decide(tokens([' Rome', Math.log(0.39)]), 0.4).action).toBe('hand over');
    expect(decide(tokens([' Rome', 0]), 1).action).toBe('answer');
  });

  it('takes no words for no answer, not for a certain one', () => {
    expect(decide(tokens(['.', -0.1], [' Rome', -0.1]), 0.01)).toEqual({
      answer: '',
      probability: 0,
      action: 'hand over',
    });
    expect(decide([], 0.01).action).toBe('hand over');
  });
});
