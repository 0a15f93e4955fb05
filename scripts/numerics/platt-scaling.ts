import { assertPaired, assertSome } from './assert.ts';
import { at } from './list.ts';
import { logAddExp } from './log-add-exp.ts';
import { sigmoid } from './sigmoid.ts';

/** Turns a score into a probability of being right: σ(slope · score + intercept). */
export interface PlattScaling {
  readonly slope: number;
  readonly intercept: number;
}

const MOST_STEPS = 100;
/** A step that gains less than this, in nats over all items, is the last. */
const TOLERANCE = 1e-12;

/** A log-probability that prints as 0 is not certainty, and one far below this says no more than this. */
const [LOWEST, HIGHEST] = [-100, -1e-6];

/**
 * ln(p / (1 - p)) of an answer with the log-probability ln p. Scaling these with slope 1 and intercept 0 changes nothing,
 * whereas a scaled log-probability, at most 0, could not reach more than σ(intercept).
 */
export function logOdds(logprob: number): number {
  const clamped = Math.min(Math.max(logprob, LOWEST), HIGHEST);
  return clamped - Math.log(-Math.expm1(clamped));
}

/**
 * Fits σ(slope · score + intercept) to outcomes by maximum likelihood. Platt's targets stand in for 1 and 0, so that
 * scores that separate right from wrong completely do not make the slope infinite. [n], [n]. Throws a RangeError when
 * the lengths differ, there is no item, or a score is not finite.
 *
 * Source: J. Platt, "Probabilistic outputs for support vector machines" (1999); H.-T. Lin, C.-J. Lin, R. C. Weng, "A
 * note on Platt's probabilistic outputs", Machine Learning 68 (2007).
 */
export function fitPlatt(scores: readonly number[], outcomes: readonly boolean[]): PlattScaling {
  assertSome('scores', scores);
  assertPaired('scores', scores, outcomes);
  if (!scores.every(Number.isFinite)) throw new RangeError('scores must be finite');
  const right = outcomes.filter(Boolean).length;
  const wrong = outcomes.length - right;
  const targets = outcomes.map((is) => (is ? (right + 1) / (right + 2) : 1 / (wrong + 2)));
  let fit: PlattScaling = { slope: 0, intercept: Math.log((right + 1) / (wrong + 1)) };
  let loss = lossOf(fit, scores, targets);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = betterFit(fit, loss, scores, targets);
    if (next === undefined) break;
    const gain = loss - next.loss;
    [fit, loss] = [next.fit, next.loss];
    if (gain < TOLERANCE) break;
  }
  return fit;
}

export function plattProbability({ slope, intercept }: PlattScaling, score: number): number {
  return sigmoid(slope * score + intercept);
}

/** The cross-entropy of the targets, in nats over all items. */
function lossOf(
  { slope, intercept }: PlattScaling,
  scores: readonly number[],
  targets: readonly number[],
): number {
  return scores.reduce((sum, score, i) => {
    const logit = slope * score + intercept;
    return sum + logAddExp(logit, 0) - at(targets, i) * logit;
  }, 0);
}

/** A Newton step, halved until it lowers the loss; undefined where none does. */
function betterFit(fit: PlattScaling, loss: number, scores: readonly number[], targets: readonly number[]) {
  let [gradientSlope, gradientIntercept, slopes, both, intercepts] = [0, 0, 1e-12, 0, 1e-12];
  for (const [i, score] of scores.entries()) {
    const p = plattProbability(fit, score);
    const error = p - at(targets, i);
    const weight = p * (1 - p);
    gradientSlope += error * score;
    gradientIntercept += error;
    slopes += weight * score * score;
    both += weight * score;
    intercepts += weight;
  }
  const determinant = slopes * intercepts - both * both;
  if (!(determinant > 0)) return undefined;
  const slopeStep = (intercepts * gradientSlope - both * gradientIntercept) / determinant;
  const interceptStep = (slopes * gradientIntercept - both * gradientSlope) / determinant;
  for (let size = 1; size > 1e-10; size /= 2) {
    const next = { slope: fit.slope - size * slopeStep, intercept: fit.intercept - size * interceptStep };
    const nextLoss = lossOf(next, scores, targets);
    if (nextLoss < loss) return { fit: next, loss: nextLoss };
  }
  return undefined;
}
