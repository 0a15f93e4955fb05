import type { Part, Prose, ValuePart } from './prose-parts.ts';

interface PartContents {
  readonly proses?: readonly Prose[];
  /** Numbers in none of its proses: in a formula. */
  readonly values?: readonly ValuePart[];
}

/** The one place that looks into parts of prose, as `contentsOf` of report-tree.ts does into blocks. */
export function contentsOfPart(part: Part): PartContents {
  switch (part.type) {
    case 'value':
      return { values: [part] };
    case 'math':
      return { values: part.tex.filter((piece) => typeof piece !== 'string') };
    case 'finding':
    case 'setting':
      return { proses: [part.prose] };
    case 'medium':
      return { proses: [part.interactive, part.static] };
    case 'literal':
    case 'text':
    case 'token':
    case 'ref':
    case 'cite':
    case 'term':
    case 'coloured':
      return {};
  }
}

/** Every part of a prose, those inside findings and words for one medium included. */
export function allParts(prose: Prose): Part[] {
  return prose.parts.flatMap((part) => [part, ...(contentsOfPart(part).proses ?? []).flatMap(allParts)]);
}

/** Every number that a prose prints, those in formulas, findings and words for one medium included. */
export function valuesIn(prose: Prose): ValuePart[] {
  return allParts(prose).flatMap((part) => contentsOfPart(part).values ?? []);
}

/** Whether a prose prints what a run stored, or is chosen by it. */
export function restsOnResult(prose: Prose): boolean {
  return allParts(prose).some(
    (part) =>
      ['text', 'token', 'finding'].includes(part.type) ||
      contentsOfPart(part).values?.some(({ kind }) => kind !== 'given'),
  );
}
