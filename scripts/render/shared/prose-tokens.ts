import { Marked, type Token, type Tokens } from 'marked';
import { memoiseByObject } from '#base/memoise';
import type { FindingPart, InlinePart, LiteralPart, Part, Prose } from '#report/prose-parts';
import { plainText } from '#report/report-tree';

/**
 * The structure of a prose, the same for every output format: its literal Markdown is joined into one source in which
 * each other part is a single private-use character, and the parser turns those characters back into part tokens. So a
 * value may be inside emphasis, the text of a link or a list item, and nothing in it can become markup.
 */

/** A part that is neither literal text nor a finding (a finding is laid flat into its paragraph). */
export type PlacedPart = Exclude<InlinePart, FindingPart>;

/** What a line of text holds; anything else in Markdown is refused. */
export type InlineToken =
  | { readonly type: 'text'; readonly raw: string; readonly text: string }
  | { readonly type: 'part'; readonly part: PlacedPart }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'em'; readonly inner: readonly InlineToken[] }
  | { readonly type: 'link'; readonly href: string; readonly inner: readonly InlineToken[] };

export type BlockToken =
  | { readonly type: 'paragraph'; readonly inner: readonly InlineToken[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly blocks: readonly BlockToken[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly InlineToken[])[] };

const FIRST_SENTINEL = 0xe000;
const SENTINEL = /[\uE000-\uF8FF]/;

const marked = new Marked({
  gfm: true,
  extensions: [
    {
      name: 'part',
      level: 'inline',
      start: (source) => source.search(SENTINEL),
      tokenizer: (source) => {
        const first = source.charAt(0);
        return SENTINEL.test(first) ? { type: 'part', raw: first } : undefined;
      },
    },
  ],
});

export function layFindingsFlat(parts: readonly Part[]): (LiteralPart | PlacedPart)[] {
  return parts.flatMap((part) => (part.type === 'finding' ? layFindingsFlat(part.prose.parts) : [part]));
}

export function quoteProse(prose: Prose): string {
  const text = plainText(prose).replace(/\s+/g, ' ').trim();
  return text.length > 90 ? `"${text.slice(0, 89)}…"` : `"${text}"`;
}

/** Text as it is set: a straight apostrophe becomes a curly one, unless escaped. `before` is what stands in front. */
function curly(text: string, before: string): string {
  return text.replace(/'/g, (_sign, at: number) => {
    const opens =
      /^[\s([“‘—–-]?$/.test(at > 0 ? text.charAt(at - 1) : before) && /\S/.test(text.charAt(at + 1));
    return opens ? '‘' : '’';
  });
}

/** What Markdown knows and prose does not, with what to use instead. */
const REFUSED: Readonly<Record<string, string>> = {
  heading: 'a heading may not be in prose: sections have titles',
  table: 'a Markdown table may not be in prose: use table()',
};

const MISPLACED = 'a value is inside code or an address';

/** Turns marked's tokens into ours; refuses what a report's prose may not hold. */
function tokenReader(prose: Prose) {
  const parts: PlacedPart[] = [];
  let placed = 0;
  let markdown = '';
  for (const part of layFindingsFlat(prose.parts)) {
    if (part.type === 'literal') {
      if (SENTINEL.test(part.markdown)) refuse('a private-use character is in the text');
      markdown += part.markdown;
    } else {
      markdown += String.fromCharCode(FIRST_SENTINEL + parts.length);
      parts.push(part);
    }
  }

  function refuse(what: string): never {
    throw new Error(`${what}, in ${quoteProse(prose)}`);
  }

  function refuseToken({ type, raw }: Token): never {
    const what = type === 'html' ? `raw HTML (${raw.trim().slice(0, 40)})` : `Markdown's ${type}`;
    return refuse(REFUSED[type] ?? `${what} may not be in prose`);
  }

  /** Throws unless every part became a part token: one that did not is in code or in an address. */
  function assertAllPlaced(): void {
    if (placed !== parts.length) refuse(MISPLACED);
  }

  function own(text: string): string {
    if (SENTINEL.test(text)) refuse(MISPLACED);
    return text;
  }

  function part(token: Token): InlineToken {
    const part = parts[token.raw.charCodeAt(0) - FIRST_SENTINEL];
    if (!part) return refuse('a private-use character is in the text');
    placed += 1;
    return { type: 'part', part };
  }

  function text({ raw, text }: Tokens.Text, before: string): InlineToken {
    if (text.includes('$')) refuse('GitHub reads a dollar sign as math: write math`…` or \\$');
    return { type: 'text', raw: curly(own(raw), before), text: curly(text, before) };
  }

  function link(token: Tokens.Link): InlineToken {
    const href = own(token.href);
    if (!/^(https?:\/\/|mailto:)/.test(href))
      refuse(`a link may lead to https://… (or be made with ref()), not to ${href}`);
    own(token.title ?? '');
    return { type: 'link', href, inner: inline(token.tokens) };
  }

  function inline(tokens: readonly Token[] = []): InlineToken[] {
    return tokens.map((token, index): InlineToken => {
      switch (token.type) {
        case 'part':
          return part(token);
        case 'escape':
          return { type: 'text', raw: own(token.raw), text: (token as Tokens.Escape).text };
        case 'text':
          return text(token as Tokens.Text, tokens[index - 1]?.raw.slice(-1) ?? '');
        case 'strong':
        case 'em':
          return { type: token.type, inner: inline((token as Tokens.Em).tokens) };
        case 'codespan':
          return { type: 'code', text: own((token as Tokens.Codespan).text) };
        case 'link':
          return link(token as Tokens.Link);
        default:
          return refuseToken(token);
      }
    });
  }

  function list({ items, ordered, start, loose }: Tokens.List): BlockToken {
    const inside = items.map(({ task, tokens: [only, ...others] }) => {
      if (task || loose || only?.type !== 'text' || others.length > 0 || Number(start || 1) !== 1)
        refuse('a list may only hold single paragraphs, without empty lines, and is numbered from 1');
      return inline((only as Tokens.Text).tokens);
    });
    return { type: 'list', ordered, items: inside };
  }

  function blocks(tokens: readonly Token[]): BlockToken[] {
    return tokens.flatMap((token): BlockToken | BlockToken[] => {
      switch (token.type) {
        case 'space':
          return [];
        case 'paragraph':
          return { type: 'paragraph', inner: inline((token as Tokens.Paragraph).tokens) };
        case 'code': {
          const { lang, text } = token as Tokens.Code;
          return { type: 'code', language: own(lang ?? ''), text: own(text) };
        }
        case 'blockquote':
          return { type: 'quote', blocks: blocks((token as Tokens.Blockquote).tokens) };
        case 'list':
          return list(token as Tokens.List);
        default:
          return refuseToken(token);
      }
    });
  }

  return { markdown, refuse, assertAllPlaced, inline, blocks };
}

/**
 * The blocks of a prose that is a block itself: paragraphs, lists, quotes, fenced code. Throws an Error that names the
 * text on raw HTML, headings, tables, images, links to anything but the web, and on a value inside code or an address.
 */
export const parseBlocks = memoiseByObject((prose: Prose): readonly BlockToken[] => {
  const reader = tokenReader(prose);
  const blocks = reader.blocks(marked.lexer(reader.markdown));
  reader.assertAllPlaced();
  return blocks;
});

/** The inside of a prose that is one line: a title, caption or cell. Throws as parseBlocks does, and on an empty line. */
export const parseInline = memoiseByObject((prose: Prose): readonly InlineToken[] => {
  const reader = tokenReader(prose);
  const line = reader.markdown.trim();
  if (/\n[ \t]*\n/.test(line)) reader.refuse('a title, caption or cell is one paragraph');
  const lexer = new marked.Lexer({ ...marked.defaults });
  const tokens = reader.inline(lexer.inlineTokens(line));
  reader.assertAllPlaced();
  return tokens;
});
