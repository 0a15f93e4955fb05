import { createHash } from 'node:crypto';
import type { Block } from '#report/block';
import type { Prose } from '#report/prose-parts';
import { inMinutes, minutesOf, printedMinutes, readingMinutes } from '#report/reading-time';
import type { WrittenChapter, WrittenReport, WrittenSection } from '#report/report-tree';
import { allBlocks, figuresOf, instrumentsOf, reportSections, worksById } from '#report/report-tree';
import { drawable, pageFontRules } from '../fonts/page.ts';
import { sourceIn } from '../shared/code.ts';
import { colophonOf, projectFacts } from '../shared/colophon.ts';
import { asciiHtml, escapeHtml } from '../shared/escape-html.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { dataPath } from '../shared/format-input.ts';
import { glossaryEntries } from '../shared/glossary.ts';
import { fillTemplate } from '../shared/templates.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import type { HtmlChapter } from './blocks.ts';
import { blocksHtml, headingHtml } from './blocks.ts';
import { dataHtml, dictionaryCsv } from './data-page.ts';
import { figurePayload } from './figure.ts';
import { instrumentLinks, labHtml, openingHtml, openingOf, openingPayload } from './lab-page.ts';
import type { ReportPage } from './pages.ts';
import {
  chapterAddress,
  DATA_PAGE,
  hasOpening,
  INDEX,
  LAB_PAGE,
  notebookPath,
  PREVIEW,
  pageAddress,
  pagesOf,
  reaches,
  targetAddress,
  WHOLE,
} from './pages.ts';
import type { HtmlPlace } from './prose.ts';
import { htmlPlace, PageSources, renderInlineHtml, termId } from './prose.ts';
import { pageScripts } from './scripts.ts';
import { searchPlacesScript } from './search.ts';
import { labStyles, pageStylesheet } from './stylesheet.ts';
import { inspectorPayload } from './token-strip.ts';

const PLAIN = { plain: true };

/** What instruments print besides letters and digits. */
const LAB_SIGNS = '␣⏎⇥∅…×→';

/** Stands in a page's body where its first screen ends, for the styles and fonts of all that comes below. */
const REST_OF_STYLES = '<!-- styles -->';

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

/** Throws an Error when two elements of the page share an id: links would lead astray. */
export function assertUniqueIds(body: string): void {
  const seen = new Set<string>();
  for (const [, id = ''] of body.matchAll(/<[a-zA-Z][^<>]*?\sid="([^"]*)"/g)) {
    if (seen.has(id)) throw new Error(`two elements of the page have the id "${id}"`);
    seen.add(id);
  }
}

const hashSource = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/**
 * Nothing may be loaded from anywhere, and nothing may run or style but what the page was made with: its own, and for a
 * nonce the scripts and styles beside it. A browser compares no hash of a file that a page from disk loads. Where the
 * page has instruments, they may also ask the server that the page came from, or run a model.
 */
function contentSecurityPolicy(
  styles: string[],
  scripts: string[],
  nonce: string | false,
  asksModel: boolean,
): string {
  const named = nonce ? [`'nonce-${nonce}'`] : [];
  const [styleSources, scriptSources] = [styles, scripts].map((all) => [...all.map(hashSource), ...named]);
  const forModel = asksModel ? ["connect-src 'self'", "worker-src 'self'"] : [];
  return [
    "default-src 'none'",
    'img-src data:',
    'font-src data:',
    `style-src ${styleSources?.join(' ')}`,
    `script-src ${scriptSources?.join(' ')}${asksModel ? " 'wasm-unsafe-eval'" : ''}`,
    ...forModel,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
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

/** The figures and token strips of a page as script elements: a script may come to show any of their texts. */
function payloadsOf({ figures }: FormatInput, blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'tokenStrip') return inspectorPayload(block);
    const figure = block.type === 'figure' && figures.get(block.id);
    return figure ? figurePayload(block, figure) : [];
  });
}

function titleOf({ report }: FormatInput, page: ReportPage): { title: string; description: string } {
  const [stem] = page.stems;
  if (page === DATA_PAGE)
    return {
      title: 'The data · Nats & Bits',
      description: 'All results, and the data of all figures, as files.',
    };
  if (page === LAB_PAGE)
    return {
      title: 'Try your own text · Nats & Bits',
      description: 'See what a language model expects, and how much your own words surprise it.',
    };
  const chapter = report.chapters.find((one) => one.stem === stem);
  if (chapter) {
    const title = `${chapter.number} ${textOfProse(chapter.title, report.targets)} · Nats & Bits`;
    return { title, description: textOfProse(chapter.question, report.targets) };
  }
  return {
    title: 'Nats & Bits: What a language model’s log-probabilities tell you',
    description:
      'A report on log-probabilities: what a language model says before it says a word, measured on a real one.',
  };
}

/** The picture that shows a link to the page: the first figure of a chapter, or the report's own. */
function pictureOf({ report, root }: FormatInput, page: ReportPage): string | false {
  const own = hasOpening(page) ? [] : page.stems.flatMap((stem) => figuresOf(report, stem));
  const [first] = own.length === 0 && openingOf(report) ? [] : [...own, ...figuresOf(report)];
  if (!first && !openingOf(report)) return false;
  const path = first ? `figures/${first.stem}/${first.block.id}.png` : PREVIEW;
  const { homepage } = projectFacts(root);
  // Most programs take an absolute address only, which a page does not know until it is published.
  return homepage && !page.isApart
    ? new URL(path, `${homepage.replace(/\/?$/, '/')}`).href
    : pageAddress(page, path);
}

/** One page: styles, fonts, drawings and the scripts that every reader needs are in it. */
async function pageHtml(given: FormatInput, page: ReportPage, body: string): Promise<string> {
  const { root, report } = given;
  assertUniqueIds(body);
  const blocks = reportSections(report)
    .filter(({ stem }) => page.stems.includes(stem))
    .flatMap(({ section }) => allBlocks(section.blocks));
  const opensWithLab = !page.isWhole && (page === LAB_PAGE || page.path === INDEX);
  const payloads = [...payloadsOf(given, blocks), ...(opensWithLab ? openingPayload(report) : [])];
  const asksModel = !page.isWhole && body.includes('<div class="instrument"');
  const figures = blocks.flatMap((block) => (block.type === 'figure' && given.figures.get(block.id)) || []);
  const drawings = figures.flatMap(({ svgInline, svgNarrow }) => [svgInline, svgNarrow ?? []].flat());
  const interactive = figures.some((figure) => figure.interactive);
  const fonts = await pageFontRules(body, payloads.join('') + (asksModel ? LAB_SIGNS : ''), given.cache);
  // A state of a scene may use colours that the drawing in the page does not.
  const moves = figures.some((figure) => figure.interactive || figure.scene);
  const sheet = await pageStylesheet(root, drawings, moves);
  const style = `${fonts.first}\n${sheet.first}`;
  const rest = `${fonts.rest}\n${sheet.rest}`;
  const { title, description } = titleOf(given, page);
  const { beforePaint, fonts: loading, page: script, search, figures: runtime } = await pageScripts(root);
  // HTML has styles in its head alone, drawings have them anywhere.
  const styled = `<svg display="none"><style>${rest}</style></svg><script>${loading}</script>`;
  const scripts = [beforePaint, loading, script, search, ...(interactive && page.isWhole ? [runtime] : [])];
  // Markup that came in with the data could not name the nonce: it would have to hold its own hash.
  const nonce = !page.isWhole && createHash('sha256').update(body, 'utf8').digest('base64');
  return fillTemplate(root, 'page/page', {
    policy: escapeHtml(contentSecurityPolicy([style, rest], scripts, nonce, asksModel)),
    title: asciiHtml(escapeHtml(title)),
    description: asciiHtml(escapeHtml(description)),
    picture: pictureOf(given, page),
    style,
    beforePaint,
    path: !page.isWhole && page.path,
    body: asciiHtml(body).replace(REST_OF_STYLES, () => styled),
    payloads,
    nonce,
    script,
    search,
    runtime: interactive && page.isWhole && runtime,
  });
}

function bodyOn(page: ReportPage, given: FormatInput): string {
  const { storedIn } = given.report;
  const fileOf = (id: string): string =>
    page.isApart ? 'comparison.json' : dataPath(storedIn.get(id) ?? '');
  return bodyOf({ ...given, page, numbers: new PageSources(fileOf) });
}

/** One page; figures on other pages need not be drawn. Throws as `renderPages` does. */
export function renderPage(given: FormatInput, page: ReportPage): Promise<string> {
  return pageHtml(given, page, bodyOn(page, given));
}

/** What pages other than the whole load when it is wanted, beside them. */
export async function scriptsBeside(
  given: FormatInput,
  bodies: ReadonlyMap<ReportPage, string> = new Map(
    pagesOf(given.report).map((page) => [page, bodyOn(page, given)]),
  ),
): Promise<Map<string, string>> {
  const apart = [...bodies].flatMap(([{ path, isWhole }, body]): [string, string][] =>
    isWhole ? [] : [[path, body]],
  );
  const search = await searchPlacesScript(new Map(apart), given.cache);
  const files = new Map([['scripts/search-places.js', search]]);
  if ([...given.figures.values()].some(({ interactive }) => interactive))
    files.set('scripts/figure-runtime.js', `${(await pageScripts(given.root)).figures}\n`);
  if (instrumentsOf(given.report).length > 0) {
    files.set('scripts/lab.js', `${(await pageScripts(given.root)).lab}\n`);
    files.set('scripts/lab.css', `${await labStyles(given.root)}\n`);
  }
  return files;
}

/**
 * The report as pages: its index, a page a chapter, the whole in one that needs no file beside it, and a list of the
 * data with their dictionary. What only some readers want lies in scripts/. Throws an Error that names what cannot be shown, and on two elements of
 * one id.
 */
export async function renderPages(given: FormatInput): Promise<Map<string, string>> {
  const pages = [...pagesOf(given.report), ...(given.dictionary ? [DATA_PAGE] : [])];
  const bodies = new Map(pages.map((page) => [page, bodyOn(page, given)]));
  const files = new Map<string, string>();
  if (given.dictionary) files.set('dictionary.csv', dictionaryCsv(given));
  for (const [page, body] of bodies) files.set(page.path, await pageHtml(given, page, body));
  for (const [path, script] of await scriptsBeside(given, bodies)) files.set(path, script);
  return files;
}
