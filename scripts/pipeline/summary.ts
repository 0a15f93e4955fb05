import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from './build-report.ts';
import { describeChanges } from './changes.ts';
import { showDuration, showTokens } from './progress.ts';
import type { OutputPlace } from './publish.ts';

/** What a command tells at its end. */

/** "Opening the model 1.4 s · Measuring 3.1 s (2,310 tokens, 745 tokens/s) · …" */
function describeStages({ stages, tokensComputed }: RunSummary): string {
  const shown = stages.map(({ stage, seconds }) => {
    const time = `${stage} ${showDuration(1000 * seconds)}`;
    if (stage !== 'Measuring' || tokensComputed === 0 || seconds === 0) return time;
    const rate = Math.round(tokensComputed / seconds).toLocaleString('en-US');
    return `${time} (${showTokens(tokensComputed)}, ${rate} tokens/s)`;
  });
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return `${shown.join(' · ')} · in all ${showDuration(1000 * total)}`;
}

/** The lines that a person reads at the end. */
export function describeRun(summary: RunSummary, place: OutputPlace): string {
  return [
    `The report is in ${place.shownAs}/report.html and ${place.shownAs}/report.md.`,
    ...describeChanges(summary.changes),
    describeStages(summary),
    '',
  ].join('\n');
}

/**
 * Notes what the output must not hold (times, memory, when it was) in .build/last-run.json. A report is done without
 * it, so a refusal of the file system is passed over.
 */
export function noteLastRun(root: string, summary: RunSummary, place: OutputPlace): void {
  const note = {
    finished: new Date().toISOString(),
    out: place.shownAs,
    stages: summary.stages,
    tokensComputed: summary.tokensComputed,
    peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    changes: summary.changes,
  };
  try {
    mkdirSync(join(root, '.build'), { recursive: true });
    writeFileSync(join(root, '.build', 'last-run.json'), `${JSON.stringify(note, undefined, 2)}\n`);
  } catch {
    // Only a note for the curious.
  }
}
