import { inPercent, outward } from '#base/printed-number';
import { madeHere } from '#base/source-location';
import { printable } from '#base/visible-space';
import { formatKind, general, shortest } from './format-number.ts';
import { GLOSSARY, type GlossaryTerm } from './glossary.ts';
import { italics } from './italics.ts';
import {
  dtypeOf,
  KINDS,
  type Kind,
  type KindName,
  kindName,
  mostDigits,
  statisticOf,
} from './number-kinds.ts';
import { asProse, partsOf, standingNumber } from './prose.ts';
import type {
  ColouredPart,
  ColourRole,
  GivenPart,
  Inline,
  MathPart,
  MediumPart,
  Prose,
  RefPart,
  SettingPart,
  TermPart,
  TextPart,
  TokenPart,
  ValuePart,
} from './prose-parts.ts';
import { type DataText, notAResult, numberOf, placeOf, Quantity } from './quantity.ts';

/** Helpers that print results in prose. Each takes results of fitting kinds; anything else throws a TypeError. */

type Value<K extends KindName> = Quantity<K> | undefined;

/** Throws a TypeError unless `value` is a result, and of a kind that the helper prints. */
function resultFor(value: unknown, helper: string, kinds?: readonly KindName[]): Quantity {
  if (!(value instanceof Quantity))
    throw new TypeError(`${helper} prints results of measurements, got ${notAResult(value)}`);
  const kind = kindName(value.source.kind);
  if (kinds && !kinds.includes(kind))
    throw new TypeError(`${helper} prints ${kinds.join(' or ')}, not ${kind} (${placeOf(value.source)})`);
  return value;
}

function part(result: Quantity, kind: KindName, text: string, unit: string = KINDS[kind].unit): ValuePart {
  return { type: 'value', value: numberOf(result), text, unit, kind, source: result.source };
}

/** The kind that a helper prints, as closely as the model behind a result is known. */
function printedAs({ source: { kind } }: Quantity, name: Exclude<KindName, 'statistic'>): Kind {
  const dtype = dtypeOf(kind);
  return dtype === 'float32' ? name : { kind: name, within: name, dtype };
}

/** For the helpers that are named after the kind they print; `digits` are decimals or significant ones, as it counts. */
function helperFor<K extends KindName>(kind: Exclude<KindName, 'statistic'>, accepted: readonly K[]) {
  return (value: Value<K>, digits?: number): ValuePart => {
    const result = resultFor(value, kind, accepted);
    return part(result, kind, formatKind(numberOf(result), printedAs(result, kind), digits));
  };
}

/** A log-probability, an entropy or a cross-entropy in nats: `−0.417 nats`. */
export const nats = helperFor('nats', ['nats', 'float64']);
export const bits = helperFor('bits', ['bits', 'float64']);
/** A rank, or a number of tokens that ranks decide. */
export const rank = helperFor('rank', ['rank']);
export const decibels = helperFor('decibels', ['decibels', 'float64']);

const SHARES = ['probability', 'float64', 'statistic', 'exact'] as const;
type Share = Value<(typeof SHARES)[number]>;

/** A probability as a number from 0 to 1. */
export const probability = helperFor('probability', SHARES);
/** A share as a percentage, `52.3%`. Only exactly all is `100%`: what would round to it gets more decimals, `99.96%`. */
export function percent(value: Share, digits: number = KINDS.probability.digits.usual): ValuePart {
  const result = resultFor(value, 'percent', SHARES);
  const { most } = KINDS.probability.digits;
  if (digits > most)
    throw new RangeError(`percent may show at most ${most} significant digits, not ${digits}`);
  const shown = Math.min(digits, mostDigits(printedAs(result, 'probability')));
  return part(result, 'probability', inPercent(numberOf(result), shown), '%');
}

/** A result as Python's format prints it, for the output of a program that is shown. */
export function asPython(value: Value<KindName>, format: '.1%' | '.2f' | '.6f' | '.3g'): ValuePart {
  const result = resultFor(value, 'asPython');
  const number = numberOf(result);
  const kind = kindName(result.source.kind);
  if (format === '.1%') return part(result, kind, (number * 100).toFixed(1), '%');
  return part(result, kind, format === '.3g' ? general(number, 3) : number.toFixed(Number(format[1])), '');
}

/** A difference of two shares in hundredths: `−35.0 points`, or without the word. */
export function points(value: Share, options: { readonly bare?: boolean } = {}): ValuePart {
  const result = resultFor(value, 'points', SHARES);
  const hundredths = formatKind(numberOf(result) * 100, statisticOf(100), 1);
  return part(result, 'probability', hundredths, options.bare ? '' : 'points');
}

function wholeNumber(value: Value<'exact' | 'rank'>, helper: string): Quantity {
  const result = resultFor(value, helper, ['exact', 'rank']);
  if (!Number.isSafeInteger(numberOf(result)))
    throw new RangeError(`${helper} takes a whole number, got ${numberOf(result)}`);
  return result;
}

/** A whole number that was counted: `49,152`. Throws a RangeError on a fraction. */
export function count(value: Value<'exact' | 'rank'>): ValuePart {
  const result = wholeNumber(value, 'count');
  return part(result, 'exact', shortest(numberOf(result)));
}

const WORDS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** A count in words up to twelve, as in a sentence: `five`. */
export function countInWords(value: Value<'exact' | 'rank'>): ValuePart {
  const result = wholeNumber(value, 'countInWords');
  return part(result, 'exact', WORDS[numberOf(result)] ?? shortest(numberOf(result)));
}

/** A number without a unit (a logit, a perplexity, a result of plain arithmetic), in the digits of its kind. */
export function real(value: Value<KindName>, digits?: number): ValuePart {
  const result = resultFor(value, 'real');
  const { kind } = result.source;
  return part(result, kindName(kind), formatKind(numberOf(result), kind, digits), '');
}

/** The same, rounded before the point too: 1,532 with two digits is `1,500`. */
export function rounded(value: Value<KindName>, digits: number): ValuePart {
  const result = resultFor(value, 'rounded');
  const { kind } = result.source;
  const known = Number(numberOf(result).toPrecision(digits));
  return part(result, kindName(kind), formatKind(known, kind, digits), '');
}

type Print<K extends KindName> = (value: Value<K>, digits?: number) => ValuePart;

/** Prints a result, moved by one step of its last digit where rounding went the wrong way. */
const bound =
  (direction: 1 | -1) =>
  <K extends KindName>(print: Print<K>, value: Value<NoInfer<K>>, digits: number): ValuePart => {
    const result = resultFor(value, 'a bound');
    const exact = numberOf(result);
    const printed = print(value, digits);
    const scale = printed.unit === '%' ? 100 : 1;
    const moved = outward(printed.text, scale * exact, direction) / scale;
    if (Number.isNaN(moved)) throw new RangeError(`${printed.text} cannot be printed as a bound`);
    return { ...print(new Quantity<K>(moved, result.source), digits), value: exact };
  };

/** A result as an upper bound, rounded up: `at most ${atMost(decibels, m.most, 1)}`. Never less than the result. */
export const atMost = bound(1);
/** A result as a lower bound, rounded down. Never more than the result. */
export const atLeast = bound(-1);

/** A number that the author chose (an input, a threshold), not a result; typed in, or stored as chosen. */
export function given(value: number | Quantity<'exact'> | undefined): GivenPart {
  const number = typeof value === 'number' ? value : numberOf(resultFor(value, 'given', ['exact']));
  return { type: 'value', value: number, text: shortest(number), unit: '', kind: 'given' };
}

function storedString(value: unknown, helper: string): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${helper} needs a string from a measurement, got ${notAResult(value)}`);
}

/** A string that a measurement stored, as running text. */
export function text(value: DataText | undefined): TextPart {
  return madeHere({ type: 'text', text: printable(storedString(value, 'text')), style: 'plain' }, text);
}

/** A string that a measurement stored, set as code. */
export function codeText(value: DataText | undefined): TextPart {
  return madeHere({ ...text(value), style: 'code' }, codeText);
}

/** A token's text, with its spaces made visible. */
export function token(value: DataText | undefined): TokenPart {
  return madeHere({ type: 'token', text: storedString(value, 'token') }, token);
}

/**
 * A formula for a label of a figure, its variables in italics: its numbers are mathematics, not results. Throws a TypeError
 * without a letter.
 */
export function formula(signs: string): Prose {
  if (!/\p{L}/u.test(signs)) throw new TypeError(`formula needs at least one letter, got "${signs}"`);
  return { type: 'prose', parts: [{ type: 'text', text: italics(signs), style: 'plain' }] };
}

function mathIn(display: boolean) {
  const tag = (literals: TemplateStringsArray, ...values: readonly (ValuePart | Quantity)[]): MathPart => {
    const inside = values.map((value) => partsOf(value) as readonly ValuePart[]);
    const pieces = literals.raw.flatMap((literal, index) => [literal, ...(inside[index] ?? [])]);
    const tex = pieces.filter((piece) => piece !== '');
    return madeHere({ type: 'math', display, tex }, tag);
  };
  return tag;
}

/** TeX in a line of text; backslashes are kept as they are: math`\ell = \ln p`. */
export const math = mathIn(false);
/** TeX on a line of its own, as a block. */
export const equation = mathIn(true);

/** A link to a figure, table, box, section or chapter by its id. */
export function ref(target: string): RefPart {
  return madeHere({ type: 'ref', target }, ref);
}

export { cite } from './sources.ts';

/** A term linked to the glossary; `shown` is how it reads here. Throws an Error on an unknown term or a number. */
export function term(name: GlossaryTerm, shown?: string): TermPart {
  if (!Object.hasOwn(GLOSSARY, name))
    throw new Error(`the glossary has no term "${name}"; terms are in scripts/report/glossary.ts`);
  const number = shown === undefined ? undefined : standingNumber(shown);
  if (number !== undefined) throw new Error(`the number ${number} is typed into the term "${shown}"`);
  return { type: 'term', term: name, text: shown ?? name };
}

function withoutNumbers(words: string): string {
  const number = standingNumber(words);
  if (number !== undefined) throw new Error(`the number ${number} is typed into "${words}"`);
  return words;
}

/** Words of a caption in the colour of the marks that they name: `coloured('wrong', 'squares')`. */
export function coloured(role: ColourRole, words: string): ColouredPart {
  return { type: 'coloured', role, text: withoutNumbers(words) };
}

/** Words that a reader can press to set the state of a scene, in its sentences: `set('hot', 'halved')`. */
export function set(state: string, words: Inline | string): SettingPart {
  return madeHere({ type: 'setting', state, prose: asProse(words) }, set);
}

/** Words for a page whose figures have controls, and those (by default none) for paper and Markdown. */
export function byMedium(words: { readonly interactive: Prose; readonly static?: Prose }): MediumPart {
  return { type: 'medium', static: asProse(''), ...words };
}
