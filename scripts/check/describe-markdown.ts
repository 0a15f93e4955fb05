import type { CheckResult } from './check-result.ts';
import type { ThinDecision } from './decisions.ts';
import { MEANING, nameOf, showPart, showValue, worstFirst } from './describe.ts';
import type { Difference, Finding } from './finding.ts';
import type { LineChange } from './line-changes.ts';

const MOST_DIFFERENCES = 50;
const MOST_CHANGES = 20;
const LONGEST_SENTENCE = 120;

/** Text in a Markdown table or line, unformatted. */
function plain(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '¦').replaceAll(/\s+/g, ' ')}\``;
}

/** Nothing when there are no rows, whatever comes `before` them included. */
function table(head: readonly string[], rows: readonly string[][], before: readonly string[] = []): string[] {
  if (rows.length === 0) return [];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [...before, ...lines, ''];
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

function linesAsDiff(changes: readonly LineChange[]): string[] {
  if (changes.length === 0) return [];
  const shown = changes.slice(0, MOST_CHANGES).flatMap(({ line, before, after }) => {
    const [gone, come] = [before.map((text) => `- ${text}`), after.map((text) => `+ ${text}`)];
    return [`@@ line ${line} @@`, ...gone, ...come];
  });
  const more = changes.length - MOST_CHANGES;
  return ['````diff', ...shown, ...(more > 0 ? [`@@ and ${more} more @@`] : []), '````', ''];
}

function findingLines(finding: Finding, result: CheckResult, folder: 'rendered' | 'fresh'): string[] {
  const { path, severity, what, differences = [], lines = [] } = finding;
  const isDrawing = path.endsWith('.svg');
  const cell = (name: 'committed' | 'rendered' | 'fresh') =>
    result[name].has(path) ? `![${name}](${name}/${path})` : 'none';
  return [
    `- **${severity}** ${plain(path)} ${what}.`,
    '',
    ...differencesTable(differences),
    ...(isDrawing ? table(['committed', folder], [[cell('committed'), cell(folder)]]) : []),
    // A drawing is looked at, a page is the same sentences once more.
    ...(isDrawing || path.endsWith('.html') ? [] : linesAsDiff(lines)),
  ];
}

function thinTable(thin: readonly ThinDecision[]): string[] {
  const rows = thin.map(({ chapter, section, outcome, margin, sentence, wasThin }) => {
    const cut = plain(sentence.slice(0, LONGEST_SENTENCE));
    return [nameOf(chapter), section, outcome, margin.toPrecision(3), wasThin ? 'yes' : 'no', cut];
  });
  return table(['chapter', 'section', 'now', 'margin', 'thin before', 'sentence'], rows, [
    '## Findings near their border',
    '',
    'A finding holds from a margin of 1 on. These have less than 2, so a small change may flip them.',
    '',
  ]);
}

export function checkMarkdown(result: CheckResult): string {
  const { heading, chapters, shown, thin, verdict } = result;
  const parts = chapters.map(({ stem, verdict: own, data, files }) => {
    const numbers = [data?.values ?? '–', data?.differing ?? '–', files].map(String);
    return [nameOf(stem), own, ...numbers];
  });
  const lines = [
    `# Check of the output: ${verdict}`,
    '',
    MEANING[verdict],
    '',
    ...(heading.length > 0
      ? ['Other than behind the committed output:', '', ...heading.map((one) => `- ${one}`), '']
      : []),
    ...table(['part', 'verdict', 'values', 'differing', 'files'], parts),
    ...chapters.flatMap(({ stem, findings }) => [
      ...(findings.length > 0 ? [`## ${nameOf(stem)}`, ''] : []),
      ...worstFirst(findings).flatMap((finding) => findingLines(finding, result, 'rendered')),
    ]),
    ...(shown.length > 0 ? ['## What the fresh data would show', ''] : []),
    ...shown.flatMap((finding) => findingLines(finding, result, 'fresh')),
    ...thinTable(thin),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
