import { Marked, type Token, type Tokens } from 'marked';
import type { ClaimPart, InlinePart, LiteralPart, Part, Prose } from '#report/part';
import { plainText } from '#report/written';

/**
 * The structure of a prose, the same for every output format: its literal Markdown is joined into one source in which
 * each other part is a single private-use character, and the parser turns those characters back into part tokens. So a
 * value may stand inside emphasis, the text of a link or a list item, and nothing in it can become markup.
 */

/** A part that is neither literal text nor a claim (a claim is laid flat into its sentence). */
export type PlacedPart = Exclude<InlinePart, ClaimPart>;

/** What stands in a line of text, with all that Markdown knows besides resolved or refused. */
export type InlineToken =
  | { readonly type: 'text'; readonly raw: string; readonly text: string }
  | { readonly type: 'part'; readonly part: PlacedPart }
  | { readonly type: 'math'; readonly tex: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'strong' | 'em' | 'del'; readonly inner: readonly InlineToken[] }
  | { readonly type: 'link'; readonly href: string; readonly inner: readonly InlineToken[] };

export type BlockToken =
  | { readonly type: 'paragraph'; readonly inner: readonly InlineToken[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly blocks: readonly BlockToken[] }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly loose: boolean;
      readonly items: readonly (readonly BlockToken[])[];
    };

const FIRST_SENTINEL = 0xe000;
const LAST_SENTINEL = 0xf8ff;
const SENTINEL = /[\uE000-\uF8FF]/;
const LITERAL_MATH = /^\$(?![\s$])((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\p{L}\p{N}])/u;

const marked = new Marked({
  gfm: true,
  extensions: [
    {
      name: 'part',
      level: 'inline',
      start: (source) => {
        const index = source.search(SENTINEL);
        return index < 0 ? undefined : index;
      },
      tokenizer: (source) => {
        const first = source.charAt(0);
        return SENTINEL.test(first) ? { type: 'part', raw: first } : undefined;
      },
    },
    {
      name: 'literalMath',
      level: 'inline',
      start: (source) => {
        const index = source.indexOf('$');
        return index < 0 ? undefined : index;
      },
      tokenizer: (source) => {
        const found = LITERAL_MATH.exec(source);
        return found ? { type: 'literalMath', raw: found[0], tex: found[1] } : undefined;
      },
    },
  ],
});

/** The parts with every claim replaced by the parts of its sentence. */
function layClaimsFlat(parts: readonly Part[]): (LiteralPart | PlacedPart)[] {
  return parts.flatMap((part) => (part.type === 'claim' ? layClaimsFlat(part.prose.parts) : [part]));
}

/** How an error names a prose: its beginning, in quotes. */
export function quoteProse(prose: Prose): string {
  const text = plainText(prose).replace(/\s+/g, ' ').trim();
  return text.length > 90 ? `"${text.slice(0, 89)}…"` : `"${text}"`;
}

interface Source {
  readonly markdown: string;
  readonly parts: readonly PlacedPart[];
}

function sourceOf(prose: Prose): Source {
  const parts: PlacedPart[] = [];
  let markdown = '';
  for (const part of layClaimsFlat(prose.parts)) {
    if (part.type === 'literal') {
      if (SENTINEL.test(part.markdown))
        throw new Error(`a private-use character stands in ${quoteProse(prose)}`);
      markdown += part.markdown;
    } else {
      const sentinel = FIRST_SENTINEL + parts.length;
      if (sentinel > LAST_SENTINEL) throw new Error(`too many values in one prose: ${quoteProse(prose)}`);
      markdown += String.fromCharCode(sentinel);
      parts.push(part);
    }
  }
  return { markdown, parts };
}

/** Turns marked's tokens into ours; refuses what a report's prose may not hold. */
class TokenReader {
  private placed = 0;

  constructor(
    private readonly prose: Prose,
    private readonly parts: readonly PlacedPart[],
  ) {}

  refuse(what: string): never {
    throw new Error(`${what}, in ${quoteProse(this.prose)}`);
  }

  /** Throws unless every part came out as a part: one that did not stands in code or in an address. */
  assertAllPlaced(): void {
    if (this.placed !== this.parts.length) this.refuse('a value stands inside code, math or an address');
  }

  private own(text: string): string {
    if (SENTINEL.test(text)) this.refuse('a value stands inside code, math or an address');
    return text;
  }

  private part(token: Token): InlineToken {
    const part = this.parts[token.raw.charCodeAt(0) - FIRST_SENTINEL];
    if (!part) return this.refuse('a private-use character stands in the text');
    this.placed += 1;
    return { type: 'part', part };
  }

  private link(token: Tokens.Link): InlineToken {
    const href = this.own(token.href);
    if (!/^(https?:\/\/|mailto:)/.test(href)) {
      this.refuse(`a link may lead to https://… (or be made with ref()), not to ${href}`);
    }
    this.own(token.title ?? '');
    return { type: 'link', href, inner: this.inline(token.tokens) };
  }

  inline(tokens: readonly Token[] | undefined): InlineToken[] {
    return (tokens ?? []).flatMap((token): InlineToken[] => {
      switch (token.type) {
        case 'part':
          return [this.part(token)];
        case 'text':
        case 'escape':
          if ('tokens' in token && token.tokens) return this.inline(token.tokens);
          return [{ type: 'text', raw: this.own(token.raw), text: (token as Tokens.Text).text }];
        case 'strong':
        case 'em':
        case 'del':
          return [{ type: token.type, inner: this.inline((token as Tokens.Em).tokens) }];
        case 'codespan':
          return [{ type: 'code', text: this.own((token as Tokens.Codespan).text) }];
        case 'literalMath':
          return [{ type: 'math', tex: this.own((token as Tokens.Generic).tex as string) }];
        case 'br':
          return [{ type: 'break' }];
        case 'link':
          return [this.link(token as Tokens.Link)];
        case 'html':
          return this.refuse(`raw HTML (${token.raw.trim().slice(0, 40)}) may not stand in prose`);
        default:
          return this.refuse(`Markdown's ${token.type} may not stand in a line of prose`);
      }
    });
  }

  blocks(tokens: readonly Token[]): BlockToken[] {
    return tokens.flatMap((token): BlockToken[] => {
      switch (token.type) {
        case 'space':
          return [];
        case 'paragraph':
        case 'text':
          return [{ type: 'paragraph', inner: this.inline((token as Tokens.Paragraph).tokens) }];
        case 'code': {
          const { lang, text } = token as Tokens.Code;
          return [{ type: 'code', language: this.own(lang ?? ''), text: this.own(text) }];
        }
        case 'blockquote':
          return [{ type: 'quote', blocks: this.blocks((token as Tokens.Blockquote).tokens) }];
        case 'list': {
          const list = token as Tokens.List;
          if (list.items.some((item) => item.task)) this.refuse('a task list may not stand in prose');
          return [
            {
              type: 'list',
              ordered: list.ordered,
              start: list.start === '' ? 1 : list.start,
              loose: list.loose,
              items: list.items.map((item) => this.blocks(item.tokens)),
            },
          ];
        }
        case 'html':
          return this.refuse(`raw HTML (${token.raw.trim().slice(0, 40)}) may not stand in prose`);
        case 'heading':
          return this.refuse('a heading may not stand in prose: sections have titles');
        case 'table':
          return this.refuse('a Markdown table may not stand in prose: use table()');
        default:
          return this.refuse(`Markdown's ${token.type} may not stand in prose`);
      }
    });
  }
}

/**
 * The blocks of a prose that stands by itself: paragraphs, lists, quotes, fenced code. Throws an Error that names the
 * text on raw HTML, headings, tables, images, links to anything but the web, and on a value inside code or an address.
 */
export function parseBlocks(prose: Prose): BlockToken[] {
  const { markdown, parts } = sourceOf(prose);
  const reader = new TokenReader(prose, parts);
  const blocks = reader.blocks(marked.lexer(markdown));
  reader.assertAllPlaced();
  return blocks;
}

/**
 * The inside of a prose that is one line: a title, caption or table cell. Throws as parseBlocks does, and on an empty
 * line in it.
 */
export function parseInline(prose: Prose): InlineToken[] {
  const { markdown, parts } = sourceOf(prose);
  const reader = new TokenReader(prose, parts);
  if (/\n[ \t]*\n/.test(markdown.trim())) reader.refuse('a title, caption, note or cell is one paragraph');
  const lexer = new marked.Lexer({ ...marked.defaults });
  const tokens = reader.inline(lexer.inlineTokens(markdown.trim()));
  reader.assertAllPlaced();
  return tokens;
}
