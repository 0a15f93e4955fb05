import type { JsonValue } from '#base/json';
import { showProbability } from '#base/printed-number';
import { aurocInterval } from '#numerics/auroc-interval';
import { upperBound } from '#numerics/binomial';
import { equalMassMembers, groupsFinerAtTheTop } from '#numerics/calibration';
import type { Estimate } from '#numerics/clustered-bootstrap';
import { smallest } from '#numerics/extremes';
import { isABinOff, isMiscalibrated, isMoreThanChance, reliabilityIn } from '#numerics/reliability';
import {
  type Answered,
  answeredAt,
  cautiousThreshold,
  riskCoverage,
  thresholdForRisk,
} from '#numerics/risk-coverage';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import type { CutOff, JudgedAnswer } from './input.ts';
import { kindsOf } from './kinds-of-question.ts';
import { plattOnHalves } from './platt-on-halves.ts';

/** A rule for choosing a threshold, and what came of it on the answers that it was chosen on. */
export interface Rule extends Answered {
  readonly name: 'simple' | 'cautious';
  /** A confidence; null where none keeps within the accepted risk. */
  readonly threshold: number | null;
  /** The same in nats: the lowest log-probability that is answered; -Infinity for that of a confidence of 0. */
  readonly logprob: number | null;
}

export type Calibration = ReturnType<typeof calibrationOf>;

/** An AUROC may be NaN. `bins` is the number of groups of equal size; default: by the number of answers. */
export function calibrationOf(
  answers: readonly JudgedAnswer[],
  acceptedRisk: number,
  { bins, cutOff = { n: 0, right: 0 } }: { bins?: number | undefined; cutOff?: CutOff } = {},
) {
  const items = answers.length;
  const confidences = answers.map(({ confidence }) => confidence);
  const outcomes = answers.map(({ right }) => right);
  const right = outcomes.filter(Boolean).length;
  // Of long answers float64 may hold the log-probability, but not its exponential.
  const haveLogprobs = answers.every(({ logprob }) => logprob !== null);
  const scored = answers.map(({ id, right, confidence, logprob }) => {
    return { id, right, score: haveLogprobs ? (logprob ?? Number.NaN) : confidence };
  });
  const groups = bins === undefined ? groupsFinerAtTheTop(confidences) : equalMassMembers(confidences, bins);
  const curve = riskCoverage(confidences, outcomes);
  const rule = (name: Rule['name'], threshold: number | null): Rule => {
    const shown = answers.filter(({ confidence }) => threshold !== null && confidence >= threshold);
    const logprobs = shown.map(({ logprob, confidence }) => logprob ?? Math.log(confidence));
    return {
      name,
      threshold,
      logprob: threshold === null ? null : smallest(logprobs),
      ...answeredAt(confidences, outcomes, threshold),
    };
  };
  return {
    items,
    questions: new Set(answers.map(({ id }) => id)).size,
    right,
    accuracy: { estimate: right / items, ...wilsonInterval(right, items) },
    meanConfidence: mean(confidences),
    auroc: aurocInterval(scored),
    reliability: reliabilityIn(groups, confidences, outcomes),
    cutOff,
    kinds: kindsOf(answers),
    platt: plattOnHalves(answers),
    acceptedRisk,
    rules: [
      rule('simple', thresholdForRisk(curve, acceptedRisk)),
      rule('cautious', cautiousThreshold(curve, items, acceptedRisk)),
    ],
  };
}

function noteOnAuroc({ items, right, auroc }: Calibration): string[] {
  if (right === items || right === 0) {
    const [all, none] = right === 0 ? ['wrong', 'right'] : ['right', 'wrong'];
    return [`There is no AUROC: every answer is ${all}, so there is no ${none} one to compare with.`];
  }
  if (!Number.isNaN(auroc.low)) return [];
  return [
    `The AUROC has no interval: so few answers are ${right < items / 2 ? 'right' : 'wrong'} that some samples hold none.`,
  ];
}

function notesOnRules({ items, rules, acceptedRisk }: Calibration): string[] {
  const limit = showProbability(Math.log(acceptedRisk));
  const atBest = upperBound(0, items);
  const missing = rules.flatMap(({ name, threshold }) => {
    if (threshold !== null) return [];
    if (name === 'simple') return [`No threshold keeps the risk within ${limit}.`];
    const tooFew =
      atBest > acceptedRisk
        ? `: there are too few answers, since even none wrong of ${items} has an upper bound of ${showProbability(Math.log(atBest))}`
        : '';
    return [`No threshold keeps the upper bound of the risk within ${limit}${tooFew}.`];
  });
  if (!rules.some(({ answered }) => answered > 0 && answered < items)) return missing;
  return [
    ...missing,
    'A threshold looks better on the answers that it was chosen on: try it on others before you trust it.',
  ];
}

/** What a reader of the numbers must know, in whole sentences. */
export function notesOn(calibration: Calibration): string[] {
  const { items, questions } = calibration;
  const together =
    questions < items
      ? [
          `The ${items} answers are about ${questions} questions. Only the interval of the AUROC allows for that: the others are too narrow where answers to a question agree.`,
        ]
      : [];
  return [...noteOnAuroc(calibration), ...together, ...notesOnRules(calibration)];
}

/** A value as JSON, with names in snake case, and null for numbers that JSON does not have. */
function asJson(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [snakeCase(name), asJson(one)]));
}

const estimateOf = ({ estimate, low, high }: Estimate) => ({ value: estimate, low, high });

function ruleOf({ threshold, logprob, answered, wrong, coverage, risk }: Rule) {
  if (threshold === null || risk === null) return null;
  const chosen = { confidence: threshold, logprob };
  return { ...chosen, answered, wrong, coverage, risk: estimateOf(risk), riskAtMost: risk.atMost };
}

/** The answer as programs read it: natural logs, shares from 0 to 1, null for what there is not. */
export function calibrationJson(calibration: Calibration): JsonValue {
  const { items, questions, right, meanConfidence, reliability, cutOff, platt, acceptedRisk } = calibration;
  const { ece, chanceEce, brier, furthestBin, deviance, chanceDeviance } = reliability;
  const [simple = null, cautious = null] = calibration.rules.map(ruleOf);
  return asJson({
    items,
    questions,
    right,
    accuracy: estimateOf(calibration.accuracy),
    meanConfidence,
    auroc: estimateOf(calibration.auroc),
    calibrationError: {
      value: ece,
      byChance: { mean: chanceEce.mean, low: chanceEce.low, high: chanceEce.high },
      moreThanChance: isMoreThanChance(reliability),
    },
    furthestBin: {
      index: furthestBin,
      nats: deviance,
      byChance: { low: chanceDeviance.low, high: chanceDeviance.high },
      moreThanChance: isABinOff(reliability),
    },
    miscalibrated: isMiscalibrated(reliability),
    brierScore: brier,
    bins: reliability.bins.map(({ n, from, to, confidence, accuracy, low, high, bandLow, bandHigh }) => ({
      items: n,
      confidence: { from, to, mean: confidence },
      accuracy: { value: accuracy, low, high },
      byChance: { low: bandLow, high: bandHigh },
    })),
    cutOff,
    kinds: calibration.kinds.map(({ kind, n, right, confidence, accuracy, low, high, isOff }) => ({
      kind,
      items: n,
      right,
      confidence,
      accuracy: { value: accuracy },
      byChance: { low, high },
      moreThanChance: isOff,
    })),
    plattScaling: platt && {
      fittedOn: platt.fitted,
      judgedOn: platt.judged,
      slope: platt.slope,
      intercept: platt.intercept,
      loss: platt.loss,
    },
    acceptedRisk,
    thresholds: { simple, cautious },
    notes: notesOn(calibration),
  });
}
