import { createHash } from 'node:crypto';
import type { WrittenChapter, WrittenReport } from '#report/written';
import { allBlocks, reportSections } from '#report/written';
import type { HtmlChapter } from './blocks-html.ts';
import { blocksHtml, headingHtml } from './blocks-html.ts';
import { figureScript, pageScript, searchScript, themeScript } from './client.ts';
import { escapeHtml } from './escape-html.ts';
import type { RenderedFigure } from './figure.ts';
import { figurePayload } from './figure-payload.ts';
import { glossaryEntries } from './glossary.ts';
import { pageFontRules } from './page-fonts.ts';
import { htmlPlace, renderInlineHtml, termId } from './prose-html.ts';
import type { Provenance } from './provenance-rows.ts';
import { provenanceRows } from './provenance-rows.ts';
import { pageStylesheet } from './stylesheet.ts';
import type { Templates } from './templates.ts';
import { inspectorPayload } from './token-inspector.ts';
import { PageSources } from './value-sources.ts';

/** The report as one page that needs nothing else: styles, fonts, drawings and scripts are in it. */

export interface HtmlInput {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  readonly root: string;
  readonly templates: Templates;
  /** Every figure of the report, drawn, by its id. */
  readonly figures: ReadonlyMap<string, RenderedFigure>;
}

const PLAIN = { plain: true };

interface ContentsEntry {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly sections: readonly { readonly id: string; readonly number: string; readonly title: string }[];
}

function contentsOf({ chapters, targets }: WrittenReport): ContentsEntry[] {
  const place = htmlPlace(targets);
  return chapters.map((chapter) => ({
    id: chapter.stem,
    number: String(chapter.number),
    title: renderInlineHtml(chapter.title, place, PLAIN),
    sections: chapter.sections.map((section) => ({
      id: section.id,
      number: section.number,
      title: renderInlineHtml(section.title, place, PLAIN),
    })),
  }));
}

function overviewOf({ chapters, targets }: WrittenReport, numbers: PageSources): object[] {
  return chapters.map((chapter) => {
    const place = { ...htmlPlace(targets), sourceOf: numbers.of(chapter.stem) };
    return {
      id: chapter.stem,
      number: chapter.number,
      title: renderInlineHtml(chapter.title, place, PLAIN),
      question: renderInlineHtml(chapter.question, place, PLAIN),
      headline: renderInlineHtml(chapter.headline, place),
    };
  });
}

/** Links from the end of a chapter to the one before and the one after. */
function turnsOf(chapter: WrittenChapter, { chapters, targets }: WrittenReport): object[] {
  const at = chapters.indexOf(chapter);
  const turn = (other: WrittenChapter | undefined, direction: 'prev' | 'next', word: string): object[] =>
    other
      ? [
          {
            id: other.stem,
            direction,
            word: `${word}: chapter ${other.number}`,
            title: renderInlineHtml(other.title, htmlPlace(targets), PLAIN),
          },
        ]
      : [];
  return [...turn(chapters[at - 1], 'prev', 'Before'), ...turn(chapters[at + 1], 'next', 'Next')];
}

function chapterHtml(chapter: WrittenChapter, input: HtmlInput, numbers: PageSources): string {
  const { report, root, figures, templates } = input;
  const place = htmlPlace(report.targets, String(chapter.number));
  const context: HtmlChapter = {
    place,
    root,
    stem: chapter.stem,
    number: chapter.number,
    figures,
    counts: noBlocks(),
  };
  const head = {
    heading: headingHtml(2, chapter.stem, renderInlineHtml(chapter.title, place, PLAIN)),
    question: renderInlineHtml(chapter.question, place),
    abilities: chapter.abilities.map((ability) => renderInlineHtml(ability, place)),
  };
  const sections = chapter.sections.map((section) => {
    const title = renderInlineHtml(section.title, place, PLAIN);
    const heading = headingHtml(3, section.id, `<span class="number">${section.number}</span> ${title}`);
    place.sourceOf = numbers.of(section.id);
    return { id: section.id, heading, body: blocksHtml(section.blocks, context) };
  });
  const turns = turnsOf(chapter, report);
  return templates.render('page/chapter', {
    id: chapter.stem,
    number: chapter.number,
    ...head,
    sections,
    turns: turns.length > 0 ? turns : false,
  });
}

/** Counters of the blocks that are numbered within a chapter. */
const noBlocks = () => ({ pitfall: 0, exercise: 0, recap: 0, curious: 0 });

/** How the chapters connect: the section that stands before the first of them. */
function connectionsHtml({ report, root, figures }: HtmlInput, numbers: PageSources): object | false {
  const { overview } = report;
  if (!overview) return false;
  const { stem, section } = overview;
  const place = htmlPlace(report.targets, '0');
  place.sourceOf = numbers.of(section.id);
  return {
    id: section.id,
    heading: headingHtml(2, section.id, renderInlineHtml(section.title, place, PLAIN)),
    body: blocksHtml(section.blocks, { place, root, stem, number: 0, figures, counts: noBlocks() }),
  };
}

function glossaryTerms(report: WrittenReport): object[] {
  return glossaryEntries(report).map(({ term, definition, firstUse }) => ({
    id: termId(term),
    term,
    definition,
    firstUse: firstUse ?? false,
  }));
}

/** Throws an Error when two elements of the page share an id: links would lead astray. */
export function assertUniqueIds(body: string): void {
  const seen = new Set<string>();
  for (const [, id = ''] of body.matchAll(/<[a-zA-Z][^<>]*?\sid="([^"]*)"/g)) {
    if (seen.has(id)) throw new Error(`two elements of the page have the id "${id}"`);
    seen.add(id);
  }
}

/** How a content security policy names a script or style that stands in the page. */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

/** Nothing may be loaded from anywhere, and nothing may run or style but what the page was made with. */
function contentSecurityPolicy(style: string, scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    'img-src data:',
    'font-src data:',
    `style-src ${hashSource(style)}`,
    `script-src ${scripts.map(hashSource).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function bodyOf(input: HtmlInput): string {
  const { report, provenance, templates } = input;
  const contents = templates.render('page/contents', { chapters: contentsOf(report) });
  const numbers = new PageSources(report);
  const body = templates.render('page/body', {
    contents,
    overview: overviewOf(report, numbers),
    connections: connectionsHtml(input, numbers),
    chapters: report.chapters.map((chapter) => chapterHtml(chapter, input, numbers)),
    terms: glossaryTerms(report),
    provenance: provenanceRows(provenance),
    modelId: provenance.model.id,
  });
  return `${body.trimEnd()}\n${numbers.html()}`;
}

/** What the page carries of each figure besides its drawing. */
function payloadsOf({
  report,
  figures,
}: HtmlInput): { readonly text: string; readonly interactive: boolean }[] {
  return reportSections(report).flatMap(({ section }) =>
    allBlocks(section.blocks).flatMap((block) => {
      const figure = block.type === 'figure' ? figures.get(block.id) : undefined;
      if (block.type !== 'figure' || !figure) return [];
      return [{ text: figurePayload(block, figure), interactive: figure.interactive !== undefined }];
    }),
  );
}

/** What the page carries of each token strip that can be looked into. */
function insightsOf(report: WrittenReport): string[] {
  return reportSections(report).flatMap(({ section }) =>
    allBlocks(section.blocks).flatMap((block) => {
      const payload = block.type === 'tokenStrip' ? inspectorPayload(block) : '';
      return payload === '' ? [] : [payload];
    }),
  );
}

/** The page. Throws an Error that names what cannot be shown, and on two elements of one id. */
export async function renderHtml(input: HtmlInput): Promise<string> {
  const { root, templates, figures } = input;
  const body = bodyOf(input);
  assertUniqueIds(body);
  const drawn = [...figures.values()];
  const payloads = payloadsOf(input);
  const interactive = payloads.some((payload) => payload.interactive);
  const insights = insightsOf(input.report);
  // A script may come to show any text of an interactive figure's data, and of what is looked into.
  const laterTexts = [
    ...payloads.map((payload) => (payload.interactive ? payload.text : '')),
    ...insights,
  ].join('');
  const fonts = await pageFontRules(body, laterTexts);
  const drawings = drawn.flatMap(({ svgInline, svgNarrow }) => [svgInline, svgNarrow ?? '']);
  const style = `${fonts}\n${await pageStylesheet({ root, drawings, interactive })}`;
  const early = await themeScript(root);
  const script = await pageScript(root);
  const search = await searchScript(root);
  const runtime = interactive ? await figureScript(root) : '';
  const scripts = [early, script, search, ...(interactive ? [runtime] : [])];
  return templates.render('page/page', {
    policy: escapeHtml(contentSecurityPolicy(style, scripts)),
    style,
    early,
    body,
    payloads: [...payloads.map(({ text }) => text), ...insights],
    script,
    search,
    runtime,
  });
}
