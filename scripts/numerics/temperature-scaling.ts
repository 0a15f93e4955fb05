import { assertSome } from './assert.ts';
import { crossEntropyLoss } from './cross-entropy.ts';
import { goldenSection } from './golden-section.ts';
import { at } from './list.ts';
import { indexOfLargest } from './log-sum-exp.ts';
import { mean } from './sum.ts';

const HIGHEST_TEMPERATURE = 100; // from 1 / 100 on
const TOLERANCE = 1e-6; // of ln T: T to one part in a million

interface FittedTemperature {
  readonly temperature: number;
  /** The mean cross-entropy in nats at that temperature … */
  readonly loss: number;
  /** … and at T = 1, where nothing is changed. */
  readonly lossAtOne: number;
}

/**
 * Temperature scaling: the one T for which softmax(row / T) gives the targets the least mean cross-entropy in nats. It
 * never changes which choice of a row is largest, only how sure it looks: above 1 the model was too sure, below 1 not
 * sure enough. The loss is convex in 1 / T, so it has no second valley. Rows may differ in length.
 *
 * T comes out at an end of the range 1/100 to 100 when nothing inside is best: at the low end when every target is the
 * largest of its row, at the high end when the logits say nothing about the targets, or worse. Where the least loss is
 * that of many T, the lowest of them comes out.
 *
 * Throws a RangeError unless there is at least one row, all logits are finite, and each row has one target, the index
 * of one of its logits.
 *
 * Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML (2017).
 */
// #region fit-temperature
export function fitTemperature(
  logitRows: readonly (readonly number[])[],
  targets: readonly number[],
): FittedTemperature {
  assertSome('logitRows', logitRows);
  assertFinite(logitRows);
  const shifted = logitRows.map(belowLargest);
  const lossAt = (temperature: number) =>
    mean(
      crossEntropyLoss(
        shifted.map((row) => row.map((z) => z / temperature)),
        targets,
      ),
    );
  const lossAtLog = (logTemperature: number) => lossAt(Math.exp(logTemperature));

  const limit = Math.log(HIGHEST_TEMPERATURE);
  const temperature = Math.exp(goldenSection(lossAtLog, -limit, limit, TOLERANCE));
  return { temperature, loss: lossAt(temperature), lossAtOne: lossAt(1) };
}
// #endregion fit-temperature

/** A row less its largest logit: none is then above 0, and no temperature, however low, makes one +Infinity. */
function belowLargest(row: readonly number[]): number[] {
  const winner = indexOfLargest(row);
  return row.map((z) => z - at(row, winner));
}

function assertFinite(logitRows: readonly (readonly number[])[]): void {
  logitRows.forEach((row, i) => {
    const wrong = row.find((z) => !Number.isFinite(z));
    if (wrong !== undefined) throw new RangeError(`logitRows[${i}] must be finite numbers, got ${wrong}`);
  });
}
