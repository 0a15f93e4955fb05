import { binomialAtMost, upperBound } from '#numerics/binomial';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';

/** In per cent. */
const RISKS = [25, 10, 5, 1];
const ERRORS = [0, 1, 2, 5, 11];
/** Answers above a threshold that somebody checked. */
const CHECKED = [30, 60, 100, 200, 400];
/** An accepted risk and a coverage, in per cent. */
const PLANS = [
  [25, 20],
  [10, 20],
  [10, 50],
  [5, 50],
] as const;
/** A check of some answers each month, for a year. */
const LOOKS = 12;

/** The fewest answers with so many errors whose one-sided upper bound, of 95 % or another level, is within a risk. */
export function answersNeeded(errors: number, risk: number, level = 0.95): number {
  let answers = Math.max(1, errors);
  while (upperBound(errors, answers, level) > risk) answers++;
  return answers;
}

/** The most errors among so many answers whose upper bound is within a risk; null where not even none is enough. */
function errorsAllowed(answers: number, risk: number): number | null {
  let errors = 0;
  while (errors < answers && upperBound(errors, answers) <= risk) errors++;
  return errors === 0 ? null : errors - 1;
}

/** The fewest errors among so many answers that a true risk gives in fewer than `level` of all samples. */
function alarmAt(answers: number, level: number, risk = 0.1): number {
  let alarm = 1;
  while (1 - binomialAtMost(alarm - 1, answers, risk) >= level) alarm++;
  return alarm;
}

const inYear = (once: number) => 1 - pow(1 - once, LOOKS);

/** What a promise takes, in per cent: a threshold with half the promised risk is to pass in four of five cases. */
function planFor([percent, coverage]: readonly [percent: number, coverage: number]) {
  const risk = percent / 100;
  let errors = 0;
  let checked = answersNeeded(errors, risk);
  while (binomialAtMost(errors, checked, risk / 2) < 0.8) checked = answersNeeded(++errors, risk);
  const chosenWith = Math.ceil((100 * checked) / coverage);
  /** The fewest monthly checks that find twice the promised risk within a year, in 95 % of cases. */
  let monthly = 1;
  const found = () => inYear(1 - binomialAtMost(alarmAt(monthly, 0.05 / LOOKS, risk) - 1, monthly, 2 * risk));
  while (found() < 0.95) monthly++;
  return { percent, coverage, chosenWith, checked, errors, asked: 2 * chosenWith, monthly };
}

export const labelsNeeded = measurement({
  id: 'labels-needed',
  kinds: {
    allowed: { checked: 'exact', errors: 'exact' },
    risks: 'exact',
    checks: { ...each('exact', 'errors', 'answers', 'ofTwo'), passes: 'float64' },
    watch: {
      answers: 'exact',
      alarms: { alarm: 'exact', ...each('float64', 'falseAlarms', 'found', 'foundInYear') },
    },
  },
  async measure() {
    const allowed = CHECKED.map((checked) => ({
      checked,
      errors: RISKS.map((percent) => errorsAllowed(checked, percent / 100)),
    }));
    /** For a promise of 10 %: how often a threshold passes that is wrong in 5 %, and what each of two attempts needs. */
    const checks = ERRORS.map((errors) => {
      const answers = answersNeeded(errors, 0.1);
      const passes = binomialAtMost(errors, answers, 0.05);
      return { errors, answers, ofTwo: answersNeeded(errors, 0.1, 0.975), passes };
    });
    const { answers } = at(checks, 0);
    /** Alarms that a promise of 10 % raises falsely in at most 5 % of single checks, and of years of checks. */
    const alarms = [0.05, 0.05 / LOOKS].map((level) => {
      const alarm = alarmAt(answers, level);
      const reaches = (risk: number) => 1 - binomialAtMost(alarm - 1, answers, risk);
      return {
        alarm,
        falseAlarms: inYear(reaches(0.1)),
        /** A true risk of 20 %, in one check and in all of a year. */
        found: reaches(0.2),
        foundInYear: inYear(reaches(0.2)),
      };
    });
    return {
      risks: RISKS,
      allowed,
      checks,
      watch: { answers, alarms },
    };
  },
});

/** What promises take: labels to choose a threshold and to check it, and monthly checks. */
export const promisePlans = measurement({
  id: 'promise-plans',
  kinds: {
    plans: each('exact', 'percent', 'coverage', 'chosenWith', 'checked', 'errors', 'asked', 'monthly'),
  },
  measure: async () => ({ plans: PLANS.map(planFor) }),
});
