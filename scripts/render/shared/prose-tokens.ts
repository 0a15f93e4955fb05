import { Marked, type Token, type Tokens } from 'marked';
import { memoiseByObject } from '#base/memoise';
import type { FindingPart, InlinePart, LiteralPart, Part, Prose } from '#report/part';
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

function readerOf(prose: Prose): { markdown: string; reader: TokenReader } {
  const parts: PlacedPart[] = [];
  let markdown = '';
  for (const part of layFindingsFlat(prose.parts)) {
    if (part.type === 'literal') {
      if (SENTINEL.test(part.markdown)) throw new Error(`a private-use character is in ${quoteProse(prose)}`);
      markdown += part.markdown;
    } else {
      markdown += String.fromCharCode(FIRST_SENTINEL + parts.length);
      parts.push(part);
    }
  }
  return { markdown, reader: new TokenReader(prose, parts) };
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
class TokenReader {
  private placed = 0;
  private readonly prose: Prose;
  private readonly parts: readonly PlacedPart[];

  constructor(prose: Prose, parts: readonly PlacedPart[]) {
    this.prose = prose;
    this.parts = parts;
  }

  refuse(what: string): never {
    throw new Error(`${what}, in ${quoteProse(this.prose)}`);
  }

  private refuseToken({ type, raw }: Token): never {
    const what = type === 'html' ? `raw HTML (${raw.trim().slice(0, 40)})` : `Markdown's ${type}`;
    return this.refuse(REFUSED[type] ?? `${what} may not be in prose`);
  }

  /** Throws unless every part became a part token: one that did not is in code or in an address. */
  assertAllPlaced(): void {
    if (this.placed !== this.parts.length) this.refuse(MISPLACED);
  }

  private own(text: string): string {
    if (SENTINEL.test(text)) this.refuse(MISPLACED);
    return text;
  }

  private part(token: Token): InlineToken {
    const part = this.parts[token.raw.charCodeAt(0) - FIRST_SENTINEL];
    if (!part) return this.refuse('a private-use character is in the text');
    this.placed += 1;
    return { type: 'part', part };
  }

  private text({ raw, text }: Tokens.Text, before: string): InlineToken {
    if (text.includes('$')) this.refuse('GitHub reads a dollar sign as math: write math`…` or \\$');
    return { type: 'text', raw: curly(this.own(raw), before), text: curly(text, before) };
  }

  private link(token: Tokens.Link): InlineToken {
    const href = this.own(token.href);
    if (!/^(https?:\/\/|mailto:)/.test(href))
      this.refuse(`a link may lead to https://… (or be made with ref()), not to ${href}`);
    this.own(token.title ?? '');
    return { type: 'link', href, inner: this.inline(token.tokens) };
  }

  inline(tokens: readonly Token[] = []): InlineToken[] {
    return tokens.map((token, index): InlineToken => {
      switch (token.type) {
        case 'part':
          return this.part(token);
        case 'escape':
          return { type: 'text', raw: this.own(token.raw), text: (token as Tokens.Escape).text };
        case 'text':
          return this.text(token as Tokens.Text, tokens[index - 1]?.raw.slice(-1) ?? '');
        case 'strong':
        case 'em':
          return { type: token.type, inner: this.inline((token as Tokens.Em).tokens) };
        case 'codespan':
          return { type: 'code', text: this.own((token as Tokens.Codespan).text) };
        case 'link':
          return this.link(token as Tokens.Link);
        default:
          return this.refuseToken(token);
      }
    });
  }

  private list({ items, ordered, start, loose }: Tokens.List): BlockToken {
    const inside = items.map(({ task, tokens: [only, ...others] }) => {
      if (task || loose || only?.type !== 'text' || others.length > 0 || Number(start || 1) !== 1)
        this.refuse('a list may only hold single paragraphs, without empty lines, and is numbered from 1');
      return this.inline((only as Tokens.Text).tokens);
    });
    return { type: 'list', ordered, items: inside };
  }

  blocks(tokens: readonly Token[]): BlockToken[] {
    return tokens.flatMap((token): BlockToken | BlockToken[] => {
      switch (token.type) {
        case 'space':
          return [];
        case 'paragraph':
          return { type: 'paragraph', inner: this.inline((token as Tokens.Paragraph).tokens) };
        case 'code': {
          const { lang, text } = token as Tokens.Code;
          return { type: 'code', language: this.own(lang ?? ''), text: this.own(text) };
        }
        case 'blockquote':
          return { type: 'quote', blocks: this.blocks((token as Tokens.Blockquote).tokens) };
        case 'list':
          return this.list(token as Tokens.List);
        default:
          return this.refuseToken(token);
      }
    });
  }
}

/**
 * The blocks of a prose that is a block itself: paragraphs, lists, quotes, fenced code. Throws an Error that names the
 * text on raw HTML, headings, tables, images, links to anything but the web, and on a value inside code or an address.
 */
export const parseBlocks = memoiseByObject((prose: Prose): readonly BlockToken[] => {
  const { markdown, reader } = readerOf(prose);
  const blocks = reader.blocks(marked.lexer(markdown));
  reader.assertAllPlaced();
  return blocks;
});

/** The inside of a prose that is one line: a title, caption or cell. Throws as parseBlocks does, and on an empty line. */
export const parseInline = memoiseByObject((prose: Prose): readonly InlineToken[] => {
  const { markdown, reader } = readerOf(prose);
  if (/\n[ \t]*\n/.test(markdown.trim())) reader.refuse('a title, caption or cell is one paragraph');
  const lexer = new marked.Lexer({ ...marked.defaults });
  const tokens = reader.inline(lexer.inlineTokens(markdown.trim()));
  reader.assertAllPlaced();
  return tokens;
});
