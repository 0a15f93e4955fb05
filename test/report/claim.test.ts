import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, claim } from '#report/claim';
import { statisticOf } from '#report/number-kinds';
import { prose } from '#report/prose';
import { Quantity } from '#report/quantity';
import { plainText } from '#report/written';
import { measured } from './measured-values.ts';

const WHEN = { greater: prose`above`, less: prose`below`, tooClose: prose`even` };

function compare(a: number, b: number) {
  return claim(measured('nats', a), measured('nats', b), WHEN);
}

describe('a claim', () => {
  it('is made when the difference is at least ten times the tolerance, which is recorded', () => {
    // At one nat the tolerance is 5.1e-4.
    const made = compare(1, 1 - 5.2e-3);
    expect([made.branch, plainText(made.prose)]).toEqual(['greater', 'above']);
    expect(made.margin).toBeCloseTo(5.2 / 0.51, 9);
    expect(compare(1 - 5.2e-3, 1).branch).toBe('less');
  });

  it('is not made of a smaller difference', () => {
    const even = compare(1, 1 - 5.0e-3);
    expect([even.branch, plainText(even.prose)]).toEqual(['tooClose', 'even']);
    expect(even.margin).toBeLessThan(10);
  });

  it('of a model in sixteen bits needs a difference of a tenth of the tolerance, which is wide', () => {
    const inBfloat16 = (value: number) =>
      new Quantity<'nats'>(value, {
        measurement: 'm',
        path: 'p',
        entries: [],
        kind: { kind: 'nats', within: 'nats', dtype: 'bfloat16' },
      });
    expect(claim(inBfloat16(1), inBfloat16(1.04), WHEN).branch).toBe('tooClose');
    expect(claim(inBfloat16(1), inBfloat16(1.06), WHEN).branch).toBe('less');
  });

  it('says the contrary when the two change places', () => {
    const contrary = { greater: 'less', less: 'greater', tooClose: 'tooClose' } as const;
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        expect(compare(b, a).branch).toBe(contrary[compare(a, b).branch]);
      }),
    );
  });

  it.each([
    ['a tie', 1, 1, 'tooClose', 0],
    ['a tie of zeros', 0, -0, 'tooClose', 0],
    ['a tie of infinities', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 'tooClose', 0],
    [
      'an impossible token against a possible one',
      Number.NEGATIVE_INFINITY,
      -5,
      'less',
      Number.POSITIVE_INFINITY,
    ],
    ['no number', Number.NaN, 1, 'tooClose', Number.NaN],
  ] as const)('is defined for %s', (_what, a, b, branch, margin) => {
    expect(compare(a, b)).toMatchObject({ branch, margin });
  });

  it('of exact numbers needs any difference at all', () => {
    const of = (a: number, b: number) => claim(measured('exact', a), measured('exact', b), WHEN);
    expect(of(3, 2)).toMatchObject({ branch: 'greater', margin: Number.POSITIVE_INFINITY });
    expect(of(2, 2)).toMatchObject({ branch: 'tooClose', margin: 0 });
  });

  it('of statistics goes by ten items', () => {
    const kind = statisticOf(100);
    const of = (a: number, b: number) => claim(measured(kind, a), measured(kind, b), WHEN);
    expect(of(0.9, 0.75).branch).toBe('greater');
    expect(of(0.9, 0.85).branch).toBe('tooClose');
  });

  it.each([11, 41, 60, 103])(
    'of statistics over %i items is made from ten items on, wherever they lie',
    (n) => {
      const of = (a: number, b: number) =>
        claim(measured(statisticOf(n), a), measured(statisticOf(n), b), WHEN).branch;
      for (let k = 0; k + 10 <= n; k++) {
        expect(of((k + 10) / n, k / n), `${k} of ${n}`).toBe('greater');
        expect(of(k / n, (k + 10) / n), `${k} of ${n}`).toBe('less');
        expect(of((k + 9) / n, k / n), `${k} of ${n}`).toBe('tooClose');
      }
    },
  );

  it('needs two results', () => {
    const missing = () => claim(undefined, measured('nats', 1), WHEN);
    expect(missing).toThrow('claim compares two results of measurements, got undefined and a result');
  });

  it('keeps the sentences that it did not choose', () => {
    expect(compare(1, 2).when).toEqual(WHEN);
  });
});

describe('choosing a sentence by a word', () => {
  it('takes the sentence of that word', () => {
    const word: string = 'no';
    expect(plainText(choose(word, { yes: prose`so`, no: prose`not so` }))).toBe('not so');
  });

  it('keeps the sentences that it did not choose', () => {
    const word: string = 'no';
    const when = { yes: prose`so`, no: prose`not so` };
    expect(choose(word, when).parts).toMatchObject([{ type: 'choice', branch: 'no', when }]);
  });

  it('throws on a word without one, and lists those there are', () => {
    const word: string = 'maybe';
    expect(() => choose(word, { yes: prose`so`, no: prose`not so` })).toThrow(
      'choose has no sentence for "maybe", only for yes, no',
    );
  });
});
