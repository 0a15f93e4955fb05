/**
 * llama.cpp stores the query and key rows of a Llama so that the two numbers a rotation mixes are neighbours
 * (rows 2i and 2i + 1 of a head). The usual "rotate half" formula mixes row i with row i + headSize/2.
 */

/**
 * For each row of the rotate-half order, the row of the GGUF that holds it.
 * Two heads of size four: [0, 2, 1, 3, 4, 6, 5, 7].
 */
export function rotateHalfRowOrder(heads: number, headSize: number): number[] {
  const half = headSize / 2;
  const order: number[] = [];
  for (let head = 0; head < heads; head++) {
    for (let side = 0; side < 2; side++) {
      for (let i = 0; i < half; i++) order.push(head * headSize + 2 * i + side);
    }
  }
  return order;
}
