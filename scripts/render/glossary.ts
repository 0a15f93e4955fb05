import type { GlossaryTerm } from '#report/glossary';
import { GLOSSARY } from '#report/glossary';
import type { Target, WrittenReport } from '#report/written';
import { allParts, chapterProses } from '#report/written';

/** The glossary as both formats list it. */

export interface GlossaryEntry {
  readonly term: GlossaryTerm;
  readonly definition: string;
  /** The section (or chapter, for its opening) that uses the term first; undefined for a term that none uses. */
  readonly firstUse: Target | undefined;
}

/** Where each term is first used, in reading order. */
function firstUses({ chapters, targets }: WrittenReport): Map<GlossaryTerm, Target | undefined> {
  const uses = new Map<GlossaryTerm, Target | undefined>();
  for (const chapter of chapters) {
    for (const { section, prose } of chapterProses(chapter)) {
      for (const part of allParts(prose)) {
        if (part.type === 'term' && !uses.has(part.term))
          uses.set(part.term, targets.get(section === '' ? chapter.stem : section));
      }
    }
  }
  return uses;
}

/** Every term in the order of the alphabet, whatever the case of its letters. */
export function glossaryEntries(report: WrittenReport): GlossaryEntry[] {
  const uses = firstUses(report);
  const entries = Object.entries(GLOSSARY) as [GlossaryTerm, string][];
  return entries
    .map(([term, definition]) => ({ term, definition, firstUse: uses.get(term) }))
    .sort((a, b) => (a.term.toLowerCase() < b.term.toLowerCase() ? -1 : 1));
}
