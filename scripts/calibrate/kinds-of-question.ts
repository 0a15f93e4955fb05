import { calibrationBand } from '#numerics/calibration-band';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import type { JudgedAnswer } from './input.ts';

/** Enough for the far ends of intervals that several kinds share. */
const DRAWS = 10_000;

/** For each kind: what was said, what was right, and where a calibrated model would lie (all kinds together: 95 %). */
export function kindsOf(answers: readonly JudgedAnswer[]) {
  const names = [...new Set(answers.flatMap(({ kind }) => kind ?? []))];
  if (names.length === 0) return [];
  const groups = names.map((name) => answers.flatMap(({ kind }, i) => (kind === name ? [i] : [])));
  const { bins } = calibrationBand({
    confidences: answers.map(({ confidence }) => confidence),
    groups,
    draws: DRAWS,
    random: seededRandom(7).next,
    level: 1 - 0.05 / names.length,
  });
  return names.map((kind, k) => {
    const own = at(groups, k).map((i) => at(answers, i));
    const right = own.filter((answer) => answer.right).length;
    const accuracy = right / own.length;
    const { low, high } = at(bins, k);
    const confidence = mean(own.map((answer) => answer.confidence));
    return {
      kind,
      n: own.length,
      right,
      accuracy,
      confidence,
      low,
      high,
      isOff: accuracy < low || accuracy > high,
    };
  });
}
