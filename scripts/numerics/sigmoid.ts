/**
 * σ(x) = 1 / (1 + e^-x): the softmax of two choices whose logits differ by x. Each branch raises e to a power that
 * is not positive, so nothing overflows and a small result keeps its digits.
 *
 * Special cases: -Infinity gives 0, +Infinity gives 1, NaN gives NaN.
 */
// #region sigmoid
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const weight = Math.exp(x);
  return weight / (1 + weight);
}
// #endregion sigmoid

/**
 * ln σ(x) in nats, without ever forming σ(x), so that it keeps its digits at both ends: near -x far below 0, and
 * near 0 far above.
 *
 * Special cases: -Infinity gives -Infinity, +Infinity gives 0, NaN gives NaN.
 */
// #region log-sigmoid
export function logSigmoid(x: number): number {
  if (x >= 0) return 0 - Math.log1p(Math.exp(-x)); // 0 - …, so that +Infinity gives 0 and not -0
  return x - Math.log1p(Math.exp(x));
}
// #endregion log-sigmoid
