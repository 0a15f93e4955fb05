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
 * Temperature scaling: the T for which softmax(row / T) gives the targets the least mean cross-entropy in nats. Above 1
 * the model was too sure, below 1 not sure enough. Rows may differ in length. T is at an end of the range 1/100 to 100
 * when nothing inside is best, and the lowest of several that are equally good. Throws a RangeError unless there is at
 * least one row, all logits are finite, and each row has one target, the index of one of its logits.
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
