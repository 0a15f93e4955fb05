import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statisticOf } from '#report/number-kinds';
import {
  asPython,
  atLeast,
  atMost,
  bits,
  codeText,
  count,
  decibels,
  equation,
  formula,
  given,
  math,
  nats,
  percent,
  points,
  probability,
  rank,
  real,
  ref,
  rounded,
  term,
  text,
  token,
} from '#report/values';
import { measured, stored } from './measured-values.ts';

describe('a value in prose', () => {
  it('carries its full value beside its text, unit and kind', () => {
    const result = measured('nats', -0.4170300163);
    expect(nats(result)).toEqual({
      source: result.source,
      type: 'value',
      value: -0.4170300163,
      text: '−0.417',
      unit: 'nats',
      kind: 'nats',
    });
  });

  it.each([
    ['bits', bits(measured('bits', 1.75)), '1.750', 'bits'],
    ['decibels', decibels(measured('decibels', 3.0103)), '3.01', 'dB'],
    ['a probability', probability(measured('probability', 0.02468)), '0.0247', ''],
    ['a rank', rank(measured('rank', 1234)), '1,234', ''],
    ['per cent', percent(measured('probability', 0.5231)), '52.3', '%'],
    ['all', percent(measured('probability', 1)), '100', '%'],
    ['nearly all', percent(measured('probability', 0.99956)), '99.96', '%'],
    ['nearly all in two digits', percent(measured('probability', 0.996), 2), '99.6', '%'],
    ['all but a millionth', percent(measured('probability', 1 - 1e-6)), '99.9999', '%'],
    ['all but a rounding of floats', percent(measured('probability', 1 - 1e-14)), '100', '%'],
    ['output of `.1%`', asPython(measured('probability', 2.8e-10), '.1%'), '0.0', '%'],
    ['output of `.2f`', asPython(measured('float64', 36.576), '.2f'), '36.58', ''],
    ['output of `.6f`', asPython(measured('float64', 0.0285615), '.6f'), '0.028562', ''],
    ['output of `.3g`', asPython(measured('float64', 2.62e15), '.3g'), '2.62e+15', ''],
    ['a tiny share', percent(measured('probability', 1.5e-9)), '1.50 × 10⁻⁷', '%'],
    ['a difference of shares', points(measured(statisticOf(52), -0.35)), '−35.0', 'points'],
    ['one without its unit', points(measured('probability', 0.00409), { bare: true }), '0.4', ''],
    ['a count', count(measured('exact', 49152)), '49,152', ''],
    ['a logit', real(measured('logit', 17.12345)), '17.123', ''],
    ['an exact number', real(measured('exact', 0.1)), '0.1', ''],
    ['a number that the author chose', given(0.1), '0.1', ''],
    ['rounded before the point', rounded(measured('probability', 1532.6), 2), '1,500', ''],
    ['rounded, with a power of ten', rounded(measured('float64', 34_991_234), 2), '3.5 × 10⁷', ''],
    ['rounded behind the point', rounded(measured('perplexity', 4.4479), 2), '4.4', ''],
    ['fewer digits', nats(measured('nats', -2.3456), 1), '−2.3', 'nats'],
    ['plain arithmetic in nats', nats(measured('float64', -1.4170300163)), '−1.417', 'nats'],
  ])('reads as its kind does: %s', (_what, part, shown, unit) => {
    expect([part.text, part.unit]).toEqual([shown, unit]);
  });

  it.each(
    Object.entries({
      nats,
      bits,
      decibels,
      probability,
      percent,
      points,
      rank,
      count,
      real,
      given,
      rounded: (value: never) => rounded(value, 2),
    }),
  )(
    'is not undefined, null or a string: %s says so by its name',
    (name, helper: (value: never) => unknown) => {
      for (const wrong of [undefined, null, '1']) {
        expect(() => helper(wrong as never)).toThrow(TypeError);
        expect(() => helper(wrong as never)).toThrow(
          RegExp(
            `^${name} prints results of measurements, got (undefined: is a field misspelt, .*|null|the string "1")$`,
          ),
        );
      }
    },
  );
});

describe('a string in prose', () => {
  it('is text, code, or a token, and always from data', () => {
    expect(text(stored('a *b*'))).toEqual({ type: 'text', text: 'a *b*', style: 'plain' });
    expect(codeText(stored('x'))).toEqual({ type: 'text', text: 'x', style: 'code' });
    expect(token(stored(' Paris'))).toEqual({ type: 'token', text: ' Paris' });
    for (const helper of [text, codeText, token]) expect(() => helper(undefined)).toThrow(TypeError);
  });

  it('shows control characters, which no page may hold', () => {
    expect(text(stored('a\u0000\u007f\tb\nc'))).toMatchObject({ text: 'a\\x00\\x7F\tb\nc' });
  });
});

describe('math', () => {
  it('keeps backslashes, and numbers from data between its pieces', () => {
    const part = math`\ell = ${nats(measured('nats', -1))} \nu`;
    expect(part).toMatchObject({ type: 'math', display: false });
    expect(part.tex).toEqual(['\\ell = ', expect.objectContaining({ text: '−1.000' }), ' \\nu']);
    expect(equation`x`).toEqual({ type: 'math', display: true, tex: ['x'] });
  });

  it('has variables in italics in labels of figures, and functions upright', () => {
    const [label] = formula('ln Lₖ(p) + exp(ab/4) − h₁').parts;
    expect(label).toMatchObject({ text: 'ln 𝐿ₖ(𝑝) + exp(𝑎𝑏/4) − ℎ₁' });
  });
});

describe('references, terms and words for one medium', () => {
  it('name what they point at', () => {
    expect(ref('a-figure')).toEqual({ type: 'ref', target: 'a-figure' });
    expect(term('nat')).toEqual({ type: 'term', term: 'nat', text: 'nat' });
    expect(term('logit', 'logits')).toEqual({ type: 'term', term: 'logit', text: 'logits' });
  });

  it('let no number in by a term', () => {
    expect(() => term('nat', '3 nats')).toThrow('the number 3 is typed into the term');
  });
});

describe('a bound', () => {
  it('is rounded outwards, by less than one step of its last digit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -999, max: 999, noNaN: true }),
        fc.integer({ min: 1, max: 2 }),
        (x, digits) => {
          const said = (part: { readonly text: string }) => Number(part.text.replace('−', '-'));
          fc.pre(Math.abs(x) > 0.01);
          const result = measured('decibels', x);
          const [low, high] = [
            said(atLeast(decibels, result, digits)),
            said(atMost(decibels, result, digits)),
          ];
          const step = Number(`1e-${digits}`);
          expect(low).toBeLessThanOrEqual(x);
          expect(high).toBeGreaterThanOrEqual(x);
          expect(high - low).toBeLessThan(1.001 * step);
        },
      ),
    );
  });

  it('is the next step of a number with a power of ten', () => {
    const tiny = measured('nats', 4.31e-7);
    expect(atLeast(nats, tiny, 1).text).toBe('4.3 × 10⁻⁷');
    expect(atMost(nats, tiny, 1).text).toBe('4.4 × 10⁻⁷');
    expect(atMost(nats, measured('nats', 9.96e-7), 1).text).toBe('1.0 × 10⁻⁶');
  });
});
