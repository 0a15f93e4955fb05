import { assertPositiveInteger } from './assert.ts';

/** One bit is ln 2 nats. */
export function toBits(nats: number): number {
  return nats / Math.LN2;
}

/**
 * Surprisal in bits over the length in bytes of UTF-8, which does not depend on any tokeniser. `totalLogprob` is the
 * sum of the natural log-probabilities of all tokens, `bytes` the bytes these tokens make. A total of 0 gives 0, not
 * -0. Throws a RangeError unless `bytes` is a positive integer.
 */
// #region bits-per-byte
export function bitsPerByte(totalLogprob: number, bytes: number): number {
  assertPositiveInteger('bytes', bytes);
  return toBits(0 - totalLogprob) / bytes;
}
// #endregion bits-per-byte
