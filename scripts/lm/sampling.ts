import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import type { Sampling } from './types.ts';

/**
 * How the next token is chosen. `sampler` takes the logits of a prediction: at a temperature of 0 it gives the likeliest
 * token (`greedy`). Otherwise it makes probabilities of them, keeps the likeliest that reach top-p (`nucleus`), and
 * chooses one (`draw`) by the next number of a seeded stream (`pcg`).
 */

/** Throws a RangeError that names the option unless all of them make sense. */
export function assertSampling({ temperature = 1, topP = 1 }: Sampling): void {
  if (!(temperature >= 0 && temperature < Number.POSITIVE_INFINITY))
    throw new RangeError(`temperature must be 0 or a positive finite number, got ${temperature}`);
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`topP must be above 0 and at most 1, got ${topP}`);
}

/** Chooses the ids of one sequence, step by step; sequences of other numbers draw other random numbers. */
export function sampler(options: Sampling, sequence: number): (logits: Float32Array) => number {
  if (options.temperature === 0) return greedy;
  const random = pcg(options.seed ?? 0, sequence);
  return (logits) => draw(nucleus(logits, options), random());
}

/** The tokens that may be drawn: their probabilities, which add up to 1, and ids in ascending order; default: all. */
interface Distribution {
  readonly ids?: readonly number[];
  readonly probabilities: ArrayLike<number>;
}

/** The likeliest token, the smaller id of equal ones. */
export const greedy = (logits: Float32Array): number => at(topIds(logits, 1), 0);

/** The probabilities at the temperature (above 0), cut to the smallest set of likeliest tokens that reaches topP. */
export function nucleus(logits: Float32Array, { temperature = 1, topP = 1 }: Sampling): Distribution {
  const all = softmax(logits, temperature);
  if (topP === 1) return { probabilities: all };
  const ids = likeliest(logits, all, topP).sort((a, b) => a - b);
  const total = ids.reduce((sum, id) => sum + at(all, id), 0);
  return { ids, probabilities: ids.map((id) => at(all, id) / total) };
}

/** The ids of the nucleus. Looks at a few of the likeliest first: sorting the whole vocabulary is slow. */
function likeliest(logits: Float32Array, all: Float64Array, topP: number): number[] {
  for (let count = 64; ; count *= 8) {
    const ids = topIds(logits, count);
    let reached = 0;
    for (const [i, id] of ids.entries()) {
      reached += at(all, id);
      if (reached >= topP) return ids.slice(0, i + 1);
    }
    if (count >= logits.length) return ids;
  }
}

/**
 * Draws an id by inverse cumulative probability in id order: the first whose cumulative probability is above `uniform`
 * (a number in [0, 1)).
 */
export function draw({ ids, probabilities }: Distribution, uniform: number): number {
  let below = 0;
  let chosen = -1;
  for (let i = 0; i < probabilities.length && below <= uniform; i++) {
    const p = at(probabilities, i);
    if (p > 0) chosen = i; // the last possible one, should rounding leave the sum just below `uniform`
    below += p;
  }
  if (chosen < 0) throw new RangeError('no token can be drawn: none has a probability above 0');
  return ids ? at(ids, chosen) : chosen;
}

/**
 * The ids of the k largest logits in order; equal logits by smaller id. NaN counts as -Infinity.
 * Fewer than k when there are not so many. Throws a RangeError unless k is a non-negative integer.
 */
export function topIds(logits: Float32Array, k: number): number[] {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be a non-negative integer, got ${k}`);
  const count = Math.min(k, logits.length);
  if (count === 0) return [];
  // Keeping a sorted list costs k moves an insertion; sorting all costs about 16 comparisons an entry.
  return count > 1000 ? sortedIds(logits).slice(0, count) : keptIds(logits, count);
}

function keyOf(logits: Float32Array, id: number): number {
  const logit = logits[id];
  return logit === undefined || Number.isNaN(logit) ? Number.NEGATIVE_INFINITY : logit;
}

function sortedIds(logits: Float32Array): number[] {
  return Array.from(logits.keys()).sort((a, b) => {
    const [left, right] = [keyOf(logits, a), keyOf(logits, b)];
    return left === right ? a - b : right - left;
  });
}

/** The k best seen so far, best first; a later id goes behind its equals. */
function keptIds(logits: Float32Array, k: number): number[] {
  const kept: number[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    const logit = keyOf(logits, id);
    if (kept.length === k && logit <= worst) continue;
    let place = kept.length;
    while (place > 0 && keyOf(logits, at(kept, place - 1)) < logit) place--;
    kept.splice(place, 0, id);
    if (kept.length > k) kept.pop();
    worst = keyOf(logits, at(kept, kept.length - 1));
  }
  return kept;
}

const MULTIPLIER = 6364136223846793005n;
const MASK_64 = (1n << 64n) - 1n;

/**
 * Seeded random float64 numbers in [0, 1) with 53 random bits, the same on every machine. The generator is PCG-XSH-RR
 * with 64 bits of state and 32 bits of output, two draws a number.
 *
 * The project has two generators, because stored results depend on the numbers of both. Sampling uses this one: its
 * streams give each text of a batch an independent sequence. Resampling uses `#numerics/seeded-random`: it has no
 * streams but is many times as fast, and a bootstrap draws a million numbers.
 *
 * Source: M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation" (2014).
 */
export function pcg(seed: number, stream = 0): () => number {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}`);
  if (!Number.isSafeInteger(stream) || stream < 0)
    throw new RangeError(`stream must be a non-negative integer, got ${stream}`);
  const increment = ((BigInt(stream) << 1n) | 1n) & MASK_64;
  let state = 0n;
  const draw = (): number => {
    const old = state;
    state = (old * MULTIPLIER + increment) & MASK_64;
    const shifted = Number((((old >> 18n) ^ old) >> 27n) & 0xffffffffn);
    const rotation = Number(old >> 59n);
    return ((shifted >>> rotation) | (shifted << (-rotation & 31))) >>> 0;
  };
  draw();
  state = (state + BigInt.asUintN(64, BigInt(seed))) & MASK_64;
  draw();
  return () => {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
}
