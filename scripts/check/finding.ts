import type { Difference } from './compare.ts';
import type { LineChange } from './line-changes.ts';

/** What a check finds, and how bad it is. */

/** From the best to the worst: a check is as bad as the worst thing it found. */
export const VERDICTS = ['same', 'drift', 'changed', 'structure'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type Severity = Exclude<Verdict, 'same'>;

/** The worst of some verdicts; 'same' when there are none. */
export function worstOf(verdicts: Iterable<Verdict>): Verdict {
  let worst = 0;
  for (const verdict of verdicts) worst = Math.max(worst, VERDICTS.indexOf(verdict));
  return VERDICTS[worst] ?? 'same';
}

/** One thing that is not as it should be. */
export interface Finding {
  readonly severity: Severity;
  /** The stem of the chapter that it is about; '' when it is about the report as a whole. */
  readonly chapter: string;
  /** The file below the output folder. */
  readonly path: string;
  /** The rest of a sentence that begins with the path: "is missing". */
  readonly what: string;
  /** For data: where they differ. */
  readonly differences?: readonly Difference[];
  /** For texts: the lines that differ. */
  readonly lines?: readonly LineChange[];
}

/** Whether a verdict lets a check pass: drift is no reason to fail. */
export function passes(verdict: Verdict): boolean {
  return verdict === 'same' || verdict === 'drift';
}

/** The chapter that a file below the output folder belongs to; '' for a file of the whole report. */
export function chapterOfPath(path: string, stems: readonly string[]): string {
  const [folder = '', name = ''] = path.split('/');
  if (!['data', 'chapters', 'figures'].includes(folder)) return '';
  return stems.find((stem) => name === stem || name.startsWith(`${stem}.`)) ?? '';
}
