import { OVERVIEW_STEM } from '#report/write';
import type { Target, WrittenChapter, WrittenReport } from '#report/written';
import { allParts, reportProses } from '#report/written';
import { blocksMarkdown } from './blocks-markdown.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { glossaryEntries } from './glossary.ts';
import type { MarkdownPlace } from './prose-markdown.ts';
import { fillParagraph, renderInlineMarkdown } from './prose-markdown.ts';
import type { Provenance } from './provenance-rows.ts';
import { provenanceRows } from './provenance-rows.ts';
import { githubAnchors, githubSlug } from './slug.ts';
import { tableMarkdown } from './tables.ts';
import type { Templates } from './templates.ts';
import { textOfProse } from './text-of-prose.ts';

/** The report as Markdown: an index, a file a chapter, a glossary. */

export interface MarkdownInput {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  readonly root: string;
  readonly templates: Templates;
}

/** Where the Markdown anchors of all sections are, by section id. */
function sectionAnchors(report: WrittenReport): Map<string, string> {
  const anchors = new Map<string, string>();
  if (report.overview) {
    const { id, title } = report.overview.section;
    anchors.set(id, githubSlug(textOfProse(title, report.targets)));
  }
  for (const chapter of report.chapters) {
    const headings = [
      `${chapter.number} ${textOfProse(chapter.title, report.targets)}`,
      ...chapter.sections.map(({ number, title }) => `${number} ${textOfProse(title, report.targets)}`),
    ];
    const [, ...slugs] = githubAnchors(headings);
    for (const [index, { id }] of chapter.sections.entries()) anchors.set(id, slugs[index] ?? '');
  }
  return anchors;
}

/** Every id that some reference of the report names. */
function referencedIds(report: WrittenReport): Set<string> {
  return new Set(
    reportProses(report).flatMap(({ prose }) =>
      allParts(prose).flatMap((part) => (part.type === 'ref' ? [part.target] : [])),
    ),
  );
}

type Links = (from: string) => (target: Target) => string;

/** Links from one file to another, both named from output/: 'chapters/01-….md'. */
function linksOf(anchors: ReadonlyMap<string, string>): Links {
  return (from) => (target) => {
    const to = target.stem === OVERVIEW_STEM ? 'report.md' : `chapters/${target.stem}.md`;
    const fragment =
      target.type === 'chapter'
        ? ''
        : `#${target.type === 'section' ? (anchors.get(target.id) ?? '') : target.id}`;
    if (to === from) return fragment === '' ? `${target.stem}.md` : fragment;
    const path = !from.startsWith('chapters/')
      ? to
      : to.startsWith('chapters/')
        ? `${target.stem}.md`
        : `../${to}`;
    return path + fragment;
  };
}

function placeIn(file: string, report: WrittenReport, links: Links, withNotes: boolean): MarkdownPlace {
  const glossary = file.startsWith('chapters/') ? '../glossary.md' : 'glossary.md';
  return {
    targets: report.targets,
    toRoot: file.startsWith('chapters/') ? '../' : '',
    linkTo: links(file),
    linkToTerm: (term) => `${glossary}#${githubSlug(term)}`,
    termsSeen: new Set(),
    notes: withNotes ? [] : undefined,
  };
}

interface Neighbours {
  readonly previous: WrittenChapter | undefined;
  readonly next: WrittenChapter | undefined;
}

function chapterLink(
  chapter: WrittenChapter | undefined,
  place: MarkdownPlace,
): { title: string; file: string } | false {
  if (!chapter) return false;
  const title = renderInlineMarkdown(chapter.title, place, { plain: true });
  return { title: `${chapter.number} ${title}`, file: `${chapter.stem}.md` };
}

function chapterMarkdown(
  chapter: WrittenChapter,
  { previous, next }: Neighbours,
  links: Links,
  anchors: ReadonlyMap<string, string>,
  referenced: ReadonlySet<string>,
  { report, root, templates }: MarkdownInput,
): string {
  const place = placeIn(`chapters/${chapter.stem}.md`, report, links, true);
  const outside = { ...place, notes: undefined };
  const context = {
    place,
    root,
    stem: chapter.stem,
    number: chapter.number,
    referenced,
    counts: { exercise: 0 },
  };
  const plain = { plain: true };
  const head = {
    number: chapter.number,
    title: renderInlineMarkdown(chapter.title, outside, plain),
    question: renderInlineMarkdown(chapter.question, outside),
    abilities: chapter.abilities.map((ability) => renderInlineMarkdown(ability, outside)),
  };
  const sections = chapter.sections.map((section) => ({
    number: section.number,
    title: renderInlineMarkdown(section.title, outside, plain),
    anchor: anchors.get(section.id) ?? '',
    body: blocksMarkdown(section.blocks, context),
  }));
  const notes = (place.notes ?? []).map((text, index) => ({ number: index + 1, text }));
  return templates.render('markdown/chapter', {
    ...head,
    sections,
    notes,
    previous: chapterLink(previous, outside),
    next: chapterLink(next, outside),
  });
}

function indexMarkdown(
  links: Links,
  anchors: ReadonlyMap<string, string>,
  referenced: ReadonlySet<string>,
  { report, provenance, root, templates }: MarkdownInput,
): string {
  const place = placeIn('report.md', report, links, false);
  const chapters = report.chapters.map((chapter) => ({
    number: chapter.number,
    title: renderInlineMarkdown(chapter.title, place, { plain: true }),
    file: `chapters/${chapter.stem}.md`,
    question: renderInlineMarkdown(chapter.question, place),
    headline: fillParagraph(renderInlineMarkdown(chapter.headline, place, { toFill: true })),
    sections: chapter.sections.map(({ id, number, title }) => ({
      number,
      title: renderInlineMarkdown(title, place, { plain: true }),
      link: `chapters/${chapter.stem}.md#${anchors.get(id) ?? ''}`,
    })),
  }));
  const rows = provenanceRows(provenance).map(({ what, value }) => [escapeMarkdown(what), `\`${value}\``]);
  const heads = ['what', 'which'].map((text) => ({ text, align: 'left' as const }));
  const { overview } = report;
  const context = { place, root, number: 0, referenced, counts: { exercise: 0 } };
  const connections = overview && {
    title: renderInlineMarkdown(overview.section.title, place, { plain: true }),
    body: blocksMarkdown(overview.section.blocks, { ...context, stem: overview.stem }),
  };
  return templates.render('markdown/report', {
    chapters,
    connections,
    provenance: tableMarkdown({ heads, rows }),
  });
}

function glossaryMarkdown(links: Links, { report, templates }: MarkdownInput): string {
  const linkTo = links('glossary.md');
  const terms = glossaryEntries(report).map(({ term, definition, firstUse }) => ({
    term,
    definition: fillParagraph(escapeMarkdown(definition)),
    firstUse: firstUse ? { label: firstUse.label, link: linkTo(firstUse) } : false,
  }));
  return templates.render('markdown/glossary', { terms });
}

/** Every Markdown file of the report, by its path. Throws an Error that names what cannot be shown. */
export function renderMarkdown(input: MarkdownInput): Map<string, string> {
  const { report } = input;
  const anchors = sectionAnchors(report);
  const links = linksOf(anchors);
  const referenced = referencedIds(report);
  const files = new Map<string, string>([['report.md', indexMarkdown(links, anchors, referenced, input)]]);
  for (const [index, chapter] of report.chapters.entries()) {
    const neighbours = { previous: report.chapters[index - 1], next: report.chapters[index + 1] };
    const text = chapterMarkdown(chapter, neighbours, links, anchors, referenced, input);
    files.set(`chapters/${chapter.stem}.md`, text);
  }
  files.set('glossary.md', glossaryMarkdown(links, input));
  return files;
}
