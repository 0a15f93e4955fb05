import { problemOfPicture } from '#render/figures/png';
import type { CheckContext, Files } from './committed-data.ts';
import { chapterOfPath, type Discrepancy, type Severity } from './discrepancy.ts';
import { sameUpToCoordinates } from './svg-coordinates.ts';

type FileRules = Pick<CheckContext, 'stems' | 'closeCoordinates'>;

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

/** `expected` are the files that are made. Data files that are too many are left to whoever reads the data. */
export function compareFiles(expected: Files, committed: Files, rules: FileRules): Discrepancy[] {
  const discrepancies: Discrepancy[] = [];
  const add = (path: string, severity: Severity, what: string): void => {
    discrepancies.push({ severity, chapter: chapterOfPath(path, rules.stems), path, what });
  };
  for (const [path, content] of expected) {
    const there = committed.get(path);
    if (!there) add(path, 'structure', 'is missing');
    else if (path.endsWith('.png')) {
      const drawing = expected.get(path.replace(/\.png$/, '.svg'));
      const problem = problemOfPicture(there, drawing?.toString());
      if (problem !== undefined) add(path, 'changed', problem);
    } else if (!content.equals(there))
      add(path, ...compareTexts(path, content.toString(), there.toString(), rules));
  }
  for (const path of committed.keys()) {
    if (!expected.has(path) && !path.startsWith('data/')) add(path, 'structure', 'is not made any more');
  }
  return discrepancies.sort((a, b) => (a.path < b.path ? -1 : 1));
}
