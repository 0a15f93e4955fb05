import type { createColors } from 'picocolors';
import type { Interval } from '#numerics/interval';
import { at } from '#numerics/list';
import { isABinOff, isMiscalibrated, isMoreThanChance } from '#numerics/reliability';
import { showProbability } from '../score/table.ts';
import { type Calibration, notesOn, plainPercent, type Rule } from './calibrate.ts';

type Colours = ReturnType<typeof createColors>;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Hundredths, without the sign. */
const points = (share: number): string => (100 * share).toFixed(1);
const range = (show: (value: number) => string, { low, high }: Interval): string =>
  `(${show(low)} to ${show(high)})`;
const confidence = (value: number): string => showProbability(Math.log(value));

function aurocWords({ auroc: { estimate, low, high } }: Calibration): string {
  if (Number.isNaN(estimate)) return 'none';
  if (Number.isNaN(low)) return estimate.toFixed(3);
  const coin = low > 0.5 ? "above a coin's" : high < 0.5 ? "below a coin's" : 'not told from a coin,';
  return `${estimate.toFixed(3)} ${range((end) => end.toFixed(3), { low, high })}, ${coin} 0.5`;
}

function summaryLines(calibration: Calibration): string[] {
  const { items, right, accuracy, meanConfidence, reliability } = calibration;
  const { ece, chanceEce, brier } = reliability;
  const byChance = (isMore: boolean) => (isMore ? 'more than chance gives' : 'no more than chance may give');
  const furthest = at(reliability.bins, reliability.furthestBin);
  const constant = accuracy.estimate * (1 - accuracy.estimate);
  const lines = [
    ['answers', items.toLocaleString('en-US')],
    ['right', `${right.toLocaleString('en-US')}, ${percent(accuracy.estimate)} ${range(percent, accuracy)}`],
    ['mean confidence', confidence(meanConfidence)],
    ['AUROC', aurocWords(calibration)],
    [
      'calibrated',
      isMiscalibrated(reliability) ? 'no: more errors than chance gives' : 'as far as chance allows to say',
    ],
    ['calibration error', `${points(ece)} points, ${byChance(isMoreThanChance(reliability))}`],
    ['  by chance alone', `${points(chanceEce.mean)} points ${range(points, chanceEce)}`],
    [
      'furthest group',
      `says ${confidence(furthest.confidence)}, ${percent(furthest.accuracy)} are right: ${byChance(isABinOff(reliability))}`,
    ],
    [
      'Brier score',
      `${brier.toFixed(3)}; always saying ${percent(accuracy.estimate)}: ${constant.toFixed(3)}`,
    ],
  ];
  return lines.map(([name = '', value]) => `  ${name.padEnd(20)}${value}`);
}

/** Columns aligned to the right, each as wide as it must be, under their heads. */
function aligned(heads: readonly string[], rows: readonly (readonly string[])[], colours: Colours): string[] {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => at(row, i).length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padStart(at(widths, i))).join('   ')}`;
  return [colours.dim(line(heads)), ...rows.map(line)];
}

function reliabilityLines({ reliability }: Calibration, colours: Colours): string[] {
  const rows = reliability.bins.map((bin) => [
    confidence(bin.from),
    confidence(bin.to),
    bin.n.toLocaleString('en-US'),
    confidence(bin.confidence),
    percent(bin.accuracy),
    `${points(bin.low)} to ${points(bin.high)}`,
    `${points(bin.bandLow)} to ${points(bin.bandHigh)}`,
  ]);
  const heads = ['confidence from', 'to', 'answers', 'mean', 'right', 'interval', 'if calibrated'];
  return [colours.bold('Is it right as often as it says?'), ...aligned(heads, rows, colours)];
}

/** Rounded down: an answer at the threshold must reach what is printed. */
function thresholdWords({ threshold, logprob }: Rule): string {
  if (threshold === null || logprob === null) return 'none';
  const [mantissa = '', exponent] = threshold.toExponential().split('e');
  const percents = Number(`${mantissa.slice(0, '1.234'.length)}e${Number(exponent) + 2}`);
  const nats = Number.isFinite(logprob) ? ` (${(Math.floor(logprob * 1e4) / 1e4).toFixed(4)} nats)` : '';
  return `${percents} %${nats}`;
}

function thresholdLines({ rules, items, acceptedRisk }: Calibration, colours: Colours): string[] {
  const heads = ['rule', 'answer from', 'answered', 'coverage', 'wrong', 'risk', 'interval'];
  const rows = rules.map((rule) => [
    rule.name,
    thresholdWords(rule),
    `${rule.answered.toLocaleString('en-US')} of ${items.toLocaleString('en-US')}`,
    percent(rule.coverage),
    rule.wrong.toLocaleString('en-US'),
    rule.risk ? percent(rule.risk.estimate) : '–',
    rule.risk ? `${points(rule.risk.low)} to ${points(rule.risk.high)}` : '–',
  ]);
  const title = colours.bold(
    `Where to draw the line, if a risk of ${plainPercent(acceptedRisk)} is accepted`,
  );
  return [title, ...aligned(heads, rows, colours)];
}

/** Everything the command prints for a person, ending in a newline; `name` says where the answers are from. */
export function calibrationTable(name: string, calibration: Calibration, colours: Colours): string {
  const notes = notesOn(calibration);
  const parts = [
    [colours.bold(name)],
    summaryLines(calibration),
    reliabilityLines(calibration, colours),
    thresholdLines(calibration, colours),
    ...(notes.length > 0 ? [notes] : []),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
