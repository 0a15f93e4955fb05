import type { KindName } from '#report/number-kinds';

/** From the best to the worst: a check is as bad as the worst thing it found. */
export const VERDICTS = ['same', 'drift', 'changed', 'structure'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type Severity = Exclude<Verdict, 'same'>;

export function verdictOf(found: readonly { readonly severity: Verdict }[]): Verdict {
  return VERDICTS.findLast((verdict) => found.some(({ severity }) => severity === verdict)) ?? 'same';
}

export function passes(verdict: Verdict): boolean {
  return verdict === 'same' || verdict === 'drift';
}

export interface Difference {
  /** "logit-spread: bins[3].tokens" */
  readonly path: string;
  readonly severity: Severity;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly kind?: KindName;
  /** For numbers: their difference in parts of the tolerance, Infinity where nothing may differ. */
  readonly partOfTolerance?: number;
}

export interface Discrepancy {
  readonly severity: Severity;
  /** The stem of the chapter that it is about; '' when it is about the report as a whole. */
  readonly chapter: string;
  readonly path: string;
  /** The rest of a sentence that begins with the path: "is missing". */
  readonly what: string;
  readonly differences?: readonly Difference[];
}

/** The discrepancy that a report cannot be made of some data. */
export function unmade(data: string, why: string): Discrepancy {
  const what = `cannot be made of ${data}: ${why}`;
  return { severity: 'structure', chapter: '', path: 'report.html', what };
}

/** The chapter that a file below the output folder belongs to; '' for a file of the whole report. */
export function chapterOfPath(path: string, stems: readonly string[]): string {
  const [folder = '', name = ''] = path.split('/');
  if (!['data', 'chapters', 'figures', 'notebooks', 'samples'].includes(folder)) return '';
  return stems.find((stem) => name === stem || name.startsWith(`${stem}.`)) ?? '';
}
