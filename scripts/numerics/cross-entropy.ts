import { logSoftmax } from './softmax.ts';

/** -ln p in nats, the surprisal of probability p. 1 gives 0, not -0; 0 gives +Infinity; a negative p gives NaN. */
export function negativeLogLikelihood(p: number): number {
  return 0 - Math.log(p);
}

/**
 * H(p, q) = -Σ p ln q in nats, the mean surprisal of someone who expects q where p is the truth. [n], [n], not
 * rescaled. Where p is 0 nothing is added, whatever q is; q = 0 where p > 0 gives +Infinity; a negative or NaN p, or
 * such a q where p > 0, gives NaN. Throws a RangeError when p and q differ in length.
 */
export function crossEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertSameLength(p, q);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const weight = p[i] ?? Number.NaN;
    if (!(weight >= 0)) return Number.NaN;
    if (weight > 0) sum += weight * Math.log(q[i] ?? Number.NaN);
  }
  return 0 - sum; // 0 - …, so that certainty has cross-entropy 0 and not -0
}

/**
 * The training loss of a language model: the surprisal in nats of the target of each row of logits. [n][V], [n] -> [n].
 * +Infinity for a target with the logit -Infinity; NaN for a row that `logSoftmax` gives NaN for. Throws a RangeError
 * unless each row has one target, the index of one of its logits.
 */
export function crossEntropyLoss(
  logits: readonly ArrayLike<number>[],
  targets: readonly number[],
): Float64Array {
  if (targets.length !== logits.length) {
    throw new RangeError(
      `targets must be one for each of ${logits.length} rows of logits, got ${targets.length}`,
    );
  }
  return Float64Array.from(logits, (row, i) => {
    const target = targets[i] ?? Number.NaN;
    const logprob = logSoftmax(row)[target];
    if (logprob === undefined) {
      throw new RangeError(`targets[${i}] must be the index of one of ${row.length} logits, got ${target}`);
    }
    return 0 - logprob;
  });
}

export function assertSameLength(p: ArrayLike<number>, q: ArrayLike<number>): void {
  if (p.length !== q.length) {
    throw new RangeError(`p and q must have the same length, got ${p.length} and ${q.length}`);
  }
}
