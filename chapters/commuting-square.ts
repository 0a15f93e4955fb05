import { figure, join, type Prose, prose, type ValuePart } from '#report';
import * as mark from '#report/marks';
import { formula } from '#report/values';

/**
 * The thought that runs through the report, as a square. Numbers live in one world, above; there an operation is hard or
 * new. A one-to-one map f leads down to a world in which it is easy, and back: x ⊕ y = f⁻¹(f(x) ∘ f(y)).
 */
interface Square {
  /** What the two worlds hold. */
  readonly above: string;
  readonly below: string;
  /** In the corners: what is given, what the map makes of it, what comes of that below, and what that is above. */
  readonly given: string;
  readonly mapped: string;
  readonly combined: string;
  readonly result: string;
  /** At the arrows: the map and the way back, the operation below, and what it amounts to above. */
  readonly map: string;
  readonly back: string;
  readonly operation: { readonly there: string; readonly here: string };
  /** The same as a sentence: to multiply probabilities, take logarithms, add them, and exponentiate the sum. */
  readonly steps: { readonly here: Prose; readonly map: Prose; readonly there: Prose; readonly back: Prose };
}

/** The square of each chapter, in their order. */
export const SQUARES = {
  softmax: {
    above: 'logits and log-probabilities',
    below: 'positive numbers, probabilities',
    given: 'z₁, z₂, …',
    mapped: 'exp z₁, exp z₂, …',
    combined: 'q₁, q₂, …',
    result: 'ln q₁, ln q₂, …',
    map: 'exp',
    back: 'ln',
    operation: { there: '÷ sum', here: '− log-sum-exp' },
    steps: {
      here: prose`turn logits into log-probabilities`,
      map: prose`exponentiate`,
      there: prose`divide by the sum`,
      back: prose`take logarithms`,
    },
  },
  perplexity: {
    above: 'probabilities',
    below: 'log-probabilities',
    given: 'q₁, …, qₙ',
    mapped: 'ln q₁, …, ln qₙ',
    combined: 'mean of ln q',
    result: 'ⁿ√(q₁ · … · qₙ)',
    map: 'ln',
    back: 'exp',
    operation: { there: 'mean', here: 'geometric mean' },
    steps: {
      here: prose`take the geometric mean of probabilities`,
      map: prose`take logarithms`,
      there: prose`average them`,
      back: prose`exponentiate the mean`,
    },
  },
  confidence: {
    above: 'log-probabilities of answers',
    below: 'probabilities, and shares of them',
    given: 'ℓ₁, ℓ₂, …',
    mapped: 'exp ℓ₁, exp ℓ₂, …',
    combined: 'c₁, c₂, …',
    result: 'ln c₁, ln c₂, …',
    map: 'exp',
    back: 'ln',
    operation: { there: '÷ sum', here: '− log-sum-exp' },
    steps: {
      here: prose`compare answers by their summed log-probabilities`,
      map: prose`exponentiate the sums`,
      there: prose`divide each by their total`,
      back: prose`take logarithms`,
    },
  },
  joint: {
    above: 'probabilities',
    below: 'log-probabilities',
    given: 'q₁, q₂, …',
    mapped: 'ln q₁, ln q₂, …',
    combined: 'ln q₁ + ln q₂ + …',
    result: 'q₁ · q₂ · …',
    map: 'ln',
    back: 'exp',
    operation: { there: '+', here: '×' },
    steps: {
      here: prose`multiply probabilities`,
      map: prose`take logarithms`,
      there: prose`add them`,
      back: prose`exponentiate the sum`,
    },
  },
  paths: {
    above: 'log-probabilities',
    below: 'probabilities',
    given: 'ℓ₁, ℓ₂',
    mapped: 'exp ℓ₁, exp ℓ₂',
    combined: 'exp ℓ₁ + exp ℓ₂',
    result: 'ℓ₁ ⊕ ℓ₂',
    map: 'exp',
    back: 'ln',
    operation: { there: '+', here: 'log-add-exp' },
    steps: {
      here: prose`add probabilities that are kept as logarithms`,
      map: prose`exponentiate`,
      there: prose`add`,
      back: prose`take the logarithm of the sum`,
    },
  },
  levels: {
    above: 'levels in dB',
    below: 'powers',
    given: 'L₁, L₂',
    mapped: 'P₁, P₂',
    combined: 'P₁ + P₂',
    result: 'L₁ ⊕ L₂',
    map: 'P = 10^(L/10)',
    back: 'L = 10 log₁₀ P',
    operation: { there: '+', here: '⊕' },
    steps: {
      here: prose`add two levels`,
      map: prose`turn decibels into powers`,
      there: prose`add these`,
      back: prose`turn the sum into decibels`,
    },
  },
  custom: {
    above: 'numbers under the new rule',
    below: 'factors',
    given: 'a, b',
    mapped: '1 + a/4, 1 + b/4',
    combined: '(1 + a/4)(1 + b/4)',
    result: 'a + b + ab/4',
    map: 'φ(a) = 1 + a/4',
    back: '4 (φ − 1)',
    operation: { there: '×', here: '⊞' },
    steps: {
      here: prose`compose two numbers by the new rule`,
      map: prose`turn each into a factor`,
      there: prose`multiply`,
      back: prose`turn the product back`,
    },
  },
} as const satisfies Readonly<Record<string, Square>>;

export type SquareName = keyof typeof SQUARES;

type Corner = 'given' | 'mapped' | 'combined' | 'result';
/** Numbers of one example, results or chosen ones, to stand in the corners under the signs. */
type Numbers = Readonly<Record<Corner, readonly ValuePart[]>>;

/** Px that a letter takes at most, on average; from words to an arrow; from a line of words to the next. */
const LETTER = 7.2;
const GAP = 12;
const LINE = 20;
/** Px from the top to the upper corners, from these to the lower ones, and from there to the bottom. */
const TOP = 42;
const DOWN = 78;
const BOTTOM = 32;
/** Px from the top and from the bottom to the names of the two worlds. */
const NAME = 9;

const WAY = { color: '$blue', strokeWidth: 2 };
const DIRECT = { color: '$faint', strokeWidth: 1.5, strokeDash: [5, 4] };

const at = (px: number) => ({ value: px });
/** Px from the right edge, which is elsewhere in a drawing for a phone. */
const fromRight = (px: number) => ({ value: { expr: `width - ${px}` } });

const printed = (values: readonly ValuePart[]): Prose => join(values);

/** Half the width in px of what stands in a corner. */
function halfWidth(signs: string, numbers: readonly ValuePart[] = []): number {
  const shown = numbers.map(({ text }) => text).join(', ');
  return (Math.max(signs.length, shown.length) * LETTER) / 2;
}

/** A square as a figure; `squareOf` has those of the chapters. */
export function square({
  id,
  numbers,
  ...parts
}: Square & { readonly id: string; readonly numbers?: Numbers }) {
  const { steps, operation } = parts;
  const half = (corner: Corner): number => halfWidth(parts[corner], numbers?.[corner]);
  const left = Math.max(half('given'), half('mapped'));
  const right = Math.max(half('combined'), half('result'));
  const numberLine = numbers ? LINE : 0;
  const [above, below] = [TOP, TOP + numberLine + DOWN];
  const height = below + numberLine + BOTTOM;
  /** Where upright arrows begin and end. */
  const [high, low] = [above + numberLine + GAP + 3, below - GAP - 3];

  const head = (x: object, y: number, shape: string, color: string) =>
    mark.dots({ x, y: at(y) }, { shape, size: 80, color });
  const across = (from: Corner, to: Corner, row: number, label: string, look: typeof WAY) => {
    const y = row + numberLine / 2;
    const [start, stop] = [left + half(from) + GAP, right + half(to) + GAP + 4];
    const [end, middle] = [fromRight(stop), { value: { expr: `(width + ${start - stop}) / 2` } }];
    return [
      mark.rule({ x: at(start), x2: end, y: at(y) }, look),
      head(end, y, 'triangle-right', look.color),
      mark.words({ x: middle, y: at(y - GAP), text: label }),
    ];
  };
  const upright = (x: object, from: number, to: number, shape: string) => [
    mark.rule({ x, y: at(from), y2: at(to) }, WAY),
    head(x, to, shape, WAY.color),
  ];
  const corner = (name: Corner, x: object, y: number) => [
    mark.label({ x, y: at(y), text: name }),
    ...(numbers ? [mark.words({ x, y: at(y + LINE), text: `${name}Numbers` }, { style: 'value' })] : []),
  ];
  const beside = (text: string, x: object, align: string) =>
    mark.label({ x, y: at((high + low) / 2), text }, { align });
  const world = (text: string, y: number) => mark.annotation({ x: at(0), y: at(y), text }, { align: 'left' });

  const signs = { given: parts.given, mapped: parts.mapped, combined: parts.combined, result: parts.result };
  const asNumbers = Object.entries(numbers ?? {}).map(([name, values]) => [
    `${name}Numbers`,
    printed(values),
  ]);
  const inNumbers = numbers
    ? prose` In numbers: ${printed(numbers.given)} become ${printed(numbers.mapped)}. Below, these
        combine to ${printed(numbers.combined)}, which becomes ${printed(numbers.result)} above.`
    : prose``;
  return figure({
    id,
    caption: prose`To ${steps.here}: ${steps.map}, ${steps.there}, ${steps.back}.`,
    alt: prose`A square of four corners. Solid arrows lead down its left side, along the bottom and up its right
      side: ${steps.map}, ${steps.there}, ${steps.back}. A dashed arrow along the top leads straight to the same
      corner: ${steps.here}.${inNumbers}`,
    data: [
      {
        ...Object.fromEntries(Object.entries(signs).map(([name, text]) => [name, formula(text)])),
        ...Object.fromEntries(asNumbers),
        map: formula(parts.map),
        back: formula(parts.back),
        here: operation.here,
        there: operation.there,
        above: parts.above,
        below: parts.below,
      },
    ],
    spec: {
      height,
      layer: [
        ...across('given', 'result', above, 'here', DIRECT),
        ...upright(at(left), high, low, 'triangle-down'),
        ...across('mapped', 'combined', below, 'there', WAY),
        ...upright(fromRight(right), low, high, 'triangle-up'),
        ...corner('given', at(left), above),
        ...corner('mapped', at(left), below),
        ...corner('combined', fromRight(right), below),
        ...corner('result', fromRight(right), above),
        beside('map', at(left + GAP), 'left'),
        beside('back', fromRight(right + GAP), 'right'),
        world('above', NAME),
        world('below', height - NAME),
      ],
    },
  });
}

interface SquareOptions {
  /** `square-NAME` unless told. */
  readonly id?: string;
  readonly numbers?: Numbers;
}

/** The square of a chapter as a figure, with the numbers of an example where it has one. */
export function squareOf(name: SquareName, { id = `square-${name}`, ...more }: SquareOptions = {}) {
  return square({ id, ...SQUARES[name], ...more });
}
