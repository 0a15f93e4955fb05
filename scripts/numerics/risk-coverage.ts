import { assertConfidences } from './assert.ts';
import { upperBound } from './binomial.ts';
import type { Interval } from './interval.ts';
import { at } from './list.ts';
import { tiedGroups } from './tied-groups.ts';
import { wilsonInterval } from './wilson.ts';

/** The effect of answering only where the confidence reaches a threshold. */
export interface RiskCoveragePoint {
  /** The share of the items that are answered. */
  readonly coverage: number;
  /** The share of those that are wrong. */
  readonly risk: number;
  readonly threshold: number;
}

/**
 * One point for each distinct confidence, from the highest threshold to the lowest; the last has coverage 1. [n], [n]
 * -> at most n points. Throws a RangeError when the lengths differ, there is no item, or a confidence is outside 0 to
 * 1.
 *
 * Source: R. El-Yaniv, Y. Wiener, "On the foundations of noise-free selective classification", JMLR 11 (2010).
 */
export function riskCoverage(
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
): RiskCoveragePoint[] {
  assertConfidences(confidences, outcomes);
  let answered = 0;
  let wrong = 0;
  return tiedGroups(confidences)
    .reverse()
    .map((tied) => {
      answered += tied.length;
      wrong += tied.filter((i) => !outcomes[i]).length;
      const coverage = answered / confidences.length;
      return { coverage, risk: wrong / answered, threshold: at(confidences, tied[0]) };
    });
}

/**
 * The lowest threshold whose risk is at most `maximalRisk`, the one that answers most; null when there is none. The
 * points are those of `riskCoverage` in its order. On other items the risk differs, as with any fit. Throws a
 * RangeError unless `maximalRisk` is from 0 to 1.
 */
export function thresholdForRisk(points: readonly RiskCoveragePoint[], maximalRisk: number): number | null {
  if (!(maximalRisk >= 0 && maximalRisk <= 1)) {
    throw new RangeError(`maximalRisk must be from 0 to 1, got ${maximalRisk}`);
  }
  return points.findLast(({ risk }) => risk <= maximalRisk)?.threshold ?? null;
}

/** The lowest threshold at which even the one-sided 95 % upper bound of the risk is within what is accepted. */
export function cautiousThreshold(
  points: readonly RiskCoveragePoint[],
  items: number,
  maximalRisk: number,
): number | null {
  // Nowhere is the bound below the risk itself, so that a bound, which is costly, is computed for few points only.
  if (thresholdForRisk(points, maximalRisk) === null) return null;
  const isCautious = ({ coverage, risk }: RiskCoveragePoint): boolean => {
    const answered = Math.round(coverage * items);
    return risk <= maximalRisk && upperBound(Math.round(risk * answered), answered) <= maximalRisk;
  };
  return points.findLast(isCautious)?.threshold ?? null;
}

/** The outcome of a threshold on some items. */
export interface Answered {
  readonly answered: number;
  /** Of those that are answered. */
  readonly wrong: number;
  readonly coverage: number;
  /** The risk with its two-sided Wilson interval and its one-sided upper bound; null where nothing is answered. */
  readonly risk: (Interval & { readonly estimate: number; readonly atMost: number }) | null;
}

/** Answers where the confidence reaches the threshold; nowhere without one. [n], [n]; errors as for `riskCoverage`. */
export function answeredAt(
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
  threshold: number | null,
): Answered {
  assertConfidences(confidences, outcomes);
  const shown = outcomes.filter((_, i) => threshold !== null && at(confidences, i) >= threshold);
  const answered = shown.length;
  const wrong = shown.filter((right) => !right).length;
  const risk =
    answered > 0
      ? {
          estimate: wrong / answered,
          ...wilsonInterval(wrong, answered),
          atMost: upperBound(wrong, answered),
        }
      : null;
  return { answered, wrong, coverage: answered / outcomes.length, risk };
}
