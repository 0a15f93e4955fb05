/**
 * base^exponent, the same to the last bit in every engine, which `**` and Math.pow are not. A whole exponent
 * multiplies, exactly as long as the products are exact. Any other uses the logarithm, with a relative error of about
 * |exponent · ln base| · 2⁻⁵³, and gives NaN for a negative base.
 */
export function pow(base: number, exponent: number): number {
  if (!Number.isInteger(exponent)) return Math.exp(exponent * Math.log(base));
  let product = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product *= square;
    square *= square;
  }
  if (exponent >= 0) return product;
  // Beyond the largest number its reciprocal may still be one of the smallest.
  return Number.isFinite(product) ? 1 / product : pow(1 / base, -exponent);
}
