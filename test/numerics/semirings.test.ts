import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPlusSemiring, step } from '#numerics/optimal-path-semirings';
import { type Case, countingCase, logCase, maxPlusCase, probabilityCase } from './semiring-weights.ts';

/** The laws that every semiring must keep, each over random weights. */
function lawsOf<Weight>({ semiring, weights, same, idempotent }: Case<Weight>): void {
  const { plus, times, zero, one } = semiring;
  const three = fc.tuple(weights, weights, weights);
  const hold = (law: (a: Weight, b: Weight, c: Weight) => readonly [Weight, Weight]) =>
    fc.assert(
      fc.property(three, ([a, b, c]) => same(...law(a, b, c))),
      { numRuns: 300 },
    );

  describe(`the ${semiring.name} semiring`, () => {
    it('does not care how three are grouped', () => {
      hold((a, b, c) => [plus(plus(a, b), c), plus(a, plus(b, c))]);
      hold((a, b, c) => [times(times(a, b), c), times(a, times(b, c))]);
    });

    it('does not care which of two comes first under ⊕', () => hold((a, b) => [plus(a, b), plus(b, a)]));

    it('has a zero and a one that change nothing', () => {
      hold((a) => [plus(a, zero), a]);
      hold((a) => [times(a, one), a]);
      hold((a) => [times(one, a), a]);
    });

    it('has a zero that wins every ⊗', () => {
      hold((a) => [times(a, zero), zero]);
      hold((a) => [times(zero, a), zero]);
    });

    it('distributes ⊗ over ⊕ from both sides', () => {
      hold((a, b, c) => [times(a, plus(b, c)), plus(times(a, b), times(a, c))]);
      hold((a, b, c) => [times(plus(b, c), a), plus(times(b, a), times(c, a))]);
    });

    it(idempotent ? 'adds a weight to itself without a change' : 'does not always keep a ⊕ a = a', () => {
      if (idempotent) hold((a) => [plus(a, a), a]);
      else expect(same(plus(one, one), one)).toBe(false);
    });
  });
}

lawsOf(countingCase);
lawsOf(probabilityCase);
lawsOf(logCase);
lawsOf(maxPlusCase);

describe('ties', () => {
  it('that rounding makes are the one exception to taking out what paths have in common', () => {
    const [short, long] = [step(-1e-17, 'x'), { score: 0, path: ['a', 'a'] }];
    const end = step(-1, 'end'); // -1 - 1e-17 rounds to -1
    const { plus, times } = maxPlusSemiring;
    expect(times(plus(short, long), end).path).toEqual(['a', 'a', 'end']);
    expect(plus(times(short, end), times(long, end)).path).toEqual(['x', 'end']);
    expect(plus(times(short, end), times(long, end)).score).toBe(times(plus(short, long), end).score);
  });

  it('go to the shorter path first, so that appending to both changes nothing', () => {
    const [short, long] = [step(-1, 'x'), { score: -1, path: ['a', 'a'] }];
    expect(maxPlusSemiring.plus(long, short)).toEqual(short);
  });
});

describe('closures', () => {
  /** a* = one ⊕ a ⊗ a*, what a closure is. */
  function unfolds<Weight>({ semiring, same }: Case<Weight>, weights: fc.Arbitrary<Weight>): void {
    const { closure, plus, times, one } = semiring;
    if (!closure) throw new Error(`${semiring.name} has no closure`);
    fc.assert(fc.property(weights, (a) => same(closure(a), plus(one, times(a, closure(a))))));
  }

  it('unfold once without a change, in every semiring', () => {
    const p = fc.double({ min: 0, max: 0.9, noNaN: true });
    const loss = { score: fc.integer({ min: -9, max: 0 }), path: fc.constant(['loop']) };
    unfolds(countingCase, fc.constant(0));
    unfolds(probabilityCase, p);
    unfolds(logCase, p.map(Math.log));
    unfolds(maxPlusCase, fc.record(loss));
  });
});
