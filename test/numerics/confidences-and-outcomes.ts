import fc from 'fast-check';

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
