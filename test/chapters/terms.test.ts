import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '#report/glossary';
import { allParts } from '#report/prose-contents';
import type { WrittenChapter } from '#report/report-tree';
import { allBlocks } from '#report/report-tree';
import { committedReport } from './committed.ts';

/** Words that are also plain English: a reader needs no glossary wherever they stand. */
const PLAIN = new Set(['token', 'vocabulary', 'probability', 'bit', 'rank', 'temperature', 'evidence']);

/** A sentence for each place where a chapter's paragraphs use a term as plain words though it never links it. */
function unlinkedTerms(chapter: WrittenChapter): string[] {
  const parts = chapter.sections.flatMap(({ blocks }) =>
    allBlocks(blocks).flatMap((block) => {
      const sentences = block.type === 'figure' ? (block.scene?.sentences ?? []) : [];
      return (block.type === 'prose' ? [block] : sentences).flatMap(allParts);
    }),
  );
  const linked = new Set(parts.flatMap((part) => (part.type === 'term' ? [part.term as string] : [])));
  return Object.keys(GLOSSARY).flatMap((term) => {
    if (PLAIN.has(term) || linked.has(term)) return [];
    const used = new RegExp(`.{0,40}(?<![\\p{L}-])${term}s?(?![\\p{L}-]).{0,20}`, 'iu');
    const places = parts.flatMap((part) =>
      part.type === 'literal'
        ? [used.exec(part.markdown.replace(/```[^`]*```/g, '').replaceAll('\n', ' '))?.[0] ?? '']
        : [],
    );
    return places
      .filter((place) => place !== '')
      .map((place) => `“${place}” needs \${term('${term}')}: the chapter never links it to the glossary`);
  });
}

describe('a term of the field', () => {
  const report = committedReport();

  it.each(report.chapters.map((chapter) => [chapter.stem, chapter] as const))(
    'is linked to the glossary in each chapter whose text uses it: %s',
    (_stem, chapter) => {
      expect(unlinkedTerms(chapter)).toEqual([]);
    },
  );
});
