import { createHash } from 'node:crypto';
import type { Block } from '#report/block';
import { allBlocks, figuresOf, instrumentsOf, reportSections } from '#report/report-tree';
import { pageFontRules } from '../fonts/page.ts';
import { projectFacts } from '../shared/colophon.ts';
import { asciiHtml, escapeHtml } from '../shared/escape-html.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { fillTemplate } from '../shared/templates.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import { bodyOn, REST_OF_STYLES } from './body.ts';
import { dictionaryCsv } from './data-page.ts';
import { figurePayload } from './figure.ts';
import { openingOf, openingPayload } from './lab-page.ts';
import type { ReportPage } from './pages.ts';
import { DATA_PAGE, hasOpening, INDEX, LAB_PAGE, PREVIEW, pageAddress, pagesOf } from './pages.ts';
import { pageScripts } from './scripts.ts';
import { searchPlacesScript } from './search.ts';
import { labStyles, pageStylesheet } from './stylesheet.ts';
import { inspectorPayload } from './token-strip.ts';

/** What instruments print besides letters and digits. */
const LAB_SIGNS = '␣⏎⇥∅…×→';

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
  styles: readonly string[],
  scripts: readonly string[],
  nonce: string | false,
  asksModel: boolean,
): string {
  const allowed = (texts: readonly string[]): string =>
    [...texts.map(hashSource), ...(nonce ? [`'nonce-${nonce}'`] : [])].join(' ');
  return [
    "default-src 'none'",
    'img-src data:',
    'font-src data:',
    `style-src ${allowed(styles)}`,
    `script-src ${allowed(scripts)}${asksModel ? " 'wasm-unsafe-eval'" : ''}`,
    ...(asksModel ? ["connect-src 'self'", "worker-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
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
  const beside = [...bodies].filter(([{ isWhole }]) => !isWhole);
  const searched = new Map(beside.map(([{ path }, body]) => [path, body]));
  const { figures, lab } = await pageScripts(given.root);
  const files = new Map([['scripts/search-places.js', await searchPlacesScript(searched, given.cache)]]);
  if ([...given.figures.values()].some(({ interactive }) => interactive))
    files.set('scripts/figure-runtime.js', `${figures}\n`);
  if (instrumentsOf(given.report).length > 0) {
    files.set('scripts/lab.js', `${lab}\n`);
    files.set('scripts/lab.css', `${await labStyles(given.root)}\n`);
  }
  return files;
}

/**
 * The report as pages: its index, a page a chapter, the whole in one that needs no file beside it, and a list of the
 * data with their dictionary. What only some readers want lies in scripts/. Throws an Error that names what cannot be
 * shown, and on two elements of one id.
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
