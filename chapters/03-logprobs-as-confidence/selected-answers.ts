import { answeredAt, riskCoverage } from '#numerics/risk-coverage';

/** A finished answer, as thresholds see it. */
interface Answer {
  readonly confidence: number;
  readonly right: boolean;
}

const columnsOf = (rows: readonly Answer[]) =>
  [rows.map(({ confidence }) => confidence), rows.map(({ right }) => right)] as const;

/** Risk and coverage at each threshold, from the highest to the lowest; no points of no answers. */
export const curveOf = (rows: readonly Answer[]) =>
  rows.length === 0 ? [] : riskCoverage(...columnsOf(rows));

/** What a threshold answers and how much of it is wrong; null of no answers. */
export const judgedAt = (rows: readonly Answer[], threshold: number | null) =>
  rows.length === 0 ? null : answeredAt(...columnsOf(rows), threshold);
