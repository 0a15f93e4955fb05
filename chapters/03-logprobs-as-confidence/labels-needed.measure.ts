import { upperBound } from '#numerics/binomial';
import { each, measurement } from '#report/measurement';

/** In per cent. */
const RISKS = [25, 10, 5, 1];
const ERRORS = [0, 1, 2, 5];

/** The fewest answers with so many errors whose one-sided 95 % upper bound is within a risk. */
export function answersNeeded(errors: number, risk: number): number {
  let answers = Math.max(1, errors);
  while (upperBound(errors, answers) > risk) answers++;
  return answers;
}

export const labelsNeeded = measurement({
  id: 'labels-needed',
  kinds: { rows: each('exact', 'percent', 'none', 'one', 'two', 'five') },
  async measure() {
    const rows = RISKS.map((percent) => {
      const [none = 0, one = 0, two = 0, five = 0] = ERRORS.map((errors) =>
        answersNeeded(errors, percent / 100),
      );
      return { percent, none, one, two, five };
    });
    return { rows };
  },
});
