import { draw } from '../../../scripts/lm/sampling';
import { entropy, entropyOfLogits } from '../../../scripts/numerics/entropy';
import { at } from '../../../scripts/numerics/list';
import { logSoftmax, softmax } from '../../../scripts/numerics/softmax';
import { compensatedSum } from '../../../scripts/numerics/sum';

/** A whole prediction, and what is left of it after temperature, top-k and top-p. */

/** How the next token is drawn. `topK` is Infinity and `topP` one where nothing is cut off. */
export interface Decoding {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
}

export class Prediction {
  readonly logits: Float32Array;
  readonly logprobs: Float64Array;
  /** All ids, the likeliest first; of equally likely ones the smaller first. */
  readonly order: Uint32Array;
  /** In nats, of the model's own prediction. */
  readonly entropy: number;

  constructor(logits: Float32Array) {
    this.logits = logits;
    this.logprobs = logSoftmax(logits);
    this.entropy = entropyOfLogits(logits);
    // Without `at`, which doubles the time that sorting takes.
    this.order = Uint32Array.from(logits.keys()).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
  }

  /** The log-probabilities of the k likeliest tokens. */
  listed(k: number): number[] {
    return Array.from(this.order.subarray(0, k), (id) => at(this.logprobs, id));
  }
}

/** The tokens that may be drawn, the likeliest first, with their probabilities rescaled to add up to one. */
export interface Drawable {
  readonly ids: Uint32Array;
  readonly probabilities: Float64Array;
  /** In nats. */
  readonly entropy: number;
}

export function drawable({ logits, order }: Prediction, { temperature, topK, topP }: Decoding): Drawable {
  const all = softmax(logits, temperature);
  const within = order.subarray(0, Math.min(topK, order.length));
  const sorted = Float64Array.from(within, (id) => at(all, id));
  const total = topK < order.length ? compensatedSum(sorted) : 1;
  let reached = 0;
  let kept = topP < 1 ? 0 : sorted.length;
  while (kept < sorted.length && reached < topP * total) reached += at(sorted, kept++);
  const left = sorted.subarray(0, kept);
  const sum = kept === order.length ? 1 : compensatedSum(left);
  const probabilities = left.map((p) => p / sum);
  return { ids: within.subarray(0, kept), probabilities, entropy: entropy(probabilities) };
}

/** The token that a random number from 0 to 1 draws, as the server draws it. */
export function drawFrom({ ids, probabilities }: Drawable, uniform: number): number {
  const places = Array.from(ids.keys()).sort((a, b) => at(ids, a) - at(ids, b));
  const inOrder = {
    ids: places.map((place) => at(ids, place)),
    probabilities: places.map((place) => at(probabilities, place)),
  };
  return draw(inOrder, uniform);
}
