/**
 * σ(x) = 1 / (1 + e^-x): the softmax of two choices whose logits differ by x. Neither branch overflows, and a small
 * result keeps its digits.
 */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const weight = Math.exp(x);
  return weight / (1 + weight);
}
