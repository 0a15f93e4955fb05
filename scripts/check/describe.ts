import {
  type ChapterResult,
  type CheckResult,
  type Difference,
  type Discrepancy,
  VERDICTS,
} from './check-result.ts';

const LONGEST_VALUE = 60;
const LONGEST_CAUSE = 300;

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function showValue(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'absent');
  return cut(text, LONGEST_VALUE);
}

/** A number in two digits and no power of ten: "8.0", "100", "0.000012". */
function twoDigits(value: number): string {
  return value.toLocaleString('en-US', { minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
}

/** "12 times the tolerance", "31% of the tolerance", "no difference is allowed"; '' where there is nothing to say. */
function showPart({ partOfTolerance, severity }: Difference): string {
  if (partOfTolerance === undefined) return '';
  if (!Number.isFinite(partOfTolerance)) return 'no difference is allowed';
  if (partOfTolerance > 1) return `${twoDigits(partOfTolerance)} times the tolerance`;
  const share = `${twoDigits(100 * partOfTolerance)}% of the tolerance`;
  return severity === 'drift' ? share : `${share}, but none applies here`;
}

export function describeDifference(difference: Difference): string {
  const { path, expected, actual } = difference;
  const part = showPart(difference);
  const values = `${path}: expected ${showValue(expected)}, got ${showValue(actual)}`;
  return part === '' ? values : `${values} (${part})`;
}

/** By severity, then by the part of a tolerance; what is equally bad stays in order. */
function worstFirst<T extends Pick<Difference, 'severity' | 'partOfTolerance'>>(items: readonly T[]): T[] {
  const rank = ({ severity }: T): number => VERDICTS.indexOf(severity);
  const part = ({ partOfTolerance = 0 }: T): number => Math.min(partOfTolerance, Number.MAX_VALUE);
  return items.toSorted((a, b) => rank(b) - rank(a) || part(b) - part(a));
}

function describeDiscrepancy({ path, what, differences = [] }: Discrepancy): string {
  const [first] = worstFirst(differences);
  return first ? `${path} ${what}, worst at ${describeDifference(first)}` : `${path} ${what}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function causeOf({ discrepancies, values, files }: ChapterResult): string {
  const [first] = worstFirst(discrepancies);
  if (first) {
    const more = discrepancies.length - 1;
    return `${cut(describeDiscrepancy(first), LONGEST_CAUSE)}${more > 0 ? `; and ${plural(more, 'thing', 'things')} more` : ''}`;
  }
  return [
    ...(values > 0 ? [plural(values, 'value', 'values')] : []),
    ...(files > 0 ? [plural(files, 'file', 'files')] : []),
  ].join(', ');
}

function nameOf(stem: string): string {
  return stem === '' ? 'Report' : `Chapter ${Number.parseInt(stem, 10)}`;
}

const MEANING = {
  same: 'The committed output is what the code makes.',
  drift: 'The committed output is what the code makes, within the tolerances of this platform.',
  changed: 'The committed output is not what the code makes.',
  structure: 'The committed output is not what the code makes: something is missing or too many.',
} as const;

export function describeCheck({ heading, chapters, verdict }: CheckResult): string {
  const width = Math.max(0, ...chapters.map(({ stem }) => nameOf(stem).length));
  const lines = [
    ...(heading.length > 0 ? ['Other than behind the committed output:'] : []),
    ...heading.map((one) => `  ${one}`),
    ...chapters.map((one) =>
      `${nameOf(one.stem).padEnd(width)}  ${one.verdict.padEnd(9)}  ${causeOf(one)}`.trimEnd(),
    ),
    `${MEANING[verdict]}${verdict === 'same' ? '' : ' See .check/result.json.'}`,
  ];
  return `${lines.join('\n')}\n`;
}
