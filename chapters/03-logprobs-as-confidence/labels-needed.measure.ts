import { binomialAtMost, upperBound } from '#numerics/binomial';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';

/** In per cent. */
const RISKS = [25, 10, 5, 1];
const ERRORS = [0, 1, 2, 5];
/** At a threshold, each with new labels. */
const ATTEMPTS = 3;

/** The fewest answers with so many errors whose one-sided 95 % upper bound is within a risk. */
export function answersNeeded(errors: number, risk: number): number {
  let answers = Math.max(1, errors);
  while (upperBound(errors, answers) > risk) answers++;
  return answers;
}

export const labelsNeeded = measurement({
  id: 'labels-needed',
  kinds: {
    rows: each('exact', 'percent', 'none', 'one', 'two', 'five'),
    lucky: { attempts: 'exact', ...each('float64', 'one', 'several') },
  },
  async measure() {
    const rows = RISKS.map((percent) => {
      const [none = 0, one = 0, two = 0, five = 0] = ERRORS.map((errors) =>
        answersNeeded(errors, percent / 100),
      );
      return { percent, none, one, two, five };
    });
    /** How often a threshold passes that is wrong in 10 % of cases, and how often one of several such thresholds. */
    const one = binomialAtMost(0, at(rows, RISKS.indexOf(10)).none, 0.1);
    return { rows, lucky: { attempts: ATTEMPTS, one, several: 1 - pow(1 - one, ATTEMPTS) } };
  },
});
