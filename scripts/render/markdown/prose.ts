import { visibleToken } from '#base/visible-space';
import type { Work } from '#report/block';
import type { GLOSSARY } from '#report/glossary';
import type { Prose } from '#report/prose-parts';
import type { Target } from '#report/report-tree';
import { workLabel } from '#report/sources';
import { inlineMathMarkdown, texOf } from '../shared/math.ts';
import type { BlockToken, InlineToken, PlacedPart } from '../shared/prose-tokens.ts';
import { parseBlocks, parseInline } from '../shared/prose-tokens.ts';
import { valueAsText } from '../shared/text-of-prose.ts';
import { codeFence, codeSpan, escapeLineStarts, escapeMarkdown, fillParagraph, unbroken } from './text.ts';

/** Which file a prose is in, and what that file has used so far. */
export interface MarkdownPlace {
  readonly targets: ReadonlyMap<string, Target>;
  /** What leads from this file's folder to the output folder: '' or '../'. */
  readonly toRoot: string;
  /** Where a reference leads, if it can lead anywhere from here. */
  readonly linkTo: (target: Target) => string | undefined;
  readonly linkToTerm: (term: string) => string;
  readonly termsSeen: Set<string>;
  /** The chapter's sources by their ids; missing outside of chapters. */
  readonly works?: ReadonlyMap<string, Work>;
  /** Whether Jupyter shows it, which knows less HTML than GitHub and other math. */
  readonly inNotebook?: boolean;
}

interface InlineMarkdownOptions {
  /** For headings and lists of contents: no links. */
  readonly plain?: boolean;
  /** For table cells: values without their units. */
  readonly withoutUnits?: boolean;
  /** For text that `fillParagraph` is to break into lines. */
  readonly toFill?: boolean;
  /** In a table, pipes need a backslash even in code, and there are no line breaks. */
  readonly inTable?: boolean;
}

interface Setting extends InlineMarkdownOptions {
  readonly place: MarkdownPlace;
}

function termMarkdown(term: keyof typeof GLOSSARY, text: string, { place, plain }: Setting): string {
  const shown = escapeMarkdown(text);
  if (plain || place.termsSeen.has(term)) return shown;
  place.termsSeen.add(term);
  return `[${shown}](${place.linkToTerm(term)})`;
}

function refMarkdown(id: string, { place, plain }: Setting): string {
  const target = place.targets.get(id);
  const label = escapeMarkdown(target?.label ?? id);
  const link = plain || !target ? undefined : place.linkTo(target);
  return link === undefined ? label : `[${label}](${link})`;
}

export function workAnchor(id: string): string {
  return `source-${id}`;
}

function citeMarkdown(id: string, { place, plain }: Setting): string {
  const work = place.works?.get(id);
  const label = escapeMarkdown(work ? workLabel(work) : id);
  return plain ? label : `[${label}](#${workAnchor(id)})`;
}

/** What may not be broken into lines, marked for whoever fills them. */
function kept(markdown: string, { toFill }: Setting): string {
  return toFill ? unbroken(markdown) : markdown;
}

function partMarkdown(part: PlacedPart, setting: Setting): string {
  switch (part.type) {
    case 'value':
      return escapeMarkdown(valueAsText(part, setting.withoutUnits));
    case 'text':
      return part.style === 'code'
        ? kept(codeSpan(part.text, setting.inTable), setting)
        : escapeMarkdown(part.text);
    case 'token':
      return kept(codeSpan(visibleToken(part.text), setting.inTable), setting);
    case 'math':
      return kept(inlineMathMarkdown(texOf(part), setting.inTable, setting.place.inNotebook), setting);
    case 'ref':
      return refMarkdown(part.target, setting);
    case 'cite':
      return citeMarkdown(part.work, setting);
    case 'term':
      return termMarkdown(part.term, part.text, setting);
    case 'coloured':
      return escapeMarkdown(part.text);
    case 'setting':
      return inlineMarkdown(parseInline(part.prose), setting);
    case 'medium':
      return inlineMarkdown(parseInline(part.static), setting);
  }
}

const EMPHASIS = { strong: '**', em: '*' } as const;

/** An address as a link's target: in angle brackets where a sign in it could end the link. */
export function linkTarget(href: string): string {
  return /^[^\s()<>]*$/.test(href) ? href : `<${href.replace(/[<>]/g, encodeURIComponent)}>`;
}

function tokenMarkdown(token: InlineToken, setting: Setting): string {
  switch (token.type) {
    case 'text':
      return setting.inTable ? token.raw.replace(/(?<!\\)\|/g, '\\|') : token.raw;
    case 'part':
      return partMarkdown(token.part, setting);
    case 'code':
      return kept(codeSpan(token.text, setting.inTable), setting);
    case 'strong':
    case 'em':
      return EMPHASIS[token.type] + inlineMarkdown(token.inner, setting) + EMPHASIS[token.type];
    case 'link': {
      const inside = inlineMarkdown(token.inner, { ...setting, plain: true });
      return setting.plain ? inside : `[${inside}](${kept(linkTarget(token.href), setting)})`;
    }
  }
}

function inlineMarkdown(tokens: readonly InlineToken[], setting: Setting): string {
  return tokens.map((token) => tokenMarkdown(token, setting)).join('');
}

function blockMarkdown(token: BlockToken, setting: Setting): string {
  switch (token.type) {
    case 'paragraph':
      return fillParagraph(inlineMarkdown(token.inner, { ...setting, toFill: true }));
    case 'code':
      return codeFence(token.text, token.language);
    case 'quote':
      return quoted(token.blocks.map((block) => blockMarkdown(block, setting)).join('\n\n'));
    case 'list':
      return token.items
        .map((item, index) => {
          const marker = token.ordered ? `${index + 1}. ` : '- ';
          const text = fillParagraph(inlineMarkdown(item, { ...setting, toFill: true }));
          return marker + text.replaceAll('\n', `\n${' '.repeat(marker.length)}`);
        })
        .join('\n');
  }
}

export function quoted(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** A prose that is one line of text: a title, a caption, a cell. Throws as parsing does. */
export function renderInlineMarkdown(
  prose: Prose,
  place: MarkdownPlace,
  options: InlineMarkdownOptions = {},
): string {
  const markdown = inlineMarkdown(parseInline(prose), { place, ...options });
  const line = markdown.replace(/\s*\n\s*/g, ' ').trim();
  return options.inTable || options.toFill ? line : escapeLineStarts(line);
}

/** The blocks of a prose: paragraphs, lists, quotes, code. Throws as parsing does. */
export function proseBlocksMarkdown(prose: Prose, place: MarkdownPlace) {
  return parseBlocks(prose).map((block) => ({ block, markdown: blockMarkdown(block, { place }) }));
}

/** A prose that is a block. Throws as parsing does. */
export function renderProseMarkdown(prose: Prose, place: MarkdownPlace): string {
  return proseBlocksMarkdown(prose, place)
    .map(({ markdown }) => markdown)
    .join('\n\n');
}
