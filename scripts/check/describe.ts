import type { ChapterResult, CheckResult } from './check-result.ts';
import type { Difference } from './compare.ts';
import type { Finding } from './finding.ts';
import { VERDICTS } from './finding.ts';

/** The result of a check for the terminal: a line a chapter. */

const LONGEST_VALUE = 60;
const LONGEST_CAUSE = 200;

/** A value as JSON would write it, not too long. */
export function showValue(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'absent');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** A number in two digits and no power of ten: "8.0", "100", "0.000012". */
export function twoDigits(value: number): string {
  return value.toLocaleString('en-US', { minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
}

/** "12 times the tolerance", "31% of the tolerance", "no difference is allowed"; '' where there is nothing to say. */
export function showPart({ partOfTolerance, severity }: Difference): string {
  if (partOfTolerance === undefined) return '';
  if (!Number.isFinite(partOfTolerance)) return 'no difference is allowed';
  if (partOfTolerance > 1) return `${twoDigits(partOfTolerance)} times the tolerance`;
  const share = `${twoDigits(100 * partOfTolerance)}% of the tolerance`;
  return severity === 'drift' ? share : `${share}, but none applies here`;
}

/** "logit-spread: gap: expected 1.25, got 1.26 (12 times the tolerance)" */
export function describeDifference(difference: Difference): string {
  const { path, expected, actual } = difference;
  const part = showPart(difference);
  const values = `${path}: expected ${showValue(expected)}, got ${showValue(actual)}`;
  return part === '' ? values : `${values} (${part})`;
}

/** The worst things first; what is equally bad stays in order. */
export function worstFirst<T extends { readonly severity: Finding['severity'] }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => VERDICTS.indexOf(b.severity) - VERDICTS.indexOf(a.severity));
}

/** "data/01-….json differs from …, first at …" */
export function describeFinding({ path, what, differences = [] }: Finding): string {
  const [first] = worstFirst(differences);
  return first ? `${path} ${what}, first at ${describeDifference(first)}` : `${path} ${what}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** What was compared, or the worst that was found. */
function causeOf({ findings, data, files, verdict }: ChapterResult): string {
  const [first] = worstFirst(findings);
  if (first && verdict !== 'drift') {
    const text = describeFinding(first);
    const short = text.length > LONGEST_CAUSE ? `${text.slice(0, LONGEST_CAUSE)}…` : text;
    return findings.length > 1
      ? `${short}; and ${plural(findings.length - 1, 'thing', 'things')} more`
      : short;
  }
  const compared = [
    ...(data ? [plural(data.values, 'value', 'values')] : []),
    ...(files > 0 ? [plural(files, 'file', 'files')] : []),
  ].join(', ');
  if (!data || data.differing === 0) return compared;
  const largest = `${twoDigits(100 * data.largestPart)}%`;
  const uses = plural(data.differing, 'value uses', 'values use');
  return `${compared}; ${uses} up to ${largest} of ${data.differing === 1 ? 'its tolerance' : 'their tolerances'}`;
}

/** How a chapter is called: "Chapter 4"; "Report" for what belongs to no chapter. */
export function nameOf(stem: string): string {
  return stem === '' ? 'Report' : `Chapter ${Number.parseInt(stem, 10)}`;
}

const MEANING = {
  same: 'The committed output is what the code makes.',
  drift: 'The committed output is what the code makes, within the tolerances of this platform.',
  changed: 'The committed output is not what the code makes.',
  structure: 'The committed output is not what the code makes: something is missing or too many.',
} as const;

/** The verdict in one sentence. */
export function describeVerdict({ verdict }: Pick<CheckResult, 'verdict'>): string {
  return MEANING[verdict];
}

/** The lines that a person reads at the end. */
export function describeCheck(result: CheckResult): string {
  const { heading, chapters, thin, verdict } = result;
  const names = chapters.map(({ stem }) => nameOf(stem));
  const width = Math.max(0, ...names.map(({ length }) => length));
  const lines = [
    ...(heading.length > 0
      ? ['Other than behind the committed output:', ...heading.map((one) => `  ${one}`)]
      : []),
    ...chapters.map((one, index) =>
      `${(names[index] ?? '').padEnd(width)}  ${one.verdict.padEnd(9)}  ${causeOf(one)}`.trimEnd(),
    ),
    ...(thin.length > 0
      ? [`${plural(thin.length, 'claim is', 'claims are')} near to another sentence.`]
      : []),
    `${describeVerdict(result)}${verdict === 'same' && thin.length === 0 ? '' : ' See .check/report.md.'}`,
  ];
  return `${lines.join('\n')}\n`;
}
