import { figure, join, type Prose, prose, type ValuePart } from '#report';
import * as mark from '#report/marks';
import { formula } from '#report/values';

/**
 * The idea that runs through the report, as a square. An operation is hard or new for the numbers above. A one-to-one map
 * f leads down to numbers for which it is easy, and back: x ∗ y = f⁻¹(f(x) ∘ f(y)).
 */
interface Square {
  /** Which numbers are above and below. */
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

/** The squares that the overview and chapters 4 to 6 draw. */
export const SQUARES = {
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
    below: `powers in units of ${mark.italics('P₀')}`,
    given: 'L₁, L₂',
    mapped: 'P₁, P₂',
    combined: 'P₁ + P₂',
    result: 'L₁ ⊕ L₂',
    map: 'P = 10^(L/10)',
    back: 'L = 10 log₁₀ P',
    operation: { there: '+', here: '⊕' },
    steps: {
      here: prose`add two levels`,
      map: prose`convert them to powers`,
      there: prose`add the powers`,
      back: prose`convert the sum to a level`,
    },
  },
} as const satisfies Readonly<Record<string, Square>>;

type SquareName = keyof typeof SQUARES;
type Corner = 'given' | 'mapped' | 'combined' | 'result';
/** Numbers of one example, results or chosen ones, for the corners. */
type Numbers = Readonly<Record<Corner, readonly ValuePart[]>>;

/** Px that a letter takes at most, on average; from a card to an arrow; from a line of words to the next. */
const LETTER = 7.2;
const GAP = 10;
const LINE = 20;
/** Each corner is a card: px between its words and its edges. */
const [BESIDE, AROUND] = [12, 7];
/** Px from the top to the middle of the upper cards and of the lower ones, and the height of the drawing. */
const TOP = 54;
const LOW = 174;
const HEIGHT = 228;
/** Px to the upper and lower ends of the upright arrows. */
const [HIGH_END, LOW_END] = [TOP + LINE + AROUND + 4, LOW - LINE - AROUND - GAP];
/** Px from the top and from the bottom to the words that name the numbers. */
const NAME = 9;

const INDIRECT = { color: '$model', strokeWidth: 2 };
const DIRECT = { color: '$faint', strokeWidth: 1.5, strokeDash: [5, 4] };

const at = (px: number) => ({ value: px });
/** Px from the right edge, which is elsewhere in a drawing for a phone. */
const fromRight = (px: number) => ({ value: { expr: `width - ${px}` } });

const arrowHead = (x: object, y: number, shape: string, color: string) =>
  mark.dots({ x, y: at(y) }, { shape, size: 80, color });

const upright = (x: object, from: number, to: number, shape: string) => [
  mark.rule({ x, y: at(from), y2: at(to) }, INDIRECT),
  arrowHead(x, to, shape, INDIRECT.color),
];

/** The card of a corner from `x` to `x2`: signs, and the numbers of the example under them. */
const corner = (name: Corner, [x, middle, x2]: readonly [object, object, object], y: number) => [
  mark.rect(
    { x, x2, y: at(y - LINE - AROUND), y2: at(y + LINE + AROUND) },
    { color: '$panel', stroke: '$rule', strokeWidth: 1, cornerRadius: 8 },
  ),
  mark.formula({ x: middle, y: at(y - LINE / 2), text: name }),
  mark.words({ x: middle, y: at(y + LINE / 2), text: `${name}Numbers` }, { style: 'value' }),
];

/** A square as a figure, with the numbers of an example in its corners. Its id is `square-NAME` unless told. */
export function squareOf(
  name: SquareName,
  { id = `square-${name}`, numbers }: { readonly id?: string; readonly numbers: Numbers },
) {
  const { steps, operation, ...signs }: Square = SQUARES[name];
  const printed = (which: Corner): Prose => join(numbers[which]);
  /** Half the width in px of what is in a corner. */
  const half = (which: Corner): number => {
    const shown = numbers[which].map(({ text }) => text).join(', ');
    return (Math.max(signs[which].length, shown.length) * LETTER) / 2 + BESIDE;
  };
  const left = Math.max(half('given'), half('mapped'));
  const right = Math.max(half('combined'), half('result'));
  const across = (y: number, label: string, look: typeof INDIRECT) => {
    const [start, stop] = [2 * left + GAP, 2 * right + GAP + 4];
    const [end, middle] = [fromRight(stop), { value: { expr: `(width + ${start - stop}) / 2` } }];
    return [
      mark.rule({ x: at(start), x2: end, y: at(y) }, look),
      arrowHead(end, y, 'triangle-right', look.color),
      mark.formula({ x: middle, y: at(y - GAP - 4), text: label }),
    ];
  };
  const onLeft = [at(0), at(left), at(2 * left)] as const;
  const onRight = [fromRight(2 * right), fromRight(right), fromRight(0)] as const;
  const beside = (text: string, x: object, align: string) =>
    mark.formula({ x, y: at((HIGH_END + LOW_END) / 2), text }, { align });
  const named = (text: string, y: number) => mark.annotation({ x: at(0), y: at(y), text }, { align: 'left' });
  return figure({
    id,
    caption: prose`To ${steps.here}: ${steps.map}, ${steps.there}, ${steps.back}.`,
    alt: prose`A square of four corners. Solid arrows lead down its left side, along the bottom and up its right
      side: ${steps.map}, ${steps.there}, ${steps.back}. A dashed arrow along the top leads straight to the same
      corner: ${steps.here}. In numbers: ${printed('given')} become ${printed('mapped')}. Below, these
      combine to ${printed('combined')}, which becomes ${printed('result')} above.`,
    data: [
      {
        given: formula(signs.given),
        mapped: formula(signs.mapped),
        combined: formula(signs.combined),
        result: formula(signs.result),
        givenNumbers: printed('given'),
        mappedNumbers: printed('mapped'),
        combinedNumbers: printed('combined'),
        resultNumbers: printed('result'),
        map: formula(signs.map),
        back: formula(signs.back),
        here: operation.here,
        there: operation.there,
        above: signs.above,
        below: signs.below,
      },
    ],
    spec: {
      height: HEIGHT,
      layer: [
        ...across(TOP, 'here', DIRECT),
        ...upright(at(left), HIGH_END, LOW_END, 'triangle-down'),
        ...across(LOW, 'there', INDIRECT),
        ...upright(fromRight(right), LOW_END, HIGH_END, 'triangle-up'),
        ...corner('given', onLeft, TOP),
        ...corner('mapped', onLeft, LOW),
        ...corner('combined', onRight, LOW),
        ...corner('result', onRight, TOP),
        beside('map', at(left + GAP), 'left'),
        beside('back', fromRight(right + GAP), 'right'),
        named('above', NAME),
        named('below', HEIGHT - NAME),
      ],
    },
  });
}
