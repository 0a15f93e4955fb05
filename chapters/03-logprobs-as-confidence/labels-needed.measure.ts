import { binomialAtMost, upperBound } from '#numerics/binomial';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';

/** In per cent. */
const RISKS = [25, 10, 5, 1];
const ERRORS = [0, 1, 2, 5];
/** At a threshold, each with new labels. */
const ATTEMPTS = 3;

/** The fewest answers with so many errors whose one-sided upper bound, of 95 % or another level, is within a risk. */
export function answersNeeded(errors: number, risk: number, level = 0.95): number {
  let answers = Math.max(1, errors);
  while (upperBound(errors, answers, level) > risk) answers++;
  return answers;
}

export const labelsNeeded = measurement({
  id: 'labels-needed',
  kinds: {
    rows: each('exact', 'percent', 'none', 'one', 'two', 'five'),
    checks: { ...each('exact', 'errors', 'answers', 'ofTwo'), passes: 'float64' },
    alarm: 'exact',
    lucky: { attempts: 'exact', ...each('float64', 'one', 'several') },
  },
  async measure() {
    const rows = RISKS.map((percent) => {
      const [none = 0, one = 0, two = 0, five = 0] = ERRORS.map((errors) =>
        answersNeeded(errors, percent / 100),
      );
      return { percent, none, one, two, five };
    });
    /** For a promise of 10 %: how often a threshold passes that is wrong in 5 %, and what each of two attempts needs. */
    const checks = ERRORS.map((errors) => {
      const answers = answersNeeded(errors, 0.1);
      const passes = binomialAtMost(errors, answers, 0.05);
      return { errors, answers, ofTwo: answersNeeded(errors, 0.1, 0.975), passes };
    });
    const { none: answers } = at(rows, RISKS.indexOf(10));
    /** The fewest errors that would occur in fewer than 5 % of samples of so many answers. */
    let alarm = 1;
    while (1 - binomialAtMost(alarm - 1, answers, 0.1) >= 0.05) alarm++;
    /** How often a threshold passes that is wrong in 10 % of cases, and how often one of several such thresholds. */
    const one = binomialAtMost(0, answers, 0.1);
    return { rows, checks, alarm, lucky: { attempts: ATTEMPTS, one, several: 1 - pow(1 - one, ATTEMPTS) } };
  },
});
