import { memoiseByObject } from '#base/memoise';
import type { GlossaryTerm } from '#report/glossary';
import { GLOSSARY } from '#report/glossary';
import { allParts } from '#report/prose-contents';
import type { Target, WrittenReport } from '#report/report-tree';
import { chapterProses } from '#report/report-tree';

/** The section (or chapter, for its opening) that uses each term first. */
function firstUses({ chapters, targets }: WrittenReport): Map<GlossaryTerm, Target | undefined> {
  const uses = new Map<GlossaryTerm, Target | undefined>();
  for (const chapter of chapters)
    for (const { section, prose } of chapterProses(chapter))
      for (const part of allParts(prose))
        if (part.type === 'term' && !uses.has(part.term))
          uses.set(part.term, targets.get(section || chapter.stem));
  return uses;
}

export const glossaryEntries = memoiseByObject((report: WrittenReport) => {
  const uses = firstUses(report);
  const entries = Object.entries(GLOSSARY) as [GlossaryTerm, string][];
  return entries
    .map(([term, definition]) => ({ term, definition, firstUse: uses.get(term) }))
    .sort((a, b) => (a.term.toLowerCase() < b.term.toLowerCase() ? -1 : 1));
});
