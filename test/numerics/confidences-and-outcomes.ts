import fc from 'fast-check';
import { expect, it } from 'vitest';

/** Confidences and whether the chosen answer was right. */
export interface Judged {
  readonly confidences: number[];
  readonly outcomes: boolean[];
}

/** Eight items worked out by hand. */
export const eight: Judged = {
  confidences: [0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3],
  outcomes: [true, true, false, true, false, true, false, false],
};

/** Tenths tie often and lie on the borders of bins; the others hardly ever do. */
const confidence = fc.oneof(
  fc.nat(10).map((tenths) => tenths / 10),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

/** One to thirty items, with ties, and with nothing or everything right among them. */
export const judged: fc.Arbitrary<Judged> = fc
  .array(fc.tuple(confidence, fc.boolean()), { minLength: 1, maxLength: 30 })
  .map(toJudged);

function toJudged(items: readonly (readonly [number, boolean])[]): Judged {
  return {
    confidences: items.map(([confidence]) => confidence),
    outcomes: items.map(([, outcome]) => outcome),
  };
}

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

type OfJudged = (confidences: number[], outcomes: boolean[]) => unknown;

/** What every statistic of confidences and outcomes refuses. */
export function itRefusesBadItems(statistic: OfJudged): void {
  it('refuses lists of different lengths, empty ones, and a confidence that is no probability', () => {
    expect(() => statistic([0.5, 0.6], [true])).toThrow(
      new RangeError('confidences and outcomes must have the same length, got 2 and 1'),
    );
    expect(() => statistic([], [])).toThrow(new RangeError('confidences must not be empty'));
    for (const wrong of [-0.1, 1.0000001, NaN, Infinity, -2]) {
      expect(() => statistic([0.5, wrong], [true, true])).toThrow(
        new RangeError(`confidences[1] must be from 0 to 1, got ${wrong}`),
      );
    }
  });
}
