import type { Semiring } from './semiring-interface.ts';

/** A semiring whose weights remember their path, so that any semiring algorithm returns the best path. */

/** The score is in nats: the sum of the log-weights of its steps. */
export interface ScoredPath {
  readonly score: number;
  /** The names of the steps in order. */
  readonly path: readonly string[];
}

/** The weight of one step. */
export function step(score: number, name: string): ScoredPath {
  return { score, path: [name] };
}

/**
 * The higher score comes first, of equal scores the shorter path, of equally long ones the first by name. Appending the
 * same steps to both never changes the order, so ⊗ distributes over ⊕ as long as no score is rounded.
 */
function compare(a: ScoredPath, b: ScoredPath): number {
  if (a.score !== b.score) return a.score > b.score ? -1 : 1;
  if (a.path.length !== b.path.length) return a.path.length - b.path.length;
  const differing = a.path.findIndex((name, index) => name !== b.path[index]);
  if (differing === -1) return 0;
  return (a.path[differing] ?? '') < (b.path[differing] ?? '') ? -1 : 1;
}

const isPossible = ({ score }: ScoredPath): boolean => score > Number.NEGATIVE_INFINITY;
const join = (a: ScoredPath, b: ScoredPath): ScoredPath => ({
  score: a.score + b.score,
  path: [...a.path, ...b.path],
});

const IMPOSSIBLE: ScoredPath = { score: Number.NEGATIVE_INFINITY, path: [] };
const EMPTY: ScoredPath = { score: 0, path: [] };

/** Which path is best, and how good is it? Max and plus, with the path carried along. */
// #region max-plus-semiring
export const maxPlusSemiring: Semiring<ScoredPath> = {
  name: 'max-plus',
  zero: IMPOSSIBLE,
  one: EMPTY,
  plus: (a, b) => (compare(a, b) <= 0 ? a : b),
  times: (a, b) => (isPossible(a) && isPossible(b) ? join(a, b) : IMPOSSIBLE),
  closure(a) {
    if (a.score > 0) throw new RangeError(`a loop of score ${a.score} gets better without end`);
    return EMPTY;
  },
};
// #endregion max-plus-semiring
