import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';

const LARGEST = 12;

/** Like a ⊗ b, but the quarter of the product is rounded down. */
export function rounded(a: number, b: number): number {
  return a + b + Math.floor((a * b) / 4);
}

/** Both groupings of every triple 1 ≤ a ≤ b ≤ c ≤ largest, in order. */
export function groupings(rule: (a: number, b: number) => number, largest: number) {
  const found = [];
  for (let a = 1; a <= largest; a++) {
    for (let b = a; b <= largest; b++) {
      for (let c = b; c <= largest; c++)
        found.push({ a, b, c, left: rule(rule(a, b), c), right: rule(a, rule(b, c)) });
    }
  }
  return found;
}

export const roundedRule = measurement({
  id: 'rounded-rule',
  kinds: {
    ...each(each('exact', 'a', 'b', 'c', 'left', 'right'), 'passing', 'failing'),
    ...each('exact', 'largest', 'triples'),
    share: 'float64',
  },
  async measure() {
    const all = groupings(rounded, LARGEST);
    const passes = all.filter(({ left, right }) => left === right);
    const fails = all.filter(({ left, right }) => left !== right);
    const areDistinct = ({ a, b, c }: (typeof all)[number]) => a < b && b < c;
    return {
      passing: at(passes.filter(areDistinct), 0),
      failing: at(fails.filter(areDistinct), 0),
      largest: LARGEST,
      triples: all.length,
      share: passes.length / all.length,
    };
  },
});
