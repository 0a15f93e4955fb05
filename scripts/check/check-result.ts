import type { ChapterData } from '#pipeline/data-store';
import type { KindName } from '#report/number-kinds';
import type { Files } from './committed-data.ts';

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

/** What was found about one chapter; its stem is '' for what belongs to the report as a whole. */
export interface ChapterResult {
  readonly stem: string;
  readonly verdict: Verdict;
  readonly discrepancies: readonly Discrepancy[];
  /** How many of its values were measured and compared. */
  readonly values: number;
  /** How many of its files were rendered and compared. */
  readonly files: number;
}

/** Where no half of a check was run that finds it, each of these is empty. */
const NOTHING = {
  /** Where the environment differs from that of the committed run, a line each. */
  heading: [] as readonly string[],
  /** The files of the report, as committed and as rendered from the committed data. */
  committed: new Map() as Files,
  rendered: new Map() as Files,
  freshData: [] as readonly ChapterData[],
  /** How many values were compared, by the stem of the chapter. */
  counts: new Map() as ReadonlyMap<string, number>,
};

export interface CheckResult extends Readonly<typeof NOTHING> {
  readonly verdict: Verdict;
  readonly chapters: readonly ChapterResult[];
}

export interface Found extends Readonly<Partial<typeof NOTHING>> {
  readonly discrepancies: readonly Discrepancy[];
}

/** Deals what was found to the chapters with these stems; `only` is the one chapter that the check is about, if any. */
export function resultOf(stems: readonly string[], only: string | undefined, found: Found): CheckResult {
  const { discrepancies: all, ...evidence } = { ...NOTHING, ...found };
  const { counts, rendered } = evidence;
  const made = [...rendered.keys()].map((path) => chapterOfPath(path, stems));
  const partOf = (stem: string): ChapterResult => {
    // A report that cannot be made concerns whoever checks one chapter; its differing files do not.
    const discrepancies = all.filter(
      ({ chapter, severity }) => chapter === stem && (stem !== '' || !only || severity === 'structure'),
    );
    return {
      stem,
      verdict: verdictOf(discrepancies),
      discrepancies,
      values: counts.get(stem) ?? 0,
      files: only && stem === '' ? 0 : made.filter((one) => one === stem).length,
    };
  };
  const told = stems.filter((stem) => !only || stem === only || counts.has(stem));
  const whole = partOf('');
  const chapters = [
    ...told.map(partOf),
    ...(whole.files > 0 || whole.discrepancies.length > 0 ? [whole] : []),
  ];
  const verdict = verdictOf(chapters.flatMap(({ discrepancies }) => discrepancies));
  return { ...evidence, verdict, chapters };
}
