/**
 * An independent oracle for logarithms and exponentials: fixed-point arithmetic over BigInt with 400 bits after the
 * point, so that the only rounding to float64 is the last one. Slow, plain, and sharing nothing with the project.
 */
const BITS = 400n;
const ONE = 1n << BITS;

/** The exact value of a finite float64, in fixed point (its bits below 2^-400 are cut off). */
export function exact(x: number): bigint {
  if (!Number.isFinite(x)) throw new RangeError(`only finite numbers, got ${x}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = (bits & 0xfffffffffffffn) | (exponent === 0n ? 0n : 1n << 52n);
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + BITS;
  const magnitude = shift >= 0n ? fraction << shift : fraction >> -shift;
  return bits >> 63n === 1n ? -magnitude : magnitude;
}

/** The float64 nearest to a fixed-point number (down to 60 significant bits, then rounded once more). */
export function toNumber(x: bigint): number {
  if (x === 0n) return 0;
  const magnitude = x < 0n ? -x : x;
  const drop = BigInt(Math.max(0, magnitude.toString(2).length - 60));
  const value = Number(magnitude >> drop) * 2 ** Number(drop - BITS);
  return x < 0n ? -value : value;
}

export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

export function divide(a: bigint, b: bigint): bigint {
  return (a << BITS) / b;
}

/** e^x by halving x until it is small, the Taylor series, and squaring back. */
export function exp(x: bigint): bigint {
  let halvings = 0n;
  let small = x < 0n ? -x : x;
  while (small > ONE >> 8n) {
    small >>= 1n;
    halvings++;
  }
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = multiply(term, small) / k;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = multiply(sum, sum);
  return x < 0n ? divide(ONE, sum) : sum;
}

/** ln y by Newton's method on e^x = y, begun at the float64 logarithm. */
export function ln(y: bigint): bigint {
  if (y <= 0n) throw new RangeError('the logarithm needs a positive number');
  let x = exact(Math.log(toNumber(y)));
  for (let i = 0; i < 5; i++) x += divide(y, exp(x)) - ONE;
  return x;
}

/** ln Σ exp(values), exactly rounded for moderate values. */
export function exactLogSumExp(values: readonly number[]): bigint {
  return ln(values.reduce((sum, value) => sum + exp(exact(value)), 0n));
}
