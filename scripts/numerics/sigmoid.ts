/**
 * σ(x) = 1 / (1 + e^-x): the softmax of two choices whose logits differ by x. Each branch raises e to a power that is
 * not positive, so nothing overflows and a small result keeps its digits.
 */
// #region sigmoid
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const weight = Math.exp(x);
  return weight / (1 + weight);
}
// #endregion sigmoid
