import type { CheckResult } from './check-result.ts';
import type { ThinClaim } from './claims.ts';
import type { Difference } from './compare.ts';
import { describeVerdict, nameOf, showPart, showValue, twoDigits, worstFirst } from './describe.ts';
import { driftByKind } from './drift-by-kind.ts';
import type { Files } from './files.ts';
import type { Finding } from './finding.ts';
import type { LineChange } from './line-changes.ts';

/** The result of a check as a Markdown file: what changed, by how much, which sentences, figures side by side. */

const MOST_DIFFERENCES = 50;
const MOST_CHANGES = 20;

/** Text in a Markdown table or line, as it stands. */
function plain(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '¦').replaceAll(/\s+/g, ' ')}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function differencesTable(differences: readonly Difference[]): string[] {
  const rows = worstFirst(differences)
    .slice(0, MOST_DIFFERENCES)
    .map((one) => [
      plain(one.path),
      one.severity,
      plain(showValue(one.expected)),
      plain(showValue(one.actual)),
      showPart(one),
    ]);
  const more = differences.length - rows.length;
  return [
    ...table(['value', 'verdict', 'committed', 'measured', 'difference'], rows),
    ...(more > 0 ? [`… and ${more} more, all of them in result.json.`, ''] : []),
  ];
}

/** How far the numbers are off, kind by kind: what tolerances are judged by. */
function driftLines(findings: readonly Finding[]): string[] {
  const drifts = driftByKind(findings.flatMap(({ differences = [] }) => differences));
  if (drifts.length === 0) return [];
  const rows = drifts.map(({ kind, differing, largest, largestPart, path }) => [
    kind,
    String(differing),
    twoDigits(largest),
    twoDigits(largestPart),
    plain(path),
  ]);
  const head = ['kind', 'numbers', 'largest difference', 'largest part of a tolerance', 'which is at'];
  return ['## Differing numbers by kind', '', ...table(head, rows)];
}

function linesAsDiff(changes: readonly LineChange[]): string[] {
  if (changes.length === 0) return [];
  const shown = changes
    .slice(0, MOST_CHANGES)
    .flatMap(({ line, before, after }) => [
      `@@ line ${line} @@`,
      ...before.map((text) => `- ${text}`),
      ...after.map((text) => `+ ${text}`),
    ]);
  const more = changes.length - MOST_CHANGES;
  return ['````diff', ...shown, ...(more > 0 ? [`@@ and ${more} more @@`] : []), '````', ''];
}

/** A picture of both versions of a drawing, where both are at hand. */
function sideBySide(path: string, before: Files, after: Files, folder: string): string[] {
  if (!path.endsWith('.svg')) return [];
  const cell = (files: Files, name: string) => (files.has(path) ? `![${name}](${name}/${path})` : 'none');
  return table(['committed', folder], [[cell(before, 'committed'), cell(after, folder)]]);
}

function findingLines(finding: Finding, result: CheckResult, folder: 'rendered' | 'fresh'): string[] {
  const { path, severity, what, differences = [], lines = [] } = finding;
  const isDrawing = path.endsWith('.svg');
  return [
    `- **${severity}** ${plain(path)} ${what}.`,
    '',
    ...differencesTable(differences),
    ...sideBySide(path, result.files.committed, result.files[folder], folder),
    // A drawing is looked at, a page is the same sentences once more.
    ...(isDrawing || path.endsWith('.html') ? [] : linesAsDiff(lines)),
  ];
}

function thinLines(thin: readonly ThinClaim[]): string[] {
  if (thin.length === 0) return [];
  const rows = thin.map(({ chapter, section, branch, margin, sentence, wasThin }) => [
    nameOf(chapter),
    section,
    branch,
    margin.toPrecision(3),
    wasThin ? 'yes' : 'no',
    plain(sentence.slice(0, 120)),
  ]);
  return [
    '## Claims near to another sentence',
    '',
    'A claim is clear from a difference of ten tolerances on. These lie within ten tolerances of that border.',
    '',
    ...table(['chapter', 'section', 'now', 'tolerances', 'so before', 'sentence'], rows),
  ];
}

/** The text of `.check/report.md`. */
export function checkMarkdown(result: CheckResult): string {
  const { heading, chapters, shown, thin, verdict } = result;
  const withFindings = chapters.filter(({ findings }) => findings.length > 0);
  const lines = [
    `# Check of the output: ${verdict}`,
    '',
    describeVerdict(result),
    '',
    ...(heading.length > 0
      ? ['Other than behind the committed output:', '', ...heading.map((one) => `- ${one}`), '']
      : []),
    ...table(
      ['part', 'verdict', 'values', 'differing', 'files'],
      chapters.map(({ stem, verdict: own, data, files }) => [
        nameOf(stem),
        own,
        data ? String(data.values) : '–',
        data ? String(data.differing) : '–',
        String(files),
      ]),
    ),
    ...withFindings.flatMap(({ stem, findings }) => [
      `## ${nameOf(stem)}`,
      '',
      ...worstFirst(findings).flatMap((finding) => findingLines(finding, result, 'rendered')),
    ]),
    ...driftLines(chapters.flatMap(({ findings }) => findings)),
    ...(shown.length > 0
      ? [
          '## What the fresh data would show',
          '',
          ...shown.flatMap((finding) => findingLines(finding, result, 'fresh')),
        ]
      : []),
    ...thinLines(thin),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
