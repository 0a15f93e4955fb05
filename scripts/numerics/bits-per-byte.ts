import { assertPositiveInteger } from './assert.ts';

/** One bit is ln 2 nats. */
export function toBits(nats: number): number {
  return nats / Math.LN2;
}

/**
 * Surprisal in bits per byte of UTF-8, which does not depend on the tokenizer. `totalLogprob` is the sum of the natural
 * log-probabilities of all tokens, `bytes` their length. Throws a RangeError unless `bytes` is a positive integer.
 */
export function bitsPerByte(totalLogprob: number, bytes: number): number {
  assertPositiveInteger('bytes', bytes);
  return toBits(0 - totalLogprob) / bytes;
}
