import GithubSlugger, { slug } from 'github-slugger';
import { allParts } from '#report/prose-contents';
import { inMinutes, minutesOf, printedMinutes, readingMinutes } from '#report/reading-time';
import type { Target, WrittenChapter, WrittenReport, WrittenSection } from '#report/report-tree';
import { reportProses, worksById } from '#report/report-tree';
import { OVERVIEW_STEM } from '#report/write-report';
import { sourceIn } from '../shared/code.ts';
import { colophonOf } from '../shared/colophon.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { glossaryEntries } from '../shared/glossary.ts';
import { fillTemplate } from '../shared/templates.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import { blocksMarkdown, markdownChapter } from './blocks.ts';
import type { MarkdownPlace } from './prose.ts';
import { renderInlineMarkdown } from './prose.ts';
import { tableMarkdown } from './tables.ts';
import { escapeMarkdown, fillParagraph } from './text.ts';

type MarkdownInput = Omit<FormatInput, 'figures'>;

interface Book extends MarkdownInput {
  /** Of all sections, by their ids. */
  readonly anchors: ReadonlyMap<string, string>;
  /** Every id that some reference of the report names. */
  readonly referenced: ReadonlySet<string>;
  /** A chapter that is part of no report. */
  readonly apart?: Apart;
}

/** The file it is, and the folder of the report that it belongs to, if it does. */
interface Apart {
  readonly file: string;
  readonly toReport?: string | undefined;
}

function sectionAnchors(report: WrittenReport): Map<string, string> {
  const anchors = new Map<string, string>();
  if (report.overview) {
    const { id, title } = report.overview.section;
    anchors.set(id, slug(textOfProse(title, report.targets)));
  }
  for (const chapter of report.chapters) {
    const slugger = new GithubSlugger();
    slugger.slug(`${chapter.number} ${textOfProse(chapter.title, report.targets)}`);
    for (const { id, number, title } of chapter.sections)
      anchors.set(id, slugger.slug(`${number} ${textOfProse(title, report.targets)}`));
  }
  return anchors;
}

function referencedIds(report: WrittenReport): Set<string> {
  return new Set(
    reportProses(report).flatMap(({ prose }) =>
      allParts(prose).flatMap((part) => (part.type === 'ref' ? [part.target] : [])),
    ),
  );
}

const isChapter = (file: string): boolean => file.startsWith('chapters/');

/** The link from one file to a target; files are named from output/: 'chapters/01-….md'. */
function linkTo({ stem, type, id }: Target, from: string, { anchors, apart, report }: Book) {
  const isHere = report.chapters.some((chapter) => chapter.stem === stem);
  // How a chapter of another report calls its headings is not known here: the link leads to its file.
  if (apart && !isHere)
    return apart.toReport === undefined ? undefined : `${apart.toReport}chapters/${stem}.md`;
  const to = apart?.file ?? (stem === OVERVIEW_STEM ? 'report.md' : `chapters/${stem}.md`);
  const anchor = type === 'section' ? anchors.get(id) : id;
  const fragment = type === 'chapter' ? '' : `#${anchor}`;
  if (to === from && fragment !== '') return fragment;
  const path = isChapter(to) && isChapter(from) ? `${stem}.md` : `${isChapter(from) ? '../' : ''}${to}`;
  return path + fragment;
}

function placeIn(file: string, book: Book, sections: readonly WrittenSection[] = []): MarkdownPlace {
  const toRoot = isChapter(file) ? '../' : '';
  return {
    targets: book.report.targets,
    toRoot,
    linkTo: (target) => linkTo(target, file, book),
    linkToTerm: (term) => `${toRoot}glossary.md#${slug(term)}`,
    termsSeen: new Set(),
    works: worksById(sections),
  };
}

const PLAIN = { plain: true };

function chapterMarkdown(chapter: WrittenChapter, book: Book): string {
  const { root, referenced, anchors, report, apart } = book;
  const { stem, number } = chapter;
  const place = placeIn(apart?.file ?? `chapters/${stem}.md`, book, chapter.sections);
  const context = markdownChapter(chapter, place, book, referenced);
  const link = (to: WrittenChapter | undefined) =>
    to !== undefined && {
      title: `${to.number} ${renderInlineMarkdown(to.title, place, PLAIN)}`,
      file: `${to.stem}.md`,
    };
  const at = report.chapters.indexOf(chapter);
  return fillTemplate(root, 'markdown/chapter', {
    stem,
    number,
    apart,
    toReport: apart?.toReport,
    title: renderInlineMarkdown(chapter.title, place, PLAIN),
    question: renderInlineMarkdown(chapter.question, place),
    minutes: !apart && printedMinutes(readingMinutes(chapter, sourceIn(root))),
    abilities: chapter.abilities.map((ability) => renderInlineMarkdown(ability, place)),
    sections: chapter.sections.map((section) => ({
      number: section.number,
      title: renderInlineMarkdown(section.title, place, PLAIN),
      anchor: anchors.get(section.id),
      body: blocksMarkdown(section.blocks, context),
      minutes: section.goesFurther === true && inMinutes(minutesOf([section], sourceIn(root))),
      opensFurther:
        section === chapter.sections.find(({ goesFurther }) => goesFurther) &&
        fillTemplate(root, 'markdown/further', {}).trim(),
    })),
    comparison: book.comparison && '../comparison/comparison.md',
    previous: link(report.chapters[at - 1]),
    next: link(report.chapters[at + 1]),
  });
}

function indexMarkdown(book: Book): string {
  const { report, root, referenced } = book;
  const colophon = colophonOf(book);
  const place = placeIn('report.md', book, report.overview ? [report.overview.section] : []);
  const chapters = report.chapters.map((chapter) => ({
    number: chapter.number,
    title: renderInlineMarkdown(chapter.title, place, PLAIN),
    file: `chapters/${chapter.stem}.md`,
    minutes: printedMinutes(readingMinutes(chapter, sourceIn(root))),
    question: renderInlineMarkdown(chapter.question, place),
    headline: fillParagraph(renderInlineMarkdown(chapter.headline, place, { toFill: true })),
  }));
  const rows = colophon.provenance.map(({ what, value }) => [escapeMarkdown(what), `\`${value}\``]);
  const heads = ['item', 'value'].map((text) => ({ text, align: 'left' as const }));
  const { overview } = report;
  const connections = overview && {
    title: renderInlineMarkdown(overview.section.title, place, PLAIN),
    body: blocksMarkdown(
      overview.section.blocks,
      markdownChapter({ stem: overview.stem, number: 0 }, place, book, referenced),
    ),
  };
  const comparison = book.comparison && {
    model: book.comparison.findings.model,
    summary: escapeMarkdown(book.comparison.summary),
  };
  return fillTemplate(root, 'markdown/report', {
    chapters,
    comparison,
    hasData: book.dictionary !== undefined,
    connections,
    ...colophon,
    provenance: tableMarkdown({ heads, rows }),
  });
}

function glossaryMarkdown(book: Book): string {
  const terms = glossaryEntries(book.report).map(({ term, definition, firstUse }) => ({
    term,
    definition: fillParagraph(escapeMarkdown(definition)),
    firstUse: firstUse ? { label: firstUse.label, link: linkTo(firstUse, 'glossary.md', book) } : false,
  }));
  return fillTemplate(book.root, 'markdown/glossary', { terms });
}

const bookOf = (input: MarkdownInput): Book => ({
  ...input,
  anchors: sectionAnchors(input.report),
  referenced: referencedIds(input.report),
});

/** A chapter that is part of no report, as a file of its own: it links no terms, for there is no glossary. */
export function renderMarkdownApart(chapter: WrittenChapter, input: MarkdownInput, apart: Apart): string {
  return chapterMarkdown(chapter, { ...bookOf(input), apart });
}

/** The report as Markdown: an index, a file a chapter, a glossary. Throws an Error that names what cannot be shown. */
export function renderMarkdown(input: MarkdownInput): Map<string, string> {
  const book = bookOf(input);
  const files = new Map([['report.md', indexMarkdown(book)]]);
  for (const chapter of input.report.chapters)
    files.set(`chapters/${chapter.stem}.md`, chapterMarkdown(chapter, book));
  return files.set('glossary.md', glossaryMarkdown(book));
}
