import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { pcg } from './pcg.ts';
import { topIds } from './top-ids.ts';
import type { Sampling } from './types.ts';

/** The tokens that may be drawn: their probabilities, which add up to 1, and ids in ascending order; default: all. */
interface Distribution {
  readonly ids?: readonly number[];
  readonly probabilities: ArrayLike<number>;
}

export interface Draw {
  readonly id: number;
  readonly margin: number;
}

/** Throws a RangeError that names the option unless all of them make sense. */
export function assertSampling({ temperature = 1, topP = 1 }: Sampling): void {
  if (!(temperature >= 0 && temperature < Number.POSITIVE_INFINITY))
    throw new RangeError(`temperature must be 0 or a positive finite number, got ${temperature}`);
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`topP must be above 0 and at most 1, got ${topP}`);
}

/** The likeliest token, the smaller id of equal ones; its margin is its lead in nats over the second. */
export function greedy(logits: Float32Array): Draw {
  const best = topIds(logits, 2);
  const first = at(best, 0);
  const second = best[1];
  const lead = second === undefined ? Number.POSITIVE_INFINITY : at(logits, first) - at(logits, second);
  return { id: first, margin: lead };
}

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

/** Chooses the tokens of one sequence, step by step; sequences of other numbers draw other random numbers. */
export function sampler(options: Sampling, sequence: number): (logits: Float32Array) => Draw {
  if (options.temperature === 0) return greedy;
  const random = pcg(options.seed ?? 0, sequence);
  return (logits) => draw(nucleus(logits, options), random());
}

/**
 * Draws by inverse cumulative probability in id order: the first id whose cumulative probability is above `uniform`
 * (a number in [0, 1)). Its margin is how near `uniform` is to either end of the id's share.
 */
export function draw({ ids, probabilities }: Distribution, uniform: number): Draw {
  let below = 0;
  let chosen = -1;
  let start = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = at(probabilities, i);
    if (p > 0) {
      chosen = i; // the last possible one, should rounding leave the sum just below `uniform`
      start = below;
      if (below + p > uniform) break;
    }
    below += p;
  }
  if (chosen < 0) throw new RangeError('no token can be drawn: none has a probability above 0');
  const id = ids ? at(ids, chosen) : chosen;
  const end = start + at(probabilities, chosen);
  return { id, margin: Math.max(0, Math.min(uniform - start, end - uniform)) };
}
