import { formatKind, shortest, significant } from './format.ts';
import type { GlossaryTerm } from './glossary.ts';
import { GLOSSARY } from './glossary.ts';
import type { DataText, KindName, Quantity } from './kind.ts';
import type { MathPart, NotePart, Prose, RefPart, TermPart, TextPart, TokenPart, ValuePart } from './part.ts';
import { standingNumber } from './prose.ts';

/**
 * The helpers that turn results into parts of prose. Each takes numbers of fitting kinds only (a type error
 * otherwise), and throws a TypeError on undefined, which is what reading past the end of a list gives.
 */

export interface ValueOptions {
  /** Decimals or significant digits, as the kind counts them; no more than the kind may show. */
  readonly digits?: number;
}

type Value<K extends KindName> = Quantity<K> | undefined;

function present(value: number | undefined, helper: string): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${helper} needs a number from a measurement, got ${String(value)}`);
  }
  return value;
}

function valuePart(value: number, text: string, unit: string, kind: ValuePart['kind']): ValuePart {
  return { type: 'value', value, text, unit, kind };
}

function helperFor<K extends KindName>(name: string, shownAs: KindName, unit: string) {
  return (value: Value<K>, options: ValueOptions = {}): ValuePart => {
    const number = present(value, name);
    return valuePart(number, formatKind(number, shownAs, options.digits), unit, shownAs);
  };
}

/** A log-probability, an entropy or a cross-entropy in nats: `−0.417 nats`. */
export const nats = helperFor<'nats' | 'float64'>('nats', 'nats', 'nats');
/** An amount of information in bits. */
export const bits = helperFor<'bits' | 'float64'>('bits', 'bits', 'bits');
/** A level or a ratio in decibels. */
export const decibels = helperFor<'decibels' | 'float64'>('decibels', 'decibels', 'dB');
/** A probability as a number from 0 to 1. */
export const probability = helperFor<'probability' | 'float64' | 'statistic'>(
  'probability',
  'probability',
  '',
);
/** A rank, or a number of tokens that ranks decide. */
export const rank = helperFor<'rank'>('rank', 'rank', '');

/**
 * A probability or a share in per cent: `52.3%`; significant digits, three unless told, or one decimal, as a column of
 * shares has it.
 */
export function percent(
  value: Value<'probability' | 'float64' | 'statistic'>,
  options: ValueOptions | { readonly decimals: 1 } = {},
): ValuePart {
  const number = present(value, 'percent');
  if ('decimals' in options) return valuePart(number, hundredths(number), '%', 'probability');
  const digits = options.digits ?? 3;
  if (digits > 4) throw new RangeError(`percent may show at most 4 significant digits, not ${digits}`);
  return valuePart(number, significant(number * 100, digits), '%', 'probability');
}

/** A difference of two shares: `−35.0 points`, which are hundredths; without the word where it stands already. */
export function points(
  value: Value<'probability' | 'float64' | 'statistic'>,
  options: { readonly bare?: boolean } = {},
): ValuePart {
  const number = present(value, 'points');
  return valuePart(number, hundredths(number), options.bare ? '' : 'points', 'probability');
}

/** Hundredths with one decimal. */
function hundredths(share: number): string {
  return formatKind(share * 100, 'statistic', 1);
}

/** A whole number that was counted: `49,152`. Throws a RangeError on a fraction. */
export function count(value: Value<'exact' | 'rank'>): ValuePart {
  const number = present(value, 'count');
  if (!Number.isSafeInteger(number)) throw new RangeError(`count takes a whole number, got ${number}`);
  return valuePart(number, shortest(number), '', 'exact');
}

/** The id of a token: a name made of digits, so without thousands separators. */
export function tokenId(value: Value<'exact'>): ValuePart {
  const number = present(value, 'tokenId');
  if (!Number.isSafeInteger(number) || number < 0)
    throw new RangeError(`a token id is a whole number, got ${number}`);
  return valuePart(number, String(number), '', 'exact');
}

/** A number without a unit (a logit, a perplexity, a result of plain arithmetic), in the digits of its kind. */
export function real<K extends KindName>(
  value: Value<K>,
  kind: NoInfer<K>,
  options: ValueOptions = {},
): ValuePart {
  const number = present(value, 'real');
  return valuePart(number, formatKind(number, kind, options.digits), '', kind);
}

/** A number that the author chose (an input, a threshold), not a result. */
export function given(value: number): ValuePart {
  return valuePart(present(value, 'given'), shortest(value), '', 'given');
}

/** A string that a measurement stored, as running text. */
export function text(value: DataText | undefined): TextPart {
  if (typeof value !== 'string')
    throw new TypeError(`text needs a string from a measurement, got ${String(value)}`);
  return { type: 'text', text: value, style: 'plain' };
}

/** A string that a measurement stored, set as code. */
export function codeText(value: DataText | undefined): TextPart {
  return { ...text(value), style: 'code' };
}

/** A token's text, with its spaces made visible. */
export function token(value: DataText | undefined): TokenPart {
  if (typeof value !== 'string')
    throw new TypeError(`token needs a string from a measurement, got ${String(value)}`);
  return { type: 'token', text: value };
}

function mathPart(display: boolean, literals: TemplateStringsArray, values: readonly ValuePart[]): MathPart {
  const tex: (string | ValuePart)[] = [];
  for (const [index, literal] of literals.raw.entries()) {
    if (literal !== '') tex.push(literal);
    const value = values[index];
    if (value !== undefined) tex.push(value);
  }
  return { type: 'math', display, tex };
}

/** TeX in a line of text; backslashes stand as they are: math`\ell = \ln p`. */
export function math(literals: TemplateStringsArray, ...values: readonly ValuePart[]): MathPart {
  return mathPart(false, literals, values);
}

/** TeX on a line of its own; stands as a block. */
export function equation(literals: TemplateStringsArray, ...values: readonly ValuePart[]): MathPart {
  return mathPart(true, literals, values);
}

/** A link to a figure, table, box, section or chapter by its id; an unknown one fails the build. */
export function ref(target: string): RefPart {
  return { type: 'ref', target };
}

/**
 * A term of the field, linked to the glossary; `shown` when it reads differently here (a plural, say). Throws an Error
 * on an unknown term and on a number in `shown`.
 */
export function term(name: GlossaryTerm, shown?: string): TermPart {
  if (!Object.hasOwn(GLOSSARY, name)) throw new Error(`the glossary has no term "${name}"`);
  const number = shown === undefined ? undefined : standingNumber(shown);
  if (number !== undefined) throw new Error(`the number ${number} stands in the term "${shown}"`);
  return { type: 'term', term: name, text: shown ?? name };
}

/** A remark beside the text. */
export function note(body: Prose): NotePart {
  return { type: 'note', prose: body };
}
