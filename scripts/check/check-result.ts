import type { ChapterData } from '#pipeline/data-store';
import type { ThinDecision } from './decisions.ts';
import type { Files } from './files.ts';
import { chapterOfPath, type Finding, type Verdict, verdictOf } from './finding.ts';
import type { DataCount } from './measure-and-compare.ts';

/** What was found about one chapter; its stem is '' for what belongs to the report as a whole. */
export interface ChapterResult {
  readonly stem: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly data?: DataCount | undefined;
  /** How many of its files were rendered and compared. */
  readonly files: number;
}

/** What a check gives but for its findings; all of it is empty where a half was not run. */
interface Evidence {
  /** Where the environment differs from that of the committed run, a line each. */
  readonly heading: readonly string[];
  readonly thin: readonly ThinDecision[];
  readonly shown: readonly Finding[];
  /** The files behind the findings: as committed, and as made of the committed and of the fresh data. */
  readonly committed: Files;
  readonly rendered: Files;
  readonly fresh: Files;
  readonly freshData: readonly ChapterData[];
}

export interface CheckResult extends Evidence {
  readonly verdict: Verdict;
  readonly chapters: readonly ChapterResult[];
}

export interface Found extends Partial<Evidence> {
  readonly findings: readonly Finding[];
  readonly counts?: readonly DataCount[];
}

/** Deals what was found to the chapters with these stems; `only` is the one chapter that the check is about, if any. */
export function resultOf(stems: readonly string[], only: string | undefined, found: Found): CheckResult {
  const { findings: all, counts = [], thin = [], heading = [], shown = [], freshData = [] } = found;
  const { committed = new Map(), rendered = new Map(), fresh = new Map() } = found;
  const made = [...rendered.keys()].map((path) => chapterOfPath(path, stems));
  const partOf = (stem: string): ChapterResult => {
    // A report that cannot be made concerns whoever checks one chapter; its differing files do not.
    const findings = all.filter(
      ({ chapter, severity }) => chapter === stem && (stem !== '' || !only || severity === 'structure'),
    );
    return {
      stem,
      verdict: verdictOf(findings),
      findings,
      data: counts.find((count) => count.stem === stem),
      files: only && stem === '' ? 0 : made.filter((one) => one === stem).length,
    };
  };
  const told = stems.filter((stem) => !only || stem === only || counts.some((count) => count.stem === stem));
  const whole = partOf('');
  const chapters = [...told.map(partOf), ...(whole.files > 0 || whole.findings.length > 0 ? [whole] : [])];
  return {
    verdict: verdictOf(chapters.flatMap(({ findings }) => findings)),
    chapters,
    heading,
    thin: thin.filter(({ chapter }) => told.includes(chapter)),
    shown,
    committed,
    rendered,
    fresh,
    freshData,
  };
}
