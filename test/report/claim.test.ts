import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, claim, forcingChoices, forcingClaims } from '#report/claim';
import { type StatisticKind, statisticOf } from '#report/kind';
import { prose } from '#report/prose';
import { plainText } from '#report/written';
import { measured } from './measured-values.ts';

const WHEN = { greater: prose`above`, less: prose`below`, tooClose: prose`even` };

function compare(a: number, b: number) {
  return claim({ a: measured('nats', a), b: measured('nats', b), kind: 'nats', when: WHEN });
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
    const of = (a: number, b: number) =>
      claim({ a: measured('exact', a), b: measured('exact', b), kind: 'exact', when: WHEN });
    expect(of(3, 2)).toMatchObject({ branch: 'greater', margin: Number.POSITIVE_INFINITY });
    expect(of(2, 2)).toMatchObject({ branch: 'tooClose', margin: 0 });
  });

  it('of statistics goes by ten items', () => {
    const kind: StatisticKind = statisticOf(100);
    const of = (a: number, b: number) =>
      claim({ a: measured('statistic', a), b: measured('statistic', b), kind, when: WHEN });
    expect(of(0.9, 0.75).branch).toBe('greater');
    expect(of(0.9, 0.85).branch).toBe('tooClose');
  });

  it.each([11, 41, 60, 103])(
    'of statistics over %i items is made from ten items on, wherever they lie',
    (n) => {
      const of = (a: number, b: number) =>
        claim({
          a: measured('statistic', a),
          b: measured('statistic', b),
          kind: statisticOf(n),
          when: WHEN,
        }).branch;
      for (let k = 0; k + 10 <= n; k++) {
        expect(of((k + 10) / n, k / n), `${k} of ${n}`).toBe('greater');
        expect(of(k / n, (k + 10) / n), `${k} of ${n}`).toBe('less');
        expect(of((k + 9) / n, k / n), `${k} of ${n}`).toBe('tooClose');
      }
    },
  );

  it('needs two numbers', () => {
    const missing = () => claim({ a: undefined, b: measured('nats', 1), kind: 'nats', when: WHEN });
    expect(missing).toThrow('claim compares two numbers, got undefined and 1');
  });
});

describe('forcing claims', () => {
  it('makes each choose a sentence whatever its numbers, and no longer than the body runs', () => {
    for (const branch of ['greater', 'less', 'tooClose'] as const) {
      expect(forcingClaims(branch, () => compare(1, 2)).branch).toBe(branch);
    }
    expect(compare(1, 2).branch).toBe('less');
  });

  it('can be nested, and ends also when the body throws', () => {
    forcingClaims('greater', () => {
      forcingClaims('tooClose', () => expect(compare(1, 2).branch).toBe('tooClose'));
      expect(compare(1, 2).branch).toBe('greater');
    });
    expect(() =>
      forcingClaims('greater', () => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(compare(1, 2).branch).toBe('less');
  });
});

describe('choosing a sentence by a word', () => {
  it('takes the sentence of that word', () => {
    const word: string = 'no';
    expect(plainText(choose(word, { yes: prose`so`, no: prose`not so` }))).toBe('not so');
  });

  it('can be forced to each case in turn, counted round, and no longer than the body runs', () => {
    const word: string = 'no';
    const sentence = () => plainText(choose(word, { yes: prose`so`, no: prose`not so` }));
    const forced = [0, 1, 2].map((position) => forcingChoices(position, sentence));
    expect(forced).toEqual(['so', 'not so', 'so']);
    expect(sentence()).toBe('not so');
  });

  it('throws on a word without one, and lists those there are', () => {
    const word: string = 'maybe';
    expect(() => choose(word, { yes: prose`so`, no: prose`not so` })).toThrow(
      'no sentence for "maybe": there are yes, no',
    );
  });
});
