import type { ChapterData } from '#pipeline/data-store';
import type { Files } from './committed-data.ts';
import { chapterOfPath, type Discrepancy, type Verdict, verdictOf } from './discrepancy.ts';

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
