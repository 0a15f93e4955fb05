import { GLOSSARY } from '#report/glossary';
import type { Prose, ValuePart } from '#report/part';
import type { Target } from '#report/written';
import { highlight } from './code.ts';
import { escapeHtml, escapeLiteralHtml } from './escape-html.ts';
import { mathMl, texOf } from './math.ts';
import type { BlockToken, InlineToken, PlacedPart } from './prose-tokens.ts';
import { parseBlocks, parseInline, quoteProse } from './prose-tokens.ts';
import { tokenPieces } from './token-pieces.ts';
import type { SourcedValue } from './value-sources.ts';

/** Prose as HTML. */

/** Where in the page a prose stands: what references point at, and what the chapter has used so far. */
export interface HtmlPlace {
  readonly targets: ReadonlyMap<string, Target>;
  /** '' outside of chapters. */
  readonly chapterNumber: string;
  readonly termsSeen: Set<string>;
  /** Notes that this chapter has so far. */
  noteCount: number;
  /** Says where a number comes from, as an attribute; undefined where nothing is known of it. */
  sourceOf: ((value: SourcedValue) => string) | undefined;
  /** Notes to be set beside the block that is being rendered; undefined where a note may not stand. */
  notes: string[] | undefined;
}

/** A place outside of a chapter, or at a chapter's beginning. */
export function htmlPlace(targets: ReadonlyMap<string, Target>, chapterNumber = ''): HtmlPlace {
  return {
    targets,
    chapterNumber,
    termsSeen: new Set(),
    noteCount: 0,
    sourceOf: undefined,
    notes: undefined,
  };
}

export interface InlineHtmlOptions {
  /** For headings and lists of contents: no links, no notes. */
  readonly plain?: boolean;
  /** For table cells: values without their units. */
  readonly withoutUnits?: boolean;
}

interface Setting extends InlineHtmlOptions {
  readonly place: HtmlPlace;
  readonly prose: Prose;
}

/** The id that a term has in the glossary. */
export function termId(term: string): string {
  return `term-${term.toLowerCase().replaceAll(' ', '-')}`;
}

/** A number, its full value and its source beside what is shown; the unit keeps to its number. */
export function valueHtml(
  part: ValuePart,
  { sourceOf }: Pick<HtmlPlace, 'sourceOf'>,
  withoutUnits = false,
): string {
  const shownUnit =
    part.unit === '%' ? '%' : part.unit === '' || withoutUnits ? '' : `&nbsp;${escapeHtml(part.unit)}`;
  return numberHtml(part, `${escapeHtml(part.text)}${shownUnit}`, sourceOf?.(part) ?? '');
}

/** A number in an element that carries its full value. */
export function numberHtml({ value }: Pick<ValuePart, 'value'>, shown: string, attributes = ''): string {
  return `<data class="value" value="${Object.is(value, -0) ? '0' : value}"${attributes}>${shown}</data>`;
}

/** A token, its spaces and line ends as signs. */
export function tokenHtml(text: string): string {
  const inside = tokenPieces(text).map((piece) =>
    piece.kind === 'sign' ? `<span class="sign">${escapeHtml(piece.text)}</span>` : escapeHtml(piece.text),
  );
  return `<code class="token">${inside.join('')}</code>`;
}

function termHtml(term: keyof typeof GLOSSARY, text: string, { place, plain }: Setting): string {
  if (plain) return escapeHtml(text);
  const first = !place.termsSeen.has(term);
  place.termsSeen.add(term);
  const classes = first ? 'term first' : 'term';
  // The page's script explains every term; without it, the browser does where a chapter first uses one.
  const title = first ? ` title="${escapeHtml(GLOSSARY[term])}"` : '';
  return `<a class="${classes}" href="#${termId(term)}"${title}>${escapeHtml(text)}</a>`;
}

function refHtml(id: string, { place, prose, plain }: Setting): string {
  const target = place.targets.get(id);
  if (!target) throw new Error(`${quoteProse(prose)} refers to "${id}", which is not in the report`);
  const label = escapeHtml(target.label).replace(/ (?=[\d.]+$)/, '&nbsp;');
  return plain ? label : `<a class="ref" href="#${escapeHtml(id)}">${label}</a>`;
}

function noteHtml(body: Prose, { place, prose, plain }: Setting): string {
  if (plain || !place.notes)
    throw new Error(`a note may stand in the text of a section, not here: ${quoteProse(prose)}`);
  place.noteCount += 1;
  const number = place.noteCount;
  const id = `note-${place.chapterNumber}-${number}`;
  const slot = place.notes.push('') - 1;
  const inside = renderInlineHtml(body, { ...place, notes: undefined });
  place.notes[slot] =
    `<p class="note" id="${id}"><a class="note-number" href="#${id}-mark" aria-label="Note ${number}, back to the text">${number}</a> ${inside}</p>`;
  return `<sup class="note-mark"><a id="${id}-mark" href="#${id}" aria-label="Note ${number}">${number}</a></sup>`;
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
    case 'term':
      return termHtml(part.term, part.text, setting);
    case 'note':
      return noteHtml(part.prose, setting);
  }
}

/** Signs that may not begin a line. */
const CLOSING = /^[.,;:!?)\]\u201D\u2019%]+/;

function isMath(token: InlineToken): boolean {
  return (
    token.type === 'math' || (token.type === 'part' && token.part.type === 'math' && !token.part.display)
  );
}

/** Inline tokens as HTML. A formula is kept together with the full stop behind it: browsers would break the line there. */
function inlineHtml(tokens: readonly InlineToken[], setting: Setting): string {
  let html = '';
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const text = token.type === 'text' ? escapeLiteralHtml(token.text) : tokenHtmlOf(token, setting);
    if (isMath(token) && after?.type === 'text' && CLOSING.test(after.text)) {
      const sign = CLOSING.exec(after.text)?.[0] ?? '';
      html += `<span class="unbroken">${text}${escapeHtml(sign)}</span>`;
    } else if (token.type === 'text' && before && isMath(before)) {
      html += escapeLiteralHtml(token.text.replace(CLOSING, ''));
    } else {
      html += text;
    }
  }
  return html;
}

function tokenHtmlOf(token: Exclude<InlineToken, { type: 'text' }>, setting: Setting): string {
  switch (token.type) {
    case 'part':
      return partHtml(token.part, setting);
    case 'math':
      return mathMl(token.tex, false);
    case 'code':
      return `<code>${escapeHtml(token.text)}</code>`;
    case 'break':
      return '<br>';
    case 'strong':
    case 'em':
    case 'del':
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
      return `<pre tabindex="0"><code>${highlight(token.text, token.language)}</code></pre>`;
    case 'quote':
      return `<blockquote>${token.blocks.map((block) => blockHtml(block, setting)).join('\n')}</blockquote>`;
    case 'list': {
      const tag = token.ordered ? 'ol' : 'ul';
      const start = token.ordered && token.start !== 1 ? ` start="${token.start}"` : '';
      const items = token.items.map((blocks) => {
        const inside = blocks.map((block) =>
          block.type === 'paragraph' && !token.loose
            ? inlineHtml(block.inner, setting)
            : blockHtml(block, setting),
        );
        return `<li>${inside.join('\n')}</li>`;
      });
      return `<${tag}${start}>\n${items.join('\n')}\n</${tag}>`;
    }
  }
}

/** A prose that is one line of text: a title, a caption, a cell. Throws an Error that names the text, as parsing does. */
export function renderInlineHtml(prose: Prose, place: HtmlPlace, options: InlineHtmlOptions = {}): string {
  return inlineHtml(parseInline(prose), { place, prose, ...options });
}

/** A prose that stands by itself: paragraphs, lists, quotes. Throws an Error that names the text, as parsing does. */
export function renderProseHtml(prose: Prose, place: HtmlPlace): string {
  return parseBlocks(prose)
    .map((block) => withNotes(place, () => blockHtml(block, { place, prose })))
    .join('\n');
}

/** Renders a block and sets the notes that it made beside it. */
export function withNotes(place: HtmlPlace, render: () => string): string {
  if (place.notes) return render();
  place.notes = [];
  try {
    const html = render();
    if (place.notes.length === 0) return html;
    return `<div class="noted">${html}<div class="notes">${place.notes.join('\n')}</div></div>`;
  } finally {
    place.notes = undefined;
  }
}
