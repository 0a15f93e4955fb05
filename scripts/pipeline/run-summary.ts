import { plainText, type WrittenReport } from '#report/report-tree';
import type { Built } from './build-report.ts';
import { type StageTime, showDuration } from './progress.ts';
import type { OutputPlace } from './publish.ts';

/** "Opening the model 1.4 s · Measuring 3.1 s · … · in all 9.2 s" */
function describeStages(stages: readonly StageTime[]): string {
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  const shown = [...stages, { stage: 'in all', seconds: total }];
  return shown.map(({ stage, seconds }) => `${stage} ${showDuration(1000 * seconds)}`).join(' · ');
}

function describeFindings({ findings }: WrittenReport): string[] {
  const notHolding = findings.filter(({ finding }) => finding.outcome !== 'holds');
  if (notHolding.length === 0) return [];
  const lines = notHolding.map(({ section, finding: { id, outcome, condition } }) => {
    const unmet = condition.unmet.map((one) => plainText(one).replaceAll(/\s+/g, ' ')).join('; ');
    return `  ${id} (section ${section}): ${outcome}; ${unmet}`;
  });
  return [`Findings that do not hold for this model: ${notHolding.length}`, ...lines];
}

export function describeRun(
  { report, files, changed }: Built,
  { shownAs }: OutputPlace,
  stages: readonly StageTime[],
): string {
  return [
    `The report is in ${shownAs}/index.html and, on one page, in ${shownAs}/report.html; as Markdown in ${shownAs}/report.md.`,
    `${changed === 0 ? 'Nothing' : `${changed} of ${files} files`} changed against the last output.`,
    ...describeFindings(report),
    describeStages(stages),
    '',
  ].join('\n');
}
