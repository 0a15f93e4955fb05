import { aurocInterval } from '#numerics/auroc-interval';
import { binaryLogLoss, equalMassMembers, groupsFinerAtTheTop } from '#numerics/calibration';
import { accuracyBand } from '#numerics/calibration-band';
import { clustersOf } from '#numerics/clustered-bootstrap';
import { smallest } from '#numerics/extremes';
import { fitPlatt, logOdds, plattProbability } from '#numerics/platt-scaling';
import { reliabilityIn } from '#numerics/reliability';
import {
  type Answered,
  answeredAt,
  cautiousThreshold,
  riskCoverage,
  thresholdForRisk,
} from '#numerics/risk-coverage';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import type { Judged, JudgedAnswer } from './input.ts';

/** A rule for choosing a threshold, and what came of it on the answers that it was chosen on. */
export interface Rule extends Answered {
  /** A confidence; null where none keeps within the accepted risk. */
  readonly threshold: number | null;
  /** The same in nats: the lowest log-probability that is answered; -Infinity for that of a confidence of 0. */
  readonly logprob: number | null;
}

export type Calibration = ReturnType<typeof calibrationOf>;

/** An AUROC may be NaN. `bins` is the number of groups of equal size; default: by the number of answers. */
export function calibrationOf({ answers, cutOff }: Judged, acceptedRisk: number, bins?: number) {
  const items = answers.length;
  const confidences = answers.map(({ confidence }) => confidence);
  const outcomes = answers.map(({ right }) => right);
  const right = outcomes.filter(Boolean).length;
  const groups = bins === undefined ? groupsFinerAtTheTop(confidences) : equalMassMembers(confidences, bins);
  const curve = riskCoverage(confidences, outcomes);
  const rule = (threshold: number | null): Rule => {
    const shown = answers.filter(({ confidence }) => threshold !== null && confidence >= threshold);
    return {
      threshold,
      logprob: threshold === null ? null : smallest(shown.map(({ logprob }) => logprob)),
      ...answeredAt(confidences, outcomes, threshold),
    };
  };
  return {
    items,
    questions: new Set(answers.map(({ id }) => id)).size,
    right,
    accuracy: { estimate: right / items, ...wilsonInterval(right, items) },
    meanConfidence: mean(confidences),
    // Of long answers float64 may hold the log-probability, but not its exponential.
    auroc: aurocInterval(answers.map(({ id, right, logprob }) => ({ id, right, score: logprob }))),
    reliability: reliabilityIn(groups, confidences, outcomes),
    cutOff,
    kinds: kindsOf(answers),
    platt: plattOnHalves(answers),
    acceptedRisk,
    rules: {
      simple: rule(thresholdForRisk(curve, acceptedRisk)),
      cautious: rule(cautiousThreshold(curve, items, acceptedRisk)),
    },
  };
}

/** For each kind: what was said, what was right, and where a calibrated model would lie (all kinds together: 95 %). */
function kindsOf(answers: readonly JudgedAnswer[]) {
  const named = answers.filter(({ kind }) => kind !== null);
  const groups = clustersOf(named, ({ kind }) => kind ?? '');
  return groups.map((own) => {
    const confidences = own.map(({ confidence }) => confidence);
    const { low, high } = accuracyBand(confidences, 1 - 0.05 / groups.length);
    const right = own.filter((answer) => answer.right).length;
    const accuracy = right / own.length;
    return {
      kind: own[0]?.kind ?? '',
      n: own.length,
      right,
      accuracy,
      confidence: mean(confidences),
      low,
      high,
      isOff: accuracy < low || accuracy > high,
    };
  });
}

/** The least that a half must hold of either kind of answer, or nothing is fitted. */
const FEWEST = 5;

/** Questions in a random order that is always the same, so that neither half holds one end of the file. */
function halvesOf(answers: readonly JudgedAnswer[]) {
  const { next } = seededRandom(8);
  const ids = [...new Set(answers.map(({ id }) => id))].map((id) => ({ id, place: next() }));
  ids.sort((one, other) => one.place - other.place);
  const first = new Set(ids.slice(0, Math.ceil(ids.length / 2)).map(({ id }) => id));
  return [answers.filter(({ id }) => first.has(id)), answers.filter(({ id }) => !first.has(id))] as const;
}

const scoresOf = (answers: readonly JudgedAnswer[]) => answers.map(({ logprob }) => logOdds(logprob));

/** Fitted on one half of the questions, judged on the other. Null where a half has too few right or wrong answers. */
function plattOnHalves(answers: readonly JudgedAnswer[]) {
  const [fitted, judged] = halvesOf(answers);
  const enough = (half: readonly JudgedAnswer[]) => {
    const right = half.filter((answer) => answer.right).length;
    return right >= FEWEST && half.length - right >= FEWEST;
  };
  if (!enough(fitted) || !enough(judged)) return null;
  const fit = fitPlatt(
    scoresOf(fitted),
    fitted.map(({ right }) => right),
  );
  const outcomes = judged.map(({ right }) => right);
  const baseRate = mean(fitted.map(({ right }) => Number(right)));
  const loss = (confidences: readonly number[]) => binaryLogLoss(confidences, outcomes);
  return {
    fitted: fitted.length,
    judged: judged.length,
    ...fit,
    baseRate,
    loss: {
      asItIs: loss(judged.map(({ confidence }) => confidence)),
      scaled: loss(scoresOf(judged).map((score) => plattProbability(fit, score))),
      baseRate: loss(judged.map(() => baseRate)),
    },
  };
}
