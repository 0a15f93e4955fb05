import type { Prose } from '#report/prose-parts';
import { inMinutes, minutesOf, printedMinutes, readingMinutes } from '#report/reading-time';
import type { WrittenChapter, WrittenReport, WrittenSection } from '#report/report-tree';
import { instrumentsOf, worksById } from '#report/report-tree';
import { drawable } from '../fonts/page.ts';
import { sourceIn } from '../shared/code.ts';
import { colophonOf } from '../shared/colophon.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { dataPath } from '../shared/format-input.ts';
import { glossaryEntries } from '../shared/glossary.ts';
import { fillTemplate } from '../shared/templates.ts';
import type { HtmlChapter } from './blocks.ts';
import { blocksHtml, headingHtml } from './blocks.ts';
import { dataHtml } from './data-page.ts';
import { instrumentLinks, labHtml, openingHtml } from './lab-page.ts';
import type { ReportPage } from './pages.ts';
import {
  chapterAddress,
  DATA_PAGE,
  hasOpening,
  INDEX,
  LAB_PAGE,
  notebookPath,
  pageAddress,
  reaches,
  targetAddress,
  WHOLE,
} from './pages.ts';
import type { HtmlPlace } from './prose.ts';
import { htmlPlace, PageSources, renderInlineHtml, termId } from './prose.ts';

/** The body of a page: bar, contents, cover, chapters, glossary and colophon. */

const PLAIN = { plain: true };

/** Stands in a page's body where its first screen ends, for the styles and fonts of all that comes below. */
export const REST_OF_STYLES = '<!-- styles -->';

/** What a part of a page is made with: the report, the page it is on, and that page's numbers. */
interface PageInput extends FormatInput {
  readonly page: ReportPage;
  readonly numbers: PageSources;
}

const titleHtml = ({ title }: { readonly title: Prose }, { targets }: WrittenReport): string =>
  renderInlineHtml(title, htmlPlace(targets), PLAIN);

function placeIn({ report, page, numbers }: PageInput, chapterNumber?: string): HtmlPlace {
  const place = htmlPlace(report.targets, chapterNumber, (target) =>
    reaches(page, target) ? targetAddress(page, target) : undefined,
  );
  return { ...place, sourceOf: numbers.attribute };
}

/** The chapters with their sections; on a chapter's page the sections of that one alone. */
function contentsOf({ report, page }: PageInput): object[] {
  return report.chapters.map((chapter) => {
    const { stem, number } = chapter;
    const sections = chapter.sections.map((section) => ({
      number: section.number,
      title: titleHtml(section, report),
      group: section.group ?? false,
      further: section === chapter.sections.find(({ goesFurther }) => goesFurther),
      address: targetAddress(page, { stem, type: 'section', id: section.id }),
    }));
    return {
      number,
      title: titleHtml(chapter, report),
      address: chapterAddress(page, stem),
      sections: (hasOpening(page) || page.stems.includes(stem)) && sections,
    };
  });
}

function overviewOf(input: PageInput) {
  const contents = contentsOf(input);
  return input.report.chapters.map((chapter, index) => ({
    ...contents[index],
    minutes: printedMinutes(readingMinutes(chapter, sourceIn(input.root))),
    question: renderInlineHtml(chapter.question, placeIn(input), PLAIN),
    headline: renderInlineHtml(chapter.headline, placeIn(input)),
  }));
}

/** The links from a chapter to its neighbours; after the last one comes the comparison, where there is one. */
function turnsOf(chapter: WrittenChapter, { report, page, comparison }: PageInput): object[] {
  const at = report.chapters.indexOf(chapter);
  const turn = (direction: string, word: string, other: WrittenChapter | undefined): object[] => {
    if (!other) return [];
    const { stem, number } = other;
    const address = chapterAddress(page, stem);
    return [{ address, direction, word: `${word}: chapter ${number}`, title: titleHtml(other, report) }];
  };
  const following = report.chapters[at + 1];
  const last = comparison && {
    address: pageAddress(page, comparison.address),
    direction: 'next',
    word: 'Next',
    title: 'Two models side by side',
  };
  return [
    ...turn('prev', 'Before', report.chapters[at - 1]),
    ...turn('next', 'Next', following),
    ...(last && !following ? [last] : []),
  ];
}

function htmlChapter(
  stem: string,
  number: number,
  sections: readonly WrittenSection[],
  input: PageInput,
): HtmlChapter {
  const { root, figures, provenance } = input;
  const works = worksById(sections);
  return {
    place: { ...placeIn(input, String(number)), works },
    root,
    number,
    toRoot: `${pageAddress(input.page, '..')}/`,
    figures,
    figureFolder: input.page.isWhole ? undefined : pageAddress(input.page, `figures/${stem}`),
    model: provenance.model.id,
    other: input.comparison?.findings,
    counts: new Map(),
  };
}

function chapterHtml(chapter: WrittenChapter, input: PageInput): string {
  const { stem, number } = chapter;
  const { report, root } = input;
  const context = htmlChapter(stem, number, chapter.sections, input);
  const { place } = context;
  const question = renderInlineHtml(chapter.question, place);
  const abilities = chapter.abilities.map((ability) => renderInlineHtml(ability, place));
  const sections = chapter.sections.map((section) => {
    const title = `<span class="number">${section.number}</span> ${titleHtml(section, report)}`;
    return {
      heading: headingHtml(3, section.id, title),
      body: blocksHtml(section.blocks, context),
      minutes: section.goesFurther === true && inMinutes(minutesOf([section], sourceIn(root))),
      opensFurther: section === chapter.sections.find(({ goesFurther }) => goesFurther),
    };
  });
  const turns = turnsOf(chapter, input);
  return fillTemplate(root, 'page/chapter', {
    id: stem,
    number,
    apart: input.page.isApart,
    heading: headingHtml(2, stem, titleHtml(chapter, report)),
    question,
    minutes: !input.page.isApart && printedMinutes(readingMinutes(chapter, sourceIn(root))),
    abilities,
    restOfStyles: !hasOpening(input.page) && REST_OF_STYLES,
    sections,
    turns: turns.length > 0 ? turns : false,
  });
}

function connectionsHtml(input: PageInput): object | false {
  const { overview } = input.report;
  if (!overview) return false;
  const { section } = overview;
  const context = htmlChapter(overview.stem, 0, [section], input);
  // The figure that opens the report belongs to its first lines.
  const opening = section.blocks.slice(0, section.blocks[0]?.type === 'figure' ? 1 : 0);
  return {
    id: section.id,
    opening: blocksHtml(opening, context),
    heading: headingHtml(2, section.id, titleHtml(section, input.report)),
    body: blocksHtml(section.blocks.slice(opening.length), context),
  };
}

/** All terms where the report opens; on a chapter's page those that its text links. */
function glossaryTerms({ report, page }: PageInput, chapters: readonly string[]): object[] {
  const isLinked = (id: string): boolean => chapters.some((html) => html.includes(`href="#${id}"`));
  return glossaryEntries(report)
    .map(({ term, definition, firstUse }) => ({
      id: termId(term),
      term,
      definition,
      firstUse: firstUse ? { label: firstUse.label, address: targetAddress(page, firstUse) } : false,
    }))
    .filter(({ id }) => hasOpening(page) || isLinked(id));
}

function bodyOf(input: PageInput): string {
  const { report, root, page, numbers } = input;
  const opens = hasOpening(page);
  const addresses = page.isApart
    ? { home: page.home ?? '#content', colophon: false, whole: false }
    : {
        home: opens ? '#top' : pageAddress(page, INDEX),
        colophon: opens ? '#colophon' : `${pageAddress(page, INDEX)}#colophon`,
        whole: !page.isWhole && pageAddress(page, WHOLE),
      };
  const isAlone = page.isApart && page.home === undefined;
  const [isData, isLab] = [page === DATA_PAGE, page === LAB_PAGE];
  const hasLab = !page.isApart && instrumentsOf(report).length > 0;
  const chapters = report.chapters
    .filter(({ stem }) => page.stems.includes(stem))
    .map((chapter) => chapterHtml(chapter, input));
  const terms = glossaryTerms(input, chapters);
  const listed = {
    ...addresses,
    isAlone,
    opens,
    lab: hasLab && !page.isWhole && (isLab ? '#instruments' : pageAddress(page, LAB_PAGE.path)),
    instruments: isLab && instrumentLinks(report),
    glossary: isData || isLab ? `${INDEX}#glossary` : terms.length > 0 && '#glossary',
    data: input.dictionary !== undefined && pageAddress(page, DATA_PAGE.path),
    chapters: contentsOf(input),
  };
  const overview = opens && overviewOf(input);
  const [stem = ''] = page.stems;
  const body = fillTemplate(root, 'page/body', {
    ...addresses,
    opens,
    data: listed.data,
    dataList: isData && dataHtml(input, REST_OF_STYLES),
    lab: isLab && labHtml(input, placeIn(input), REST_OF_STYLES),
    opening: opens && !page.isWhole && openingHtml(input, placeIn(input), 'try'),
    labAddress: listed.lab,
    restOfStyles: REST_OF_STYLES,
    isWhole: page.isWhole && !page.isApart,
    apart: page.isApart,
    contents: fillTemplate(root, 'page/contents', { ...listed, printed: false }),
    printedContents:
      page.isWhole &&
      !page.isApart &&
      fillTemplate(root, 'page/contents', { ...listed, lab: false, data: false, printed: true }),
    overview,
    notebook: pageAddress(page, notebookPath(stem)),
    results: pageAddress(page, dataPath(stem)),
    comparison: input.comparison && {
      address: pageAddress(page, input.comparison.address),
      summary: input.comparison.summary,
      model: input.comparison.findings.model,
    },
    connections: opens && connectionsHtml(input),
    chapters,
    terms,
    ...colophonOf(input),
  });
  return `${drawable(body.trimEnd())}\n${numbers.html()}`;
}

/** What is between the tags of a page's body, without its scripts. */
export function bodyOn(page: ReportPage, given: FormatInput): string {
  const { storedIn } = given.report;
  const fileOf = (id: string): string =>
    page.isApart ? 'comparison.json' : dataPath(storedIn.get(id) ?? '');
  return bodyOf({ ...given, page, numbers: new PageSources(fileOf) });
}
