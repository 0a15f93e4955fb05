import { memoise } from '#base/memoise';
import { visible, visibleToken } from '#base/visible-space';
import type { SourceRow, SourceTable } from '#page-model/client-data';
import type { Work } from '#report/block';
import { GLOSSARY } from '#report/glossary';
import { KINDS, type KindName, kindInWords, kindName } from '#report/number-kinds';
import type { MediumPart, Prose, ValuePart } from '#report/prose-parts';
import type { Source } from '#report/quantity';
import type { Target } from '#report/report-tree';
import { workLabel } from '#report/sources';
import { highlight } from '../shared/code.ts';
import { escapeHtml, escapeLiteralHtml, jsonScript } from '../shared/escape-html.ts';
import { mathMl, texOf } from '../shared/math.ts';
import type { BlockToken, InlineToken, PlacedPart } from '../shared/prose-tokens.ts';
import { parseBlocks, parseInline, quoteProse } from '../shared/prose-tokens.ts';
import { valueAsText } from '../shared/text-of-prose.ts';

/** Where in the page a prose is: what references point at, and what the chapter has used so far. */
export interface HtmlPlace {
  readonly targets: ReadonlyMap<string, Target>;
  /** Where a reference leads, if it can lead anywhere from here. */
  readonly addressOf: (target: Target) => string | undefined;
  /** '' outside of chapters. */
  readonly chapterNumber: string;
  readonly termsSeen: Set<string>;
  readonly worksSeen: Set<string>;
  /** The chapter's sources by their ids; missing outside of chapters. */
  readonly works?: ReadonlyMap<string, Work>;
  /** Says where a number comes from, as an attribute. */
  readonly sourceOf?: (value: SourcedValue) => string;
}

/** By default, of a page that holds everything that can be referred to. */
export function htmlPlace(
  targets: ReadonlyMap<string, Target>,
  chapterNumber = '',
  addressOf: HtmlPlace['addressOf'] = ({ id }) => `#${id}`,
): HtmlPlace {
  return { targets, addressOf, chapterNumber, termsSeen: new Set(), worksSeen: new Set() };
}

interface InlineHtmlOptions {
  /** For headings and lists of contents: no links. */
  readonly plain?: boolean;
  /** For table cells: values without their units. */
  readonly withoutUnits?: boolean;
}

interface Setting extends InlineHtmlOptions {
  readonly place: HtmlPlace;
  readonly prose: Prose;
}

export function termId(term: string): string {
  return `term-${term.toLowerCase().replaceAll(' ', '-')}`;
}

/** A number, its full value and its source beside what is shown; the unit keeps to its number. */
export function valueHtml(
  part: ValuePart,
  { sourceOf }: Pick<HtmlPlace, 'sourceOf'>,
  withoutUnits = false,
): string {
  const shown = escapeHtml(valueAsText(part, withoutUnits)).replace('\u00A0', '&nbsp;');
  return numberHtml(part, shown, sourceOf?.(part));
}

export function numberHtml({ value }: Pick<ValuePart, 'value'>, shown: string, attributes = ''): string {
  return `<data class="value" value="${Object.is(value, -0) ? '0' : value}"${attributes}>${shown}</data>`;
}

const highlighted = memoise((language: string) => memoise((source: string) => highlight(source, language)));

/** How many letters a line of code has at most in a box of a drawing's width; `templates/style/code.css`. */
const LETTERS = 80;

export function codeHtml(source: string, language: string): string {
  const isWide = source.split('\n').some((line) => line.length > LETTERS);
  return `<pre${isWide ? ' class="wide"' : ''} tabindex="0"><code>${highlighted(language)(source)}</code></pre>`;
}

/** What cannot be seen in a token: white space, controls, and bytes that are no character, which `lm` writes like this. */
const UNSEEN = /((?:\\x[0-9A-F]{2}|[\s\p{Cc}])+)/u;

/** A token's text, each run of signs for what cannot be seen marked up by `signs`; a token without text is one sign. */
export function splitSigns(text: string, signs: (shown: string) => string): string {
  if (text === '') return signs(visibleToken(text));
  const pieces = text.split(UNSEEN); // each second one is unseen
  return pieces.map((piece, index) => (index % 2 === 1 ? signs(visible(piece)) : escapeHtml(piece))).join('');
}

export function tokenHtml(text: string): string {
  return `<code class="token">${splitSigns(text, (shown) => `<span class="sign">${shown}</span>`)}</code>`;
}

/**
 * Words beside the text, where a stylesheet finds room for them. They repeat what the page says elsewhere, where a link
 * leads to, so nothing is lost without them.
 */
function marginNote(head: string, words: string): string {
  return `<span class="margin-note" aria-hidden="true"><strong>${escapeHtml(head)}</strong> ${escapeHtml(words)}</span>`;
}

function termHtml(term: keyof typeof GLOSSARY, text: string, { place, plain }: Setting): string {
  if (plain) return escapeHtml(text);
  const first = !place.termsSeen.has(term);
  place.termsSeen.add(term);
  const classes = first ? 'term first' : 'term';
  const link = `<a class="${classes}" href="#${termId(term)}">${escapeHtml(text)}</a>`;
  return first ? link + marginNote(term, GLOSSARY[term]) : link;
}

function refHtml(id: string, { place, prose, plain }: Setting): string {
  const target = place.targets.get(id);
  if (!target) throw new Error(`${quoteProse(prose)} refers to "${id}", which is not in the report`);
  const label = escapeHtml(target.label).replace(/ (?=[\d.]+$)/, '&nbsp;');
  const address = plain ? undefined : place.addressOf(target);
  return address === undefined ? label : `<a class="ref" href="${escapeHtml(address)}">${label}</a>`;
}

/** Where the entry of a work is: each chapter has its own. */
export function workId(id: string, { chapterNumber }: HtmlPlace): string {
  return `source-${chapterNumber}-${id}`;
}

function citeHtml(id: string, { place, prose, plain }: Setting): string {
  const work = place.works?.get(id);
  if (!work) throw new Error(`${quoteProse(prose)} cites "${id}", which is not among its chapter's sources`);
  const label = workLabel(work);
  if (plain) return escapeHtml(label);
  const note = place.worksSeen.has(id) ? '' : marginNote(label, `${work.title}. ${work.where}.`);
  place.worksSeen.add(id);
  return `<a class="ref" href="#${workId(id, place)}">${escapeHtml(label)}</a>${note}`;
}

/** The stylesheet shows one of the two. */
function mediumHtml(part: MediumPart, { place, ...options }: Setting): string {
  const words = (prose: Prose, classes: string): string => {
    const inside = renderInlineHtml(prose, place, options);
    return inside === '' ? '' : `<span class="${classes}">${inside}</span>`;
  };
  return words(part.interactive, 'scripted-only') + words(part.static, 'static-only');
}

function partHtml(part: PlacedPart, setting: Setting): string {
  switch (part.type) {
    case 'value':
      return valueHtml(part, setting.place, setting.withoutUnits);
    case 'text':
      return part.style === 'code'
        ? // White space collapses on a page: a line break has to be shown.
          `<code>${escapeHtml(part.text.replace(/\r?\n|\r/g, '⏎'))}</code>`
        : `<span class="data">${escapeHtml(part.text)}</span>`;
    case 'token':
      return tokenHtml(part.text);
    case 'math':
      return mathMl(texOf(part), part.display);
    case 'ref':
      return refHtml(part.target, setting);
    case 'cite':
      return citeHtml(part.work, setting);
    case 'term':
      return termHtml(part.term, part.text, setting);
    case 'coloured':
      return `<span class="as-${part.role}">${escapeHtml(part.text)}</span>`;
    case 'setting': {
      const words = renderInlineHtml(part.prose, setting.place, { plain: true });
      return `<span class="sets" data-state="${escapeHtml(part.state)}">${words}</span>`;
    }
    case 'medium':
      return mediumHtml(part, setting);
  }
}

const CLOSING = /^[.,;:!?)\]\u201D\u2019%]+/;

const isMath = (token: InlineToken): boolean =>
  token.type === 'part' && token.part.type === 'math' && !token.part.display;

/** The author's words: lines broken in the source are one line here, so that filling a paragraph anew changes nothing. */
function wordsHtml(text: string): string {
  return escapeLiteralHtml(text.replace(/[ \t]*\n[ \t]*/g, ' '));
}

/** A title does not break inside of "log-probabilities". */
function titleWordsHtml(text: string): string {
  return wordsHtml(text).replace(/\p{L}+(?:-\p{L}+)+/gu, '<span class="unbroken">$&</span>');
}

/** Inline tokens as HTML. A formula is kept together with the full stop behind it: browsers would break the line there. */
function inlineHtml(tokens: readonly InlineToken[], setting: Setting): string {
  const written = setting.plain ? titleWordsHtml : wordsHtml;
  const pieces = tokens.map((token, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (token.type === 'text')
      return written(before && isMath(before) ? token.text.replace(CLOSING, '') : token.text);
    const html = tokenHtmlOf(token, setting);
    const sign = isMath(token) && after?.type === 'text' && CLOSING.exec(after.text)?.[0];
    return sign ? `<span class="unbroken">${html}${escapeHtml(sign)}</span>` : html;
  });
  return pieces.join('');
}

function tokenHtmlOf(token: Exclude<InlineToken, { type: 'text' }>, setting: Setting): string {
  switch (token.type) {
    case 'part':
      return partHtml(token.part, setting);
    case 'code':
      return `<code>${escapeHtml(token.text)}</code>`;
    case 'strong':
    case 'em':
      return `<${token.type}>${inlineHtml(token.inner, setting)}</${token.type}>`;
    case 'link': {
      const inside = inlineHtml(token.inner, { ...setting, plain: true });
      return setting.plain
        ? inside
        : `<a href="${escapeHtml(token.href)}" rel="noopener noreferrer">${inside}</a>`;
    }
  }
}

function blockHtml(token: BlockToken, setting: Setting): string {
  switch (token.type) {
    case 'paragraph':
      return `<p>${inlineHtml(token.inner, setting)}</p>`;
    case 'code':
      return codeHtml(token.text, token.language);
    case 'quote':
      return `<blockquote>${token.blocks.map((block) => blockHtml(block, setting)).join('\n')}</blockquote>`;
    case 'list': {
      const tag = token.ordered ? 'ol' : 'ul';
      const items = token.items.map((item) => `<li>${inlineHtml(item, setting)}</li>`);
      return `<${tag}>\n${items.join('\n')}\n</${tag}>`;
    }
  }
}

/** A prose that is one line of text: a title, a caption, a cell. Throws as parsing does. */
export function renderInlineHtml(prose: Prose, place: HtmlPlace, options: InlineHtmlOptions = {}): string {
  return inlineHtml(parseInline(prose), { place, prose, ...options });
}

/** A prose that is a block: paragraphs, lists, quotes. Throws as parsing does. */
export function renderProseHtml(prose: Prose, place: HtmlPlace): string {
  return parseBlocks(prose)
    .map((block) => blockHtml(block, { place, prose }))
    .join('\n');
}

/**
 * Where the page's numbers come from, small: each place of the data is written once, in a table at the end of the page,
 * and a number carries only its row there and the entries of lists on the way to it.
 */

/** Where a number on the page is stored, and the kind it is printed as when that is another. */
export interface SourcedValue {
  readonly source?: Source;
  readonly kind?: KindName | 'given';
}

/** The place of a text in a list of distinct texts, which it joins if it is new. */
function placeIn(list: Map<string, number>, text: string): number {
  const place = list.get(text) ?? list.size;
  list.set(text, place);
  return place;
}

export class PageSources {
  private readonly kinds = new Map<string, number>();
  private readonly measurements = new Map<string, number>();
  private readonly rows = new Map<string, number>();
  private readonly fileOf: (measurement: string) => string;

  /** `fileOf` gives the file that a measurement is stored in. */
  constructor(fileOf: (measurement: string) => string) {
    this.fileOf = fileOf;
  }

  /** The attribute that refers to the source of a number; '' for a number that the author chose. */
  readonly attribute = ({ source, kind }: SourcedValue): string => {
    if (!source || kind === 'given') return '';
    const row: SourceRow = [
      KINDS[kind ?? kindName(source.kind)].unit,
      placeIn(this.kinds, kindInWords(source.kind)),
      source.path,
      placeIn(this.measurements, source.measurement),
    ];
    const place = [placeIn(this.rows, JSON.stringify(row)), ...source.entries];
    return ` data-at="${place.map((one) => one.toString(36)).join('.')}"`;
  };

  html(): string {
    const table: SourceTable = {
      kinds: [...this.kinds.keys()],
      measurements: [...this.measurements.keys()].map((id) => [id, this.fileOf(id)]),
      rows: [...this.rows.keys()].map((row) => JSON.parse(row) as SourceRow),
    };
    return jsonScript('value-sources', table);
  }
}
