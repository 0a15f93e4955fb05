import { createHash } from 'node:crypto';
import type { Prose } from '#report/part';
import type { WrittenChapter, WrittenReport } from '#report/written';
import { allBlocks, reportSections } from '#report/written';
import { pageFontRules } from '../fonts/page.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import type { FormatInput } from '../shared/format.ts';
import { provenanceRows } from '../shared/format.ts';
import { glossaryEntries } from '../shared/glossary.ts';
import { fillTemplate } from '../shared/templates.ts';
import type { HtmlChapter } from './blocks.ts';
import { blocksHtml, headingHtml } from './blocks.ts';
import { figurePayload } from './figure.ts';
import { htmlPlace, renderInlineHtml, termId, withoutNotes } from './prose.ts';
import { pageScripts } from './scripts.ts';
import { pageStylesheet } from './stylesheet.ts';
import { inspectorPayload } from './token-inspector.ts';
import { PageSources } from './value-sources.ts';

const PLAIN = { plain: true };

const titleHtml = ({ title }: { readonly title: Prose }, { targets }: WrittenReport): string =>
  renderInlineHtml(title, htmlPlace(targets), PLAIN);

function contentsOf(report: WrittenReport): object[] {
  const titled = <T extends { title: Prose }>(of: T) => ({ ...of, title: titleHtml(of, report) });
  return report.chapters.map((chapter) => ({
    ...titled(chapter),
    id: chapter.stem,
    sections: chapter.sections.map(titled),
  }));
}

function overviewOf(report: WrittenReport, numbers: PageSources): object[] {
  return report.chapters.map((chapter) => {
    const { stem, number, question, headline } = chapter;
    const place = { ...htmlPlace(report.targets), sourceOf: numbers.attribute };
    return {
      id: stem,
      number,
      title: titleHtml(chapter, report),
      question: renderInlineHtml(question, place, PLAIN),
      headline: renderInlineHtml(headline, place),
    };
  });
}

function turnsOf(chapter: WrittenChapter, report: WrittenReport): object[] {
  const at = report.chapters.indexOf(chapter);
  const turns = [
    { direction: 'prev', word: 'Before', other: report.chapters[at - 1] },
    { direction: 'next', word: 'Next', other: report.chapters[at + 1] },
  ];
  return turns.flatMap(({ direction, word, other }) => {
    if (!other) return [];
    const { stem: id, number } = other;
    return { id, direction, word: `${word}: chapter ${number}`, title: titleHtml(other, report) };
  });
}

function htmlChapter(
  number: number,
  { report, root, figures }: FormatInput,
  numbers: PageSources,
): HtmlChapter {
  const place = { ...htmlPlace(report.targets, String(number)), sourceOf: numbers.attribute };
  return { place, root, number, figures, counts: new Map() };
}

function chapterHtml(chapter: WrittenChapter, input: FormatInput, numbers: PageSources): string {
  const { stem, number } = chapter;
  const { report, root } = input;
  const context = htmlChapter(number, input, numbers);
  const place = withoutNotes(context.place);
  const question = renderInlineHtml(chapter.question, place);
  const abilities = chapter.abilities.map((ability) => renderInlineHtml(ability, place));
  const sections = chapter.sections.map((section) => {
    const title = `<span class="number">${section.number}</span> ${titleHtml(section, report)}`;
    const heading = headingHtml(3, section.id, title);
    return { id: section.id, heading, body: blocksHtml(section.blocks, context) };
  });
  const turns = turnsOf(chapter, report);
  return fillTemplate(root, 'page/chapter', {
    id: stem,
    number,
    heading: headingHtml(2, stem, titleHtml(chapter, report)),
    question,
    abilities,
    sections,
    turns: turns.length > 0 ? turns : false,
  });
}

function connectionsHtml(input: FormatInput, numbers: PageSources): object | false {
  const { overview } = input.report;
  if (!overview) return false;
  const { section } = overview;
  return {
    id: section.id,
    heading: headingHtml(2, section.id, titleHtml(section, input.report)),
    body: blocksHtml(section.blocks, htmlChapter(0, input, numbers)),
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

const hashSource = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

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

function bodyOf(input: FormatInput): string {
  const { report, provenance, root } = input;
  const contents = fillTemplate(root, 'page/contents', { chapters: contentsOf(report) });
  const numbers = new PageSources(report.storedIn);
  const body = fillTemplate(root, 'page/body', {
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

function payloadsOf({ report, figures }: FormatInput): { text: string; interactive: boolean }[] {
  const blocks = reportSections(report).flatMap(({ section }) => allBlocks(section.blocks));
  const ofFigures = blocks.flatMap((block) => {
    const figure = block.type === 'figure' && figures.get(block.id);
    return figure ? { text: figurePayload(block, figure), interactive: !!figure.interactive } : [];
  });
  const strips = blocks.flatMap((block) => (block.type === 'tokenStrip' ? inspectorPayload(block) : ''));
  return [...ofFigures, ...strips.filter(Boolean).map((text) => ({ text, interactive: true }))];
}

/**
 * The report as one page that needs nothing else: styles, fonts, drawings and scripts are in it. Throws an Error that
 * names what cannot be shown, and on two elements of one id.
 */
export async function renderPage(given: FormatInput): Promise<Map<string, string>> {
  const { root, figures } = given;
  const body = bodyOf(given);
  assertUniqueIds(body);
  const payloads = payloadsOf(given);
  // A script may come to show any of these texts.
  const laterTexts = payloads.map(({ text, interactive }) => (interactive ? text : '')).join('');
  const drawings = [...figures.values()].flatMap(({ svgInline, svgNarrow }) =>
    [svgInline, svgNarrow ?? []].flat(),
  );
  const interactive = [...figures.values()].some((figure) => figure.interactive);
  const fonts = await pageFontRules(body, laterTexts);
  const style = `${fonts}\n${await pageStylesheet({ root, drawings, interactive })}`;
  const { early, page, search, figures: runtime } = await pageScripts(root);
  const scripts = [early, page, search, ...(interactive ? [runtime] : [])];
  const html = fillTemplate(root, 'page/page', {
    policy: escapeHtml(contentSecurityPolicy(style, scripts)),
    style,
    early,
    body,
    payloads: payloads.map(({ text }) => text),
    script: page,
    search,
    runtime: interactive && runtime,
  });
  return new Map([['report.html', html]]);
}
