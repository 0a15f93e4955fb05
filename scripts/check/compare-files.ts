import { problemOfPicture } from '#render/figures/png';
import { chapterOfPath, type Discrepancy, type Severity } from './check-result.ts';
import type { CheckContext, Files } from './committed-data.ts';

type FileRules = Pick<CheckContext, 'stems' | 'closeCoordinates'>;

/** The headings of a text, and its figures in HTML: where their number differs, a part is missing or too many. */
function partsOf(path: string, text: string): number {
  if (path.endsWith('.html')) return text.match(/<(?:h[1-6]|figure)\b/g)?.length ?? 0;
  if (path.endsWith('.md'))
    return text.replace(/^```[\s\S]*?^```/gm, '').match(/^(?:#+ |<picture>)/gm)?.length ?? 0;
  return 0;
}

function howTextsDiffer(path: string, expected: string, there: string, rules: FileRules): [Severity, string] {
  if (there === '') return ['structure', 'is empty'];
  if (rules.closeCoordinates && /\.(?:svg|html)$/.test(path) && sameUpToCoordinates(expected, there))
    return ['drift', 'differs in coordinates, by no more than 0.05 px'];
  const [parts, partsThere] = [partsOf(path, expected), partsOf(path, there)];
  if (parts !== partsThere)
    return ['structure', `has ${partsThere} headings and figures, where ${parts} are made`];
  return ['changed', 'differs from what is made'];
}

/** `expected` are the files that are made. Data files that are too many are left to whoever reads the data. */
export async function compareFiles(
  expected: Files,
  committed: Files,
  rules: FileRules,
): Promise<Discrepancy[]> {
  const discrepancies: Discrepancy[] = [];
  const add = (path: string, severity: Severity, what: string): void => {
    discrepancies.push({ severity, chapter: chapterOfPath(path, rules.stems), path, what });
  };
  for (const [path, content] of expected) {
    const there = committed.get(path);
    if (!there) add(path, 'structure', 'is missing');
    else if (content.equals(there)) continue;
    else if (path.endsWith('.png')) {
      const problem = await problemOfPicture(there, content);
      add(path, problem ? 'changed' : 'drift', problem ?? 'is the same picture in other bytes');
    } else add(path, ...howTextsDiffer(path, content.toString(), there.toString(), rules));
  }
  for (const path of committed.keys()) {
    if (!expected.has(path) && !path.startsWith('data/')) add(path, 'structure', 'is not made any more');
  }
  return discrepancies.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The last digit of a coordinate may differ between platforms and major versions of Node. Two drawings are alike when
 * only coordinates differ, by up to a twentieth of a pixel. Factors and angles must agree: they move distant points far.
 */

/** In px: coordinates have two decimals, and may differ by five in the last one. */
const CLOSE = 0.0501;
/** Of factors, and of angles in degrees. */
const EQUAL = 1e-6;

const SVG = /<svg\b[\s\S]*?<\/svg>/g;
const COORDINATES =
  /(\s(?:d|transform|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|dx|dy|width|height|viewBox|points)=")([^"]*)"/g;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

const FACTORS = /\b(?:scale|rotate|matrix|skewX|skewY)\([^)]*\)/g;

/** A text with the coordinates of the SVG in it taken out, and those coordinates. */
function takeApart(text: string) {
  const coordinates: { readonly value: number; readonly slack: number }[] = [];
  const hollow = (value: string, slack: number): string =>
    value.replace(NUMBER, (number) => {
      coordinates.push({ value: Number(number), slack });
      return '#';
    });
  const rest = text.replace(SVG, (svg) =>
    svg.replace(COORDINATES, (_all, head: string, value: string) => {
      const withoutFactors = value.replace(FACTORS, (factors) => hollow(factors, EQUAL));
      return `${head}${hollow(withoutFactors, CLOSE)}"`;
    }),
  );
  return { rest, coordinates };
}

/** Whether two texts with SVG in them differ in coordinates only, and in those by no more than their slack. */
export function sameUpToCoordinates(a: string, b: string): boolean {
  const [left, right] = [takeApart(a), takeApart(b)];
  return (
    left.rest === right.rest &&
    left.coordinates.every(
      ({ value, slack }, index) => Math.abs(value - (right.coordinates[index]?.value ?? NaN)) <= slack,
    )
  );
}
