import { choose, layout, prose, type Seen } from '#report';
import { countInWords } from '#report/values';
import { SAME } from './best-pair.measure.ts';
import type { candidates } from './candidates.measure.ts';

type Decision = Seen<typeof candidates>;
type Way = Decision['winners'][number]['way'];

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five', 'six'] as const;
type InWords = (typeof NUMBERS)[number];
const inWords = (count: number): InWords => NUMBERS[count] ?? 'six';

const IN_WORDS = {
  none: prose`none`,
  one: prose`one`,
  two: prose`two`,
  three: prose`three`,
  four: prose`four`,
  five: prose`five`,
  six: prose`six`,
};

/** Whether several endings have the highest score, but for rounding. (Products tie at zero, or hardly ever.) */
export const isLevel = ({ rows }: Decision, way: Way): boolean =>
  way !== 'product' &&
  layout(
    rows.map((row) => row[way]),
    (...scores) => {
      const sorted = (way === 'first' ? scores.map(Math.log) : scores).toSorted((a, b) => b - a);
      const [highest = Number.NaN, next = Number.NaN] = sorted;
      return highest === next || highest - next < SAME;
    },
  );

/** The winners of the ways that have one, and the ties of the others. */
export function outcomeOf(m: Decision) {
  const level = m.winners.filter(({ way }) => isLevel(m, way));
  const tied = m.winners.filter((row) => row.tie === 'at zero' || level.includes(row));
  const names = new Set(m.winners.flatMap((row) => (tied.includes(row) ? [] : [row.winner])));
  const [winner = m.best.text] = names;
  const variety =
    level.length === 0
      ? m.variety
      : ((['none', 'one'] as const).find((_, index) => index === names.size) ?? ('several' as const));
  return {
    variety,
    /** The only one, where there is one. */
    winner,
    winners: level.length === 0 ? prose`${countInWords(m.distinct)}` : choose(inWords(names.size), IN_WORDS),
    ties: level.length === 0 ? m.product : inWords(tied.length),
  };
}

type Ties = ReturnType<typeof outcomeOf>['ties'];

/** What a count of the winners leaves out. */
export const andTies = (ties: Ties) =>
  choose(ties, {
    'all zero': prose`, and one tie at zero`,
    'some zero': prose``,
    'none zero': prose``,
    none: prose``,
    one: prose`, and one tie`,
    two: prose`, and two ties`,
    three: prose`, and three ties`,
    four: prose`, and four ties`,
    five: prose`, and five ties`,
    six: prose`, and six ties`,
  });

/** Whether all sums, drawn token by token, lie on each other. */
export const isOneLine = ({ steps }: Decision): boolean =>
  layout(
    steps.flatMap(({ place, sum }) => [place, sum]),
    (...numbers) => {
      const sumAt = new Map<number, number>();
      return steps.every((_, index) => {
        const [place = 0, sum = 0] = numbers.slice(2 * index);
        const known = sumAt.get(place) ?? sum;
        sumAt.set(place, known);
        return Math.abs(known - sum) < SAME;
      });
    },
  );
