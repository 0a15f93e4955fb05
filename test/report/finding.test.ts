import { describe, expect, it } from 'vitest';
import { all, and, clearly, finding, firstOf, greater, less, most, none, within } from '#report/finding';
import { type Kind, type KindName, statisticOf } from '#report/number-kinds';
import { prose } from '#report/prose';
import type { Prose } from '#report/prose-parts';
import { type DataText, Quantity } from '#report/quantity';
import { plainText } from '#report/report-tree';
import { countInWords, nats as inNats, math } from '#report/values';

const result = <K extends KindName>(value: number, kind: K): Quantity<K> =>
  new Quantity(value, { measurement: 'm', path: 'x', entries: [], kind: kind as Kind }) as Quantity<K>;
const nats = (value: number) => result(value, 'nats');
const count = (value: number) => result(value, 'rank');
const interval = (low: number, high: number) => ({ estimate: nats(0), low: nats(low), high: nats(high) });
const marginOf = ({ margin }: { readonly margin: number | null }) => Number(margin?.toPrecision(3));

describe('a condition', () => {
  it('compares two results by ten tolerances of their kind', () => {
    expect(marginOf(greater('x', nats(0.006), nats(0.0009)))).toBeCloseTo(1.02, 2);
    expect(marginOf(greater('x', nats(0.0059), nats(0.001)))).toBeCloseTo(0.98, 2);
    expect(marginOf(less('x', nats(0.006), 0))).toBeCloseTo(-1.2, 2);
    expect(marginOf(greater('x', count(3), count(2)))).toBe(Number.POSITIVE_INFINITY);
    expect(marginOf(greater('x', count(2), count(2)))).toBe(0);
  });

  it('has an interval lie clearly on one side, on the other, or on neither', () => {
    expect(marginOf(clearly('x', 'above', 0, interval(0.01, 9)))).toBeCloseTo(2, 1);
    expect(marginOf(clearly('x', 'above', 0, interval(-9, -0.01)))).toBeCloseTo(-2, 1);
    expect(marginOf(clearly('x', 'below', 0, interval(-9, -0.01)))).toBeCloseTo(2, 1);
    expect(marginOf(clearly('x', 'above', 0, interval(-1, 9)))).toBe(0);
  });

  it('prints statistics, ratios and p-values as the numbers that borders are, with no per cent', () => {
    const printed = (value: number, kind: Kind) =>
      plainText(
        less('x', new Quantity(value, { measurement: 'm', path: 'x', entries: [], kind }), 1).numbers,
      );
    expect(printed(0.716, statisticOf(80))).toBe('0.72');
    expect(printed(-0.0184, statisticOf(80))).toBe('−0.018');
    expect(printed(2.123, 'probability')).toBe('2.12');
    expect(printed(0.000122, 'probability')).toBe('0.000122');
  });

  it('has numbers lie within a band', () => {
    expect(marginOf(within('x', [1, 2], nats(1.5)))).toBeGreaterThan(1);
    expect(marginOf(within('x', [1, 2], nats(1.5), nats(2.001)))).toBe(0);
  });

  it('takes most for more than half and significant, all for all, and none for none', () => {
    const tally = (won: number, of: number, p: number) => ({
      count: count(won),
      of: count(of),
      p: result(p, 'probability'),
    });
    expect(marginOf(most('x', tally(28, 40, 0.0166)))).toBeCloseTo(3.01, 2);
    expect(marginOf(most('x', tally(12, 40, 0.0166)))).toBeCloseTo(-3.01, 2);
    expect(marginOf(most('x', tally(14, 20, 0.115)))).toBeLessThan(1);
    expect(marginOf(all('x', count(4), count(4)))).toBe(Number.POSITIVE_INFINITY);
    expect(marginOf(all('x', count(3), count(4)))).toBe(0);
    expect(marginOf(all('x', count(0), count(4)))).toBe(Number.NEGATIVE_INFINITY);
    expect(marginOf(none('x', count(0), count(4)))).toBe(Number.POSITIVE_INFINITY);
    expect(marginOf(none('x', count(1), count(4)))).toBe(0);
    expect(none('x', count(0), count(0)).margin).toBeNull();
  });

  it('wants the named result to be clearly the first', () => {
    const rows = [
      { name: 'a' as DataText, value: nats(1) },
      { name: 'b' as DataText, value: nats(3) },
      { name: 'c' as DataText, value: nats(2.999) },
    ];
    expect(marginOf(firstOf('x', rows.slice(0, 2), 'b', 'b'))).toBeGreaterThan(1);
    expect(marginOf(firstOf('x', rows, 'b', 'b'))).toBeLessThan(1);
    expect(marginOf(firstOf('x', rows.slice(0, 2), 'a', 'a'))).toBe(0);
  });

  it('joined with others holds when all do, and is reversed when all are', () => {
    const [yes, no, open] = [greater('x', nats(1), 0), greater('x', nats(-1), 0), greater('x', nats(0), 0)];
    expect(marginOf(and(yes, yes))).toBeGreaterThan(1);
    expect(marginOf(and(no, no))).toBeLessThan(-1);
    for (const condition of [and(yes, no), and(yes, open), and(no, open)])
      expect(Math.abs(marginOf(condition))).toBeLessThan(1);
  });

  it('knows nothing where a result is missing or not finite', () => {
    for (const lacking of [
      greater('x', null, 0),
      less('x', nats(1), result(Number.NaN, 'nats')),
      clearly('x', 'above', 0, { estimate: null, low: null, high: nats(Number.POSITIVE_INFINITY) }),
      and(greater('x', nats(1), 0), within('x', [0, 1], null)),
    ])
      expect(lacking.margin).toBeNull();
  });
});

describe('a finding', () => {
  const of = (value: number | null, text = () => prose`The first is greater.`) =>
    finding({ id: 'x', when: greater('gain', value === null ? null : nats(value), 0), text });

  it('says its text where its condition holds, and its numbers where it does not', () => {
    expect(of(1)).toMatchObject({ outcome: 'holds' });
    expect(plainText(of(1).prose)).toBe('The first is greater.');
    expect(of(-1)).toMatchObject({ outcome: 'withdrawn' });
    expect(plainText(of(-1).prose)).toBe(
      'This did not hold for this model: gain above 0 nats (measured: −1.00 nats).',
    );
    expect(of(null)).toMatchObject({ outcome: 'not measured' });
    expect(plainText(of(null).prose)).toBe(
      'This could not be measured for this model: gain above 0 (not measured).',
    );
  });

  it('writes its text only where its condition holds', () => {
    const refuse = () => {
      throw new Error('the text of a withdrawn finding was written');
    };
    expect(() => of(-1, refuse)).not.toThrow();
    expect(() => of(null, refuse)).not.toThrow();
  });

  describe('prints results that its condition tests, or that it declares as context', () => {
    const at = <K extends KindName>(path: string, value: number, kind: K) =>
      new Quantity(value, { measurement: 'm', path, entries: [], kind: kind as Kind }) as Quantity<K>;
    const [gain, loss, tries] = [at('gain', 1, 'nats'), at('loss', 2, 'nats'), at('tries', 3, 'exact')];
    const stated = (text: () => Prose, context: readonly Quantity[] = []) =>
      finding({ id: 'x', when: greater('gain', gain, 0), context, text });

    it('in words, numbers and formulas', () => {
      const all = () =>
        prose`In ${countInWords(tries)} tries it gains ${inNats(gain)} and ${math`x = ${inNats(loss)}`}.`;
      expect(stated(all, [tries, loss]).context).toEqual([tries, loss]);
      expect(() => stated(all, [tries])).toThrow(
        'finding x prints 2.000 (m: loss), which its condition does not test; test it, or list it in context',
      );
      expect(() => stated(all, [loss])).toThrow('finding x prints three (m: tries), which');
    });

    it('and declares no context that it does not print', () => {
      expect(() => stated(() => prose`It gains ${inNats(gain)}.`, [loss])).toThrow(
        'finding x declares m: loss as context, but its text does not print it',
      );
    });
  });
});
