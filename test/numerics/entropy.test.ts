import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy, entropyOfLogits } from '#numerics/entropy';
import { softmax } from '#numerics/softmax';

const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('entropy', () => {
  it('is ln n for n equal choices, which is 10.802673 nats for a vocabulary of 49152', () => {
    expect(entropyOfLogits(new Float32Array(49152))).toBeCloseTo(10.802673, 6);
    expect(entropy(softmax(new Float32Array(49152)))).toBeCloseTo(Math.log(49152), 9);
  });

  it('does not see -Infinity beside others, and keeps the small entropy of near certainty', () => {
    fc.assert(fc.property(logits, (z) => Object.is(entropyOfLogits([...z, -Infinity]), entropyOfLogits(z))));
    expect(entropyOfLogits([0, -100]) / (101 * Math.exp(-100))).toBeCloseTo(1, 14);
  });
});
