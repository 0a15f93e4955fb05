import { assertPositiveInteger } from './assert.ts';

/**
 * Nats to bits: one bit is ln 2 nats. Zero, infinities and NaN stay what they are.
 */
export function toBits(nats: number): number {
  return nats / Math.LN2;
}

/**
 * Bits per byte of a text: its surprisal in bits over its length in bytes of UTF-8. The length does not depend on any
 * tokeniser, so models that cut a text differently can be compared.
 * `totalLogprob` is the sum of the natural log-probabilities of all its tokens, `bytes` the bytes these tokens make.
 *
 * Special cases: a total of 0 gives 0, not -0; -Infinity gives +Infinity, +Infinity gives -Infinity, NaN gives NaN.
 *
 * Throws a RangeError unless `bytes` is a positive integer.
 */
// #region bits-per-byte
export function bitsPerByte(totalLogprob: number, bytes: number): number {
  assertPositiveInteger('bytes', bytes);
  return toBits(0 - totalLogprob) / bytes;
}
// #endregion bits-per-byte
