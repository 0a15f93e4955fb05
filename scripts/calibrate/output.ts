import type { createColors } from 'picocolors';
import { showProbability } from '#base/printed-number';
import { upperBound } from '#numerics/binomial';
import type { Estimate } from '#numerics/clustered-bootstrap';
import type { Interval } from '#numerics/interval';
import { at } from '#numerics/list';
import { isABinOff, isMiscalibrated, isMoreThanChance } from '#numerics/reliability';
import type { Calibration, Rule } from './calibrate.ts';

/** What the command prints: notes, JSON for programs, and a table for a person. */

type Colours = ReturnType<typeof createColors>;

/** Hundredths, without the sign. Only a share of one is 100. */
const points = (share: number): string => {
  const rounded = (100 * share).toFixed(1);
  return rounded === '100.0' && share < 1 ? '>99.9' : rounded;
};
const percent = (share: number): string => `${points(share)}%`;
const range = (show: (value: number) => string, { low, high }: Interval): string =>
  `(${show(low)} to ${show(high)})`;
const confidence = (value: number): string => showProbability(Math.log(value));

/** What a reader of the numbers must know, in whole sentences. */
export function notesOn({ items, questions, right, auroc, rules, acceptedRisk }: Calibration): string[] {
  const notes: string[] = [];
  const few = right < items / 2 ? 'right' : 'wrong';
  if (right === items || right === 0)
    notes.push(
      `There is no AUROC: every answer is ${right === 0 ? 'wrong' : 'right'}, so there is no ${few} one to compare with.`,
    );
  else if (Number.isNaN(auroc.low))
    notes.push(`The AUROC has no interval: so few answers are ${few} that some samples hold none.`);
  if (questions < items)
    notes.push(
      `The ${items} answers are about ${questions} questions. Only the interval of the AUROC allows for that: the others are too narrow where answers to a question agree.`,
    );
  const limit = confidence(acceptedRisk);
  if (rules.simple.threshold === null) notes.push(`No threshold keeps the risk within ${limit}.`);
  if (rules.cautious.threshold === null) {
    const atBest = upperBound(0, items);
    const tooFew = `: there are too few answers, since even none wrong of ${items} has an upper bound of ${confidence(atBest)}`;
    notes.push(
      `No threshold keeps the upper bound of the risk within ${limit}${atBest > acceptedRisk ? tooFew : ''}.`,
    );
  }
  if (Object.values(rules).some(({ answered }) => answered > 0 && answered < items))
    notes.push(
      'A threshold looks better on the answers that it was chosen on: try it on others before you trust it.',
    );
  return notes;
}

const estimateOf = ({ estimate, low, high }: Estimate) => ({ value: estimate, low, high });

function ruleOf({ threshold, logprob, answered, wrong, coverage, risk }: Rule) {
  if (threshold === null || risk === null) return null;
  const chosen = { confidence: threshold, logprob };
  return { ...chosen, answered, wrong, coverage, risk: estimateOf(risk), risk_at_most: risk.atMost };
}

/** The answer as programs read it: natural logs, shares from 0 to 1; JSON writes numbers that are not finite as null. */
export function calibrationJson(calibration: Calibration): string {
  const { items, questions, right, reliability, cutOff, platt, rules } = calibration;
  const { ece, chanceEce, furthestBin, deviance, chanceDeviance } = reliability;
  const answer = {
    items,
    questions,
    right,
    accuracy: estimateOf(calibration.accuracy),
    mean_confidence: calibration.meanConfidence,
    auroc: estimateOf(calibration.auroc),
    calibration_error: {
      value: ece,
      by_chance: { mean: chanceEce.mean, low: chanceEce.low, high: chanceEce.high },
      more_than_chance: isMoreThanChance(reliability),
    },
    furthest_bin: {
      index: furthestBin,
      nats: deviance,
      by_chance: { low: chanceDeviance.low, high: chanceDeviance.high },
      more_than_chance: isABinOff(reliability),
    },
    miscalibrated: isMiscalibrated(reliability),
    brier_score: reliability.brier,
    bins: reliability.bins.map(({ n, from, to, confidence, accuracy, low, high, bandLow, bandHigh }) => ({
      items: n,
      confidence: { from, to, mean: confidence },
      accuracy: { value: accuracy, low, high },
      by_chance: { low: bandLow, high: bandHigh },
    })),
    cut_off: cutOff,
    kinds: calibration.kinds.map(({ kind, n, right, confidence, accuracy, low, high, isOff }) => ({
      kind,
      items: n,
      right,
      confidence,
      accuracy: { value: accuracy },
      by_chance: { low, high },
      more_than_chance: isOff,
    })),
    platt_scaling: platt && {
      fitted_on: platt.fitted,
      judged_on: platt.judged,
      slope: platt.slope,
      intercept: platt.intercept,
      loss: { as_it_is: platt.loss.asItIs, scaled: platt.loss.scaled, base_rate: platt.loss.baseRate },
    },
    accepted_risk: calibration.acceptedRisk,
    thresholds: { simple: ruleOf(rules.simple), cautious: ruleOf(rules.cautious) },
    notes: notesOn(calibration),
  };
  return `${JSON.stringify(answer, null, 1)}\n`;
}

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
  return `${percents}%${nats}`;
}

function kindLines({ kinds }: Calibration, colours: Colours): string[] {
  if (kinds.length === 0) return [];
  const rows = kinds.map(({ kind, n, right, confidence: said, accuracy, low, high, isOff }) => [
    kind,
    `${right} of ${n}`,
    percent(accuracy),
    confidence(said),
    `${points(low)} to ${points(high)}`,
    isOff ? 'off' : '',
  ]);
  const heads = ['kind', 'answers', 'right', 'mean', 'if calibrated', ''];
  return [colours.bold('And for each kind of question?'), ...aligned(heads, rows, colours)];
}

function plattLines({ platt }: Calibration, colours: Colours): string[] {
  if (platt === null) return [];
  const { fitted, judged, slope, intercept, baseRate, loss } = platt;
  const nats = (value: number) => `${value.toFixed(3)} nats`;
  return [
    colours.bold('Platt scaling, fitted on one half of the questions and judged on the other'),
    `  scaled confidence   1 / (1 + exp(-(${slope.toFixed(3)} x + ${intercept.toFixed(3)}))) with x = ln(p / (1 - p)), from ${fitted} answers`,
    `  loss on ${judged} others   ${nats(loss.scaled)} scaled, ${nats(loss.asItIs)} as it is, ${nats(loss.baseRate)} always saying ${percent(baseRate)}`,
  ];
}

function thresholdLines({ rules, items, acceptedRisk }: Calibration, colours: Colours): string[] {
  const heads = ['rule', 'answer from', 'answered', 'coverage', 'wrong', 'risk', 'at most'];
  const rows = Object.entries(rules).map(([name, rule]) => [
    name,
    thresholdWords(rule),
    `${rule.answered.toLocaleString('en-US')} of ${items.toLocaleString('en-US')}`,
    percent(rule.coverage),
    rule.wrong.toLocaleString('en-US'),
    rule.risk ? percent(rule.risk.estimate) : '–',
    rule.risk ? percent(rule.risk.atMost) : '–',
  ]);
  const title = colours.bold(`Where to draw the line, if a risk of ${confidence(acceptedRisk)} is accepted`);
  return [title, ...aligned(heads, rows, colours)];
}

/** Everything the command prints for a person, ending in a newline; `name` says where the answers are from. */
export function calibrationTable(name: string, calibration: Calibration, colours: Colours): string {
  const { n, right } = calibration.cutOff;
  const cutOff = `${n.toLocaleString('en-US')} answers were cut off, ${right} of them right: hand those over. They are not counted below.`;
  const parts = [
    [colours.bold(name), ...(n > 0 ? [cutOff] : [])],
    summaryLines(calibration),
    reliabilityLines(calibration, colours),
    kindLines(calibration, colours),
    plattLines(calibration, colours),
    thresholdLines(calibration, colours),
    notesOn(calibration),
  ];
  const shown = parts.filter(({ length }) => length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
