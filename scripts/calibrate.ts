import pc from 'picocolors';
import { runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { wholeNumber } from '#base/whole-number';
import { calibrationOf } from './calibrate/calibrate.ts';
import { judgedAnswers, requestedLines } from './calibrate/input.ts';
import { calibrationJson, calibrationTable } from './calibrate/output.ts';

const SPEC = {
  name: 'npm run calibrate',
  summary: `Tells whether confidence can be trusted: reads answers that were judged, one JSON object a line, and prints what
chapter 3 asks of its model's answers: accuracy, AUROC, calibration error, reliability, thresholds.
A line has a question or an id, a logprob (of the whole answer, in nats) or a probability, and right (true or false).
With a kind, each kind is shown; with a finish_reason, answers that were cut off are left out:
{"question": "The capital of France is", "answer": "Paris", "logprob": -0.26, "right": true}`,
  positional: { value: 'FILE', help: 'the answers (UTF-8); without it, or for -, standard input' },
  options: {
    risk: { type: 'string', value: 'R', help: 'the share of wrong answers that is accepted (default 0.1)' },
    bins: {
      type: 'string',
      value: 'N',
      help: 'the number of groups of equal size (default: 5 to 50, more for more answers, with a finer top)',
    },
    json: {
      type: 'boolean',
      help: 'print JSON for programs; in a pipe: npm run --silent calibrate -- --json',
    },
  },
} as const;

/** So many answers take a second or more. */
const MANY = 5000;

function riskOf(text = '0.1'): number {
  const risk = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (risk >= 0 && risk <= 1) return risk;
  throw new UserError(`--risk should be a number from 0 to 1, such as 0.1, but is "${text}".`);
}

await runCommand(SPEC, async ({ options, positionals }) => {
  const risk = riskOf(options.risk);
  const bins = options.bins === undefined ? undefined : wholeNumber('--bins', options.bins, 1, 9999);
  const { name, text } = await requestedLines(positionals);
  const judged = judgedAnswers(name, text);
  // Nothing else can run meanwhile, so what may take seconds is announced.
  if (judged.answers.length >= MANY)
    process.stderr.write(`Calibrating ${judged.answers.length.toLocaleString('en-US')} answers …\n`);
  const calibration = calibrationOf(judged, risk, bins);
  if (options.json) return void process.stdout.write(calibrationJson(calibration));
  const colours = pc.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);
  process.stdout.write(calibrationTable(name, calibration, colours));
});
