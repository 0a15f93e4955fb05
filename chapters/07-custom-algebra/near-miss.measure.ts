import { measurement } from '#report/measurement';

const LARGEST = 12;

const EXAMPLES = 3;

// #region near-miss
/** Almost ⊕₄: the quarter of the product is rounded down to a whole number. */
export function almost(a: number, b: number): number {
  return a + b + Math.floor((a * b) / 4);
}
// #endregion near-miss

export interface Grouping {
  a: number;
  b: number;
  c: number;
  left: number;
  right: number;
}

/** Both groupings of every triple 1 ≤ a ≤ b ≤ c ≤ largest, in order. */
export function groupings(rule: (a: number, b: number) => number, largest: number): Grouping[] {
  const found: Grouping[] = [];
  for (let a = 1; a <= largest; a++) {
    for (let b = a; b <= largest; b++) {
      for (let c = b; c <= largest; c++)
        found.push({ a, b, c, left: rule(rule(a, b), c), right: rule(a, rule(b, c)) });
    }
  }
  return found;
}

export const nearMiss = measurement({
  id: 'near-miss',
  kinds: {
    passing: { a: 'exact', b: 'exact', c: 'exact', left: 'exact', right: 'exact' },
    failing: { a: 'exact', b: 'exact', c: 'exact', left: 'exact', right: 'exact' },
    outcome: 'exact',
    largest: 'exact',
    triples: 'exact',
    passed: 'exact',
    share: 'float64',
    shareOfThree: 'float64',
  },
  async measure() {
    const all = groupings(almost, LARGEST);
    const passes = all.filter(({ left, right }) => left === right);
    const ofThreeNumbers = (triples: Grouping[]) => triples.filter(({ a, b, c }) => a < b && b < c);
    const distinct = ofThreeNumbers(passes);
    const failures = all.filter(({ left, right }) => left !== right);
    const outcome: 'fooled' | 'caught' | 'a law' =
      failures.length === 0 ? 'a law' : distinct.length >= EXAMPLES ? 'fooled' : 'caught';
    return {
      passing: distinct.slice(0, EXAMPLES),
      failing: ofThreeNumbers(failures).slice(0, EXAMPLES),
      outcome,
      largest: LARGEST,
      triples: all.length,
      passed: passes.length,
      share: passes.length / all.length,
      shareOfThree: (passes.length / all.length) ** EXAMPLES,
    };
  },
});
