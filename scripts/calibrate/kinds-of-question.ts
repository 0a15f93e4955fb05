import { accuracyBand } from '#numerics/calibration-band';
import { clustersOf } from '#numerics/clustered-bootstrap';
import { mean } from '#numerics/sum';
import type { JudgedAnswer } from './input.ts';

/** For each kind: what was said, what was right, and where a calibrated model would lie (all kinds together: 95 %). */
export function kindsOf(answers: readonly JudgedAnswer[]) {
  const named = answers.flatMap(({ kind, ...answer }) => (kind === null ? [] : { kind, ...answer }));
  const groups = clustersOf(named, ({ kind }) => kind);
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
