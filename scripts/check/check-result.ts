import type { DataFile } from '#pipeline/data-store';
import type { ThinClaim } from './claims.ts';
import type { Consequences } from './consequences.ts';
import type { DataComparison, DataCount } from './data-half.ts';
import type { Files } from './files.ts';
import type { Finding, Verdict } from './finding.ts';
import { chapterOfPath, worstOf } from './finding.ts';
import type { TextComparison } from './text-half.ts';

/** What a check found, dealt to the chapters. */

/** What was found about one chapter; its stem is '' for what belongs to the report as a whole. */
export interface ChapterResult {
  readonly stem: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** When its data were measured anew. */
  readonly data?: DataCount | undefined;
  /** How many of its files were rendered and compared. */
  readonly files: number;
}

export interface CheckResult {
  readonly verdict: Verdict;
  /** Where the circumstances differ from those of the committed run, a line each. */
  readonly heading: readonly string[];
  readonly chapters: readonly ChapterResult[];
  readonly thin: readonly ThinClaim[];
  /** How fresh data would change texts and figures. */
  readonly shown: readonly Finding[];
  /** The files behind the findings: what stands there, what the committed data render to, what fresh data would. */
  readonly files: { readonly committed: Files; readonly rendered: Files; readonly fresh: Files };
  readonly freshData: readonly DataFile[];
}

/** What the two halves of a check gave; each is empty when it was not run. */
export interface Halves {
  readonly data: DataComparison & { readonly fresh: readonly DataFile[] };
  readonly texts: TextComparison;
  readonly consequences: Consequences;
}

export const NOTHING_RUN: Halves = {
  data: { findings: [], counts: [], fresh: [] },
  texts: { findings: [], made: new Map() },
  consequences: { findings: [], thin: [], shown: [], made: new Map() },
};

/** Which parts of a result to tell. */
export interface Scope {
  /** The stems of all chapters. */
  readonly stems: readonly string[];
  /** The one chapter that the check is about; undefined when it is about all. */
  readonly only: string | undefined;
}

/** Whether a finding about the whole report also stands in the way of a check of one chapter. */
function concernsAll({ severity }: Finding): boolean {
  return severity === 'structure';
}

/** The result of a check. `always` is told whatever the scope. */
export function resultOf(
  { stems, only }: Scope,
  heading: readonly string[],
  always: readonly Finding[],
  found: readonly Finding[],
  committed: Files,
  { data, texts, consequences }: Halves,
): CheckResult {
  const all = [...found, ...data.findings, ...consequences.findings, ...texts.findings];
  const made = [...texts.made.keys()].map((path) => chapterOfPath(path, stems));
  const isTold = (stem: string): boolean =>
    only === undefined || stem === only || data.counts.some((count) => count.stem === stem);
  const partOf = (stem: string): ChapterResult => {
    const findings = all.filter(({ chapter }) => chapter === stem);
    const told = stem === '' ? [...always, ...findings.filter((one) => !only || concernsAll(one))] : findings;
    return {
      stem,
      verdict: worstOf(told.map(({ severity }) => severity)),
      findings: told,
      data: data.counts.find((count) => count.stem === stem),
      files: only && stem === '' ? 0 : made.filter((one) => one === stem).length,
    };
  };
  const whole = partOf('');
  const told = stems.filter(isTold);
  const chapters = [...told.map(partOf), ...(whole.files > 0 || whole.findings.length > 0 ? [whole] : [])];
  return {
    verdict: worstOf(chapters.map(({ verdict }) => verdict)),
    heading,
    chapters,
    thin: consequences.thin.filter((claim) => told.includes(claim.chapter)),
    shown: consequences.shown,
    files: { committed, rendered: texts.made, fresh: consequences.made },
    freshData: data.fresh,
  };
}
