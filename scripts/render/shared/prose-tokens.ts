import { Marked, type Token, type Tokens } from 'marked';
import { onceEachObject } from '#base/once-each';
import type { ChoicePart, ClaimPart, FindingPart, InlinePart, LiteralPart, Part, Prose } from '#report/part';
import { plainText } from '#report/written';

/**
 * The structure of a prose, the same for every output format: its literal Markdown is joined into one source in which
 * each other part is a single private-use character, and the parser turns those characters back into part tokens. So a
 * value may be inside emphasis, the text of a link or a list item, and nothing in it can become markup.
 */

/** A part that is neither literal text nor a claim (a claim is laid flat into its sentence). */
export type PlacedPart = Exclude<InlinePart, ClaimPart | ChoicePart | FindingPart>;

/** What a line of text holds; all else that Markdown knows is resolved or refused. */
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
      start: (source) => source.search(SENTINEL),
      tokenizer: (source) => {
        const first = source.charAt(0);
        return SENTINEL.test(first) ? { type: 'part', raw: first } : undefined;
      },
    },
    {
      name: 'literalMath',
      level: 'inline',
      start: (source) => source.indexOf('$'),
      tokenizer: (source) => {
        const found = LITERAL_MATH.exec(source);
        return found ? { type: 'literalMath', raw: found[0], tex: found[1] } : undefined;
      },
    },
  ],
});

export function layChosenFlat(parts: readonly Part[]): (LiteralPart | PlacedPart)[] {
  return parts.flatMap((part) =>
    part.type === 'claim' || part.type === 'choice' || part.type === 'finding'
      ? layChosenFlat(part.prose.parts)
      : [part],
  );
}

export function quoteProse(prose: Prose): string {
  const text = plainText(prose).replace(/\s+/g, ' ').trim();
  return text.length > 90 ? `"${text.slice(0, 89)}…"` : `"${text}"`;
}

function readerOf(prose: Prose): { markdown: string; reader: TokenReader } {
  const parts: PlacedPart[] = [];
  let markdown = '';
  for (const part of layChosenFlat(prose.parts)) {
    if (part.type === 'literal') {
      if (SENTINEL.test(part.markdown)) throw new Error(`a private-use character is in ${quoteProse(prose)}`);
      markdown += part.markdown;
    } else {
      const sentinel = FIRST_SENTINEL + parts.length;
      if (sentinel > LAST_SENTINEL) throw new Error(`too many values in one prose: ${quoteProse(prose)}`);
      markdown += String.fromCharCode(sentinel);
      parts.push(part);
    }
  }
  return { markdown, reader: new TokenReader(prose, parts) };
}

/**
 * Text as it is set: an apostrophe typed straight is a curly one, and quotation marks are a pair. One behind a backslash
 * stays straight. `before` is what stands in front of the text.
 */
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

const MISPLACED = 'a value is inside code, math or an address';

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
    const html = `raw HTML (${raw.trim().slice(0, 40)})`;
    return this.refuse(
      REFUSED[type] ?? `${type === 'html' ? html : `Markdown's ${type}`} may not be in prose`,
    );
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

  private link(token: Tokens.Link): InlineToken {
    const href = this.own(token.href);
    if (!/^(https?:\/\/|mailto:)/.test(href)) {
      this.refuse(`a link may lead to https://… (or be made with ref()), not to ${href}`);
    }
    this.own(token.title ?? '');
    return { type: 'link', href, inner: this.inline(token.tokens) };
  }

  inline(tokens: readonly Token[] = []): InlineToken[] {
    return tokens.flatMap((token, index): InlineToken | InlineToken[] => {
      switch (token.type) {
        case 'part':
          return this.part(token);
        case 'escape':
          return { type: 'text', raw: this.own(token.raw), text: (token as Tokens.Escape).text };
        case 'text': {
          if ('tokens' in token && token.tokens) return this.inline(token.tokens);
          const before = tokens[index - 1]?.raw.slice(-1) ?? '';
          const { raw, text } = token as Tokens.Text;
          return { type: 'text', raw: curly(this.own(raw), before), text: curly(text, before) };
        }
        case 'strong':
        case 'em':
        case 'del':
          return { type: token.type, inner: this.inline((token as Tokens.Em).tokens) };
        case 'codespan':
          return { type: 'code', text: this.own((token as Tokens.Codespan).text) };
        case 'literalMath':
          return { type: 'math', tex: this.own((token as Tokens.Generic).tex as string) };
        case 'br':
          return { type: 'break' };
        case 'link':
          return this.link(token as Tokens.Link);
        default:
          return this.refuseToken(token);
      }
    });
  }

  private list({ items, ordered, start, loose }: Tokens.List): BlockToken {
    if (items.some((item) => item.task)) this.refuse('a task list may not be in prose');
    const inside = items.map((item) => this.blocks(item.tokens));
    return { type: 'list', ordered, start: start === '' ? 1 : start, loose, items: inside };
  }

  blocks(tokens: readonly Token[]): BlockToken[] {
    return tokens.flatMap((token): BlockToken | BlockToken[] => {
      switch (token.type) {
        case 'space':
          return [];
        case 'paragraph':
        case 'text':
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
export const parseBlocks = onceEachObject((prose: Prose): readonly BlockToken[] => {
  const { markdown, reader } = readerOf(prose);
  const blocks = reader.blocks(marked.lexer(markdown));
  reader.assertAllPlaced();
  return blocks;
});

/** The inside of a prose that is one line: a title, caption or cell. Throws as parseBlocks does, and on an empty line. */
export const parseInline = onceEachObject((prose: Prose): readonly InlineToken[] => {
  const { markdown, reader } = readerOf(prose);
  if (/\n[ \t]*\n/.test(markdown.trim())) reader.refuse('a title, caption, note or cell is one paragraph');
  const lexer = new marked.Lexer({ ...marked.defaults });
  const tokens = reader.inline(lexer.inlineTokens(markdown.trim()));
  reader.assertAllPlaced();
  return tokens;
});
