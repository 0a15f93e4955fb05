import { plainText } from '#report/report-tree';
import type { RunSummary } from './build-report.ts';
import { describeChanges } from './changes.ts';
import { type StageTime, showDuration, showTokens } from './progress.ts';
import type { OutputPlace } from './publish.ts';

/** "Opening the model 1.4 s · Measuring 3.1 s (2,310 tokens, 745 tokens/s) · …" */
function describeStages(stages: readonly StageTime[], tokensComputed: number): string {
  const shown = stages.map(({ stage, seconds }) => {
    const time = `${stage} ${showDuration(1000 * seconds)}`;
    if (stage !== 'Measuring' || tokensComputed === 0 || seconds === 0) return time;
    const rate = Math.round(tokensComputed / seconds).toLocaleString('en-US');
    return `${time} (${showTokens(tokensComputed)}, ${rate} tokens/s)`;
  });
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return `${shown.join(' · ')} · in all ${showDuration(1000 * total)}`;
}

/** A line for each finding that was withdrawn or could not be measured, with the numbers that decided it. */
function describeFindings(notHolding: RunSummary['notHolding']): string[] {
  if (notHolding.length === 0) return [];
  const lines = notHolding.map(({ section, finding: { id, outcome, condition } }) => {
    const unmet = condition.unmet.map((one) => plainText(one).replaceAll(/\s+/g, ' ')).join('; ');
    return `  ${id} (section ${section}): ${outcome}; ${unmet}`;
  });
  return [`Findings that do not hold for this model: ${notHolding.length}`, ...lines];
}

export function describeRun(
  { changes, notHolding, tokensComputed }: RunSummary,
  { shownAs }: OutputPlace,
  stages: readonly StageTime[],
): string {
  return [
    `The report is in ${shownAs}/index.html and, on one page, in ${shownAs}/report.html; as Markdown in ${shownAs}/report.md.`,
    ...describeChanges(changes),
    ...describeFindings(notHolding),
    describeStages(stages, tokensComputed),
    '',
  ].join('\n');
}
