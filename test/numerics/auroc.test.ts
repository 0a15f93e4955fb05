import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from '#numerics/auroc';
import { judged } from './confidences-and-outcomes.ts';

/** The definition: every right item against every wrong one. */
function overAllPairs(scores: readonly number[], outcomes: readonly boolean[]): number {
  const rights = scores.filter((_, i) => outcomes[i]);
  const wrongs = scores.filter((_, i) => !outcomes[i]);
  const worth = rights.flatMap((right) =>
    wrongs.map((wrong): number => (right > wrong ? 1 : right === wrong ? 0.5 : 0)),
  );
  return worth.reduce((sum, value) => sum + value, 0) / worth.length;
}

describe('auroc', () => {
  it('is what comparing all pairs gives, bit for bit', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        expect(auroc(confidences, outcomes)).toBe(overAllPairs(confidences, outcomes));
      }),
    );
  });

  it('takes log-probabilities, -Infinity and equal infinities among them', () => {
    expect(auroc([-Infinity, -3, -Infinity, -1], [false, true, true, true])).toBe(2.5 / 3);
    expect(auroc([-0, 0], [true, false])).toBe(0.5);
  });
});
