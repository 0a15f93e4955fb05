import { madeHere } from '#base/source-location';
import { printable } from '#base/visible-space';
import { printed } from './format-number.ts';
import type { Inline, Part, Prose } from './prose-parts.ts';
import { notAResult, Quantity } from './quantity.ts';

/** A number by itself: not part of a name such as float64, SmolLM2 or GPT-4. */
const STANDING_NUMBER = /(?<![\p{L}\p{N}_]|\p{L}-)[-+\u2212]?\.?\p{Nd}[\p{Nd}.,]*/u;

/** What may hold digits: fenced and inline code, link targets, addresses, numbers of list items. */
const EXEMPT = [
  /```[\s\S]*?(?:```|$)/g,
  /(`+)[^`][\s\S]*?\1/g,
  /\]\([^)]*\)/g,
  /<https?:[^>]*>/g,
  /^\s*\d+\.\s/gm,
];

/** The first number in a literal text outside code, math and links, if any: no run would have produced it. */
export function standingNumber(markdown: string): string | undefined {
  let rest = markdown;
  for (const pattern of EXEMPT) rest = rest.replace(pattern, ' ');
  return STANDING_NUMBER.exec(rest)?.[0];
}

/** Removes the indentation that the literals of a template share through standing in indented code. */
function dedent(literals: readonly string[]): string[] {
  const indents: number[] = [];
  for (const [index, literal] of literals.entries()) {
    const lines = literal.split('\n').slice(1);
    for (const [lineIndex, line] of lines.entries()) {
      const isWhole = lineIndex < lines.length - 1 || index === literals.length - 1;
      if (line.trim() === '' && isWhole) continue;
      indents.push(/^[ \t]*/.exec(line)?.[0].length ?? 0);
    }
  }
  const shared = indents.length === 0 ? 0 : Math.min(...indents);
  const stripped = literals.map((literal) =>
    literal.replace(/\n([ \t]*)/g, (_all, spaces: string) => `\n${spaces.slice(shared)}`),
  );
  const last = stripped.length - 1;
  stripped[0] = (stripped[0] ?? '').replace(/^\s*\n/, '');
  stripped[last] = (stripped[last] ?? '').replace(/\n\s*$/, '');
  return stripped;
}

/** The parts of what goes into prose. Throws a TypeError if it may not: types can be cast away, a report cannot. */
export function partsOf(value: unknown): readonly Part[] {
  if (value instanceof Quantity) return [printed(value)];
  // Whether a measurement stored it is looked at when a section is written.
  if (typeof value === 'string')
    return [madeHere({ type: 'text', text: printable(value), style: 'plain' }, partsOf)];
  const { type } = (value ?? {}) as Partial<Part | Prose>;
  if (type === 'prose') return (value as Prose).parts;
  if (typeof type === 'string') return [value as Part];
  throw new TypeError(`prose takes results, strings from data and prose, got ${notAResult(value)}`);
}

/**
 * Markdown prose with values in it, without shared indentation. Throws a TypeError on a bare number, and an Error on a
 * number in the text outside code, math and links, which no run would have produced.
 */
export function prose(literals: TemplateStringsArray, ...values: readonly Inline[]): Prose {
  const inside = values.map(partsOf);
  const dedented = dedent(literals);
  const joined = dedented.join('\uFFFC');
  const number = standingNumber(joined);
  if (number !== undefined)
    throw new Error(
      `the number ${number} is typed into prose without a run behind it: use a result's value, or given(${number}) for a ` +
        `number you chose (in: "${joined.trim().slice(0, 80).replaceAll('\uFFFC', '…')}")`,
    );
  const parts: Part[] = [];
  for (const [index, literal] of dedented.entries()) {
    if (literal !== '') parts.push({ type: 'literal', markdown: literal });
    parts.push(...(inside[index] ?? []));
  }
  return madeHere({ type: 'prose', parts }, prose);
}

/** One value, or a string without a number in it, as prose. */
export function asProse(value: Inline | string): Prose {
  if (typeof value !== 'string') {
    const parts = partsOf(value);
    return 'type' in value && value.type === 'prose' ? value : { type: 'prose', parts };
  }
  const number = standingNumber(value);
  if (number !== undefined)
    throw new Error(`the number ${number} is typed into "${value}" without a run behind it`);
  return { type: 'prose', parts: value === '' ? [] : [{ type: 'literal', markdown: value }] };
}

/** Prose one after another, with a comma between unless told. */
export function join(items: readonly Inline[], separator: Prose = prose`, `): Prose {
  const parts = items.flatMap((item, index) => [...(index === 0 ? [] : separator.parts), ...partsOf(item)]);
  return madeHere({ type: 'prose', parts }, join);
}

/** A list as in a sentence: "a", "a and b", "a, b and c". Throws a RangeError when there is nothing to list. */
export function list(items: readonly Inline[]): Prose {
  const last = items.at(-1);
  if (last === undefined) throw new RangeError('list needs at least one item');
  if (items.length === 1) return join([last], prose``);
  return prose`${join(items.slice(0, -1), prose`, `)} and ${last}`;
}
