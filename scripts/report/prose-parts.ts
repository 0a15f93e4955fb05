import type { GlossaryTerm } from './glossary.ts';
import type { KindName } from './number-kinds.ts';
import type { DataText, Quantity, Source } from './quantity.ts';

/** Prose as data: parts that each format renders with its own escaping. Chapters make them by `prose` and helpers. */

export interface LiteralPart {
  readonly type: 'literal';
  readonly markdown: string;
}

/** A number with its full value, as shown, and its unit ('' when it has none; '%' has no space before it). */
export interface ValuePart {
  readonly type: 'value';
  readonly value: number;
  readonly text: string;
  readonly unit: string;
  readonly kind: KindName | 'given';
  /** Where it is stored; none for a number that the author chose. */
  readonly source?: Source;
}

/** A number that the author chose: data of a figure have it as a number, not as it is printed. */
export type GivenPart = ValuePart & { readonly kind: 'given' };

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly style: 'plain' | 'code';
}

/** One token of a model: its spaces, line ends and odd bytes made visible. */
export interface TokenPart {
  readonly type: 'token';
  /** As the language model layer gives it: bytes that are no character as \xE6. */
  readonly text: string;
}

export interface MathPart {
  readonly type: 'math';
  readonly display: boolean;
  readonly tex: readonly (string | ValuePart)[];
}

export interface RefPart {
  readonly type: 'ref';
  readonly target: string;
}

/** A work of others, by its id among the sources of the chapter. */
export interface CitePart {
  readonly type: 'cite';
  readonly work: string;
}

export interface TermPart {
  readonly type: 'term';
  readonly term: GlossaryTerm;
  /** How it reads here, when not as in the glossary (a plural, say). */
  readonly text: string;
}

/** What colours of figures mean: `scripts/page-model/colours.ts` says which they are. */
export type ColourRole = 'model' | 'second' | 'right' | 'wrong' | 'chosen' | 'rest';

/** Words in a caption that name marks of one colour, and carry it. */
export interface ColouredPart {
  readonly type: 'coloured';
  readonly role: ColourRole;
  readonly text: string;
}

/** Words that set the state of the scene that they belong to on a page; words alone elsewhere. */
export interface SettingPart {
  readonly type: 'setting';
  readonly state: string;
  readonly prose: Prose;
}

export interface Condition {
  /** The condition in words: "odds without the passage below 0 dB". */
  readonly rule: string;
  readonly results: readonly Quantity[];
  /** It holds from 1 on, the opposite from −1 down. Null if something was not measured. */
  readonly margin: number | null;
  /** The numbers that decide: "10.8 dB". */
  readonly numbers: Prose;
  /** What does not hold, each with its numbers: "odds without the passage below 0 dB (10.8 dB)". */
  readonly unmet: readonly Prose[];
}

/** A statement about results: its text where its condition holds, else the standard sentence. */
export interface FindingPart {
  readonly type: 'finding';
  readonly id: string;
  readonly outcome: 'holds' | 'withdrawn' | 'not measured';
  readonly condition: Condition;
  /** Results that the text prints and the condition does not test. */
  readonly context: readonly Quantity[];
  readonly prose: Prose;
}

/** Words about what a reader can do with a page, and those for paper, Markdown and a page without its script. */
export interface MediumPart {
  readonly type: 'medium';
  readonly interactive: Prose;
  readonly static: Prose;
}

export type InlinePart =
  | ValuePart
  | TextPart
  | TokenPart
  | MathPart
  | RefPart
  | CitePart
  | TermPart
  | ColouredPart
  | SettingPart
  | FindingPart
  | MediumPart;
export type Part = LiteralPart | InlinePart;

export interface Prose {
  readonly type: 'prose';
  readonly parts: readonly Part[];
}

/** What `prose` takes: results and stored strings, as they are or printed by a helper, and prose. */
export type Inline = InlinePart | Prose | Quantity | DataText;
