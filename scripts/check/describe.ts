import type { CheckResult, Finding } from './check-report.ts';
import type { Difference } from './compare.ts';

/** The result of a check in lines for people. */

const MOST_SHOWN = 20;
const LONGEST_VALUE = 60;

function showValue(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** "logit-spread: gap: expected 1.25, got 1.26 (12 times the tolerance)" */
export function describeDifference({ path, expected, actual, partOfTolerance }: Difference): string {
  const values = `${path}: expected ${showValue(expected)}, got ${showValue(actual)}`;
  if (partOfTolerance === undefined) return values;
  return Number.isFinite(partOfTolerance)
    ? `${values} (${partOfTolerance.toPrecision(2)} times the tolerance)`
    : `${values} (no difference allowed)`;
}

function describeFinding({ path, problem, differences = [] }: Finding): string[] {
  const texts: Readonly<Record<Finding['problem'], string>> = {
    absent: 'is not in the committed output',
    'not built any more': 'is in the committed output, but is not built any more',
    differs: 'is not what the committed data render to',
    'data differ': `rebuilt data differ in ${differences.length} places`,
  };
  const shown = differences.slice(0, MOST_SHOWN).map((one) => `    ${describeDifference(one)}`);
  const more = differences.length - shown.length;
  return [`  ${path} ${texts[problem]}`, ...shown, ...(more > 0 ? [`    … and ${more} more`] : [])];
}

/** Everything that was found, or that all is well. */
export function describeCheck({ findings, allowed }: CheckResult): string {
  const lines: string[] = [];
  if (allowed.length > 0) {
    const largest = Math.max(...allowed.map(({ partOfTolerance = 0 }) => partOfTolerance));
    lines.push(
      `${allowed.length} values differ within their tolerances (the largest uses ${largest.toPrecision(2)} of it).`,
    );
  }
  if (findings.length === 0) lines.push('The committed output is what the code builds.');
  else lines.push('The committed output is not what the code builds:', ...findings.flatMap(describeFinding));
  return `${lines.join('\n')}\n`;
}
