import { problemOfPicture } from '#render/picture';
import type { Files } from './files.ts';
import { sameBytes, textOf } from './files.ts';
import type { Finding, Severity } from './finding.ts';
import { chapterOfPath } from './finding.ts';
import type { LineChange } from './line-changes.ts';
import { aroundDifference, lineChanges } from './line-changes.ts';
import { sameUpToCoordinates } from './svg-coordinates.ts';

/** Compares rendered files with those that stand in the output folder: texts byte for byte, pictures by their frame. */

export interface FileRules {
  /** The stems of the report's chapters. */
  readonly stems: readonly string[];
  /** Whether coordinates of drawings may differ by the little that another platform makes. */
  readonly closeCoordinates: boolean;
}

const MOST_CHANGES = 40;
/** How much of a line is kept before and behind the place where it differs. */
const CONTEXT = 150;

function shortened({ line, before, after }: LineChange): LineChange {
  if (before.length === after.length) {
    const pairs = before.map((text, index) => aroundDifference(text, after[index] ?? '', CONTEXT));
    return { line, before: pairs.map(([one]) => one), after: pairs.map(([, other]) => other) };
  }
  const cut = (text: string) => (text.length > 2 * CONTEXT ? `${text.slice(0, 2 * CONTEXT)}…` : text);
  return { line, before: before.map(cut), after: after.map(cut) };
}

/** The headings of a text, and its figures in HTML: where their number differs, a part is missing or too many. */
function partsOf(path: string, text: string): number {
  if (path.endsWith('.html')) return text.match(/<(?:h[1-6]|figure)\b/g)?.length ?? 0;
  if (path.endsWith('.md'))
    return text.replace(/^```[\s\S]*?^```/gm, '').match(/^(?:#+ |<picture>)/gm)?.length ?? 0;
  return 0;
}

function compareTexts(path: string, expected: string, there: string, rules: FileRules): [Severity, string] {
  if (there === '') return ['structure', 'is empty'];
  if (rules.closeCoordinates && /\.(?:svg|html)$/.test(path) && sameUpToCoordinates(expected, there))
    return ['drift', 'differs in coordinates, by no more than 0.05 px'];
  const [parts, partsThere] = [partsOf(path, expected), partsOf(path, there)];
  if (parts !== partsThere)
    return ['structure', `has ${partsThere} headings and figures, where ${parts} are made`];
  return ['changed', 'differs from what is made'];
}

/**
 * What differs between the files that are made (`expected`) and those that stand in the output folder. Data files
 * that are too many are left to whoever reads the data.
 */
export function compareFiles(expected: Files, committed: Files, rules: FileRules): Finding[] {
  const findings: Finding[] = [];
  const add = (path: string, severity: Severity, what: string, lines?: readonly LineChange[]): void => {
    const chapter = chapterOfPath(path, rules.stems);
    findings.push({ severity, chapter, path, what, ...(lines ? { lines } : {}) });
  };
  for (const [path, content] of expected) {
    const there = committed.get(path);
    if (!there) add(path, 'structure', 'is missing');
    else if (path.endsWith('.png')) {
      const drawing = expected.get(path.replace(/\.png$/, '.svg'));
      const problem = problemOfPicture(there, drawing && textOf(drawing));
      if (problem !== undefined) add(path, 'changed', problem);
    } else if (!sameBytes(content, there)) {
      const [before, after] = [textOf(there), textOf(content)];
      const lines = lineChanges(before, after).slice(0, MOST_CHANGES).map(shortened);
      add(path, ...compareTexts(path, after, before, rules), lines);
    }
  }
  for (const path of committed.keys()) {
    if (!expected.has(path) && !path.startsWith('data/')) add(path, 'structure', 'is not made any more');
  }
  return findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
