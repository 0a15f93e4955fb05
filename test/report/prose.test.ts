import { describe, expect, it } from 'vitest';
import { join, list, prose, standingNumber } from '#report/prose';
import { count, given, math, nats } from '#report/values';
import { measured, stored } from './measured-values.ts';

describe('a number standing in prose', () => {
  it.each([
    'a chance of 3 in four',
    'falls by 0.25 here',
    'is .5',
    'at -3',
    'at −3',
    'the 2nd token',
    '10-fold',
    'in 2024.',
    '(7)',
    'about 12,000 tokens',
  ])('is found in "%s"', (text) => {
    expect(standingNumber(text)).toBeDefined();
  });

  it.each([
    'float64 and float32',
    'SmolLM2',
    'GPT-4 and UTF-8',
    'code `x = 3` is exempt',
    '```\n10 PRINT\n```',
    'a [link](https://example.org/2024/1)',
    '1. the first item of a list\n2. the second',
    'one, two, three',
  ])('is not found in "%s"', (text) => {
    expect(standingNumber(text)).toBeUndefined();
  });

  it('cannot hide at the seam between a literal and a value', () => {
    expect(() => prose`x1${given(2)} and 3${given(4)}`).toThrow(/number 3/);
  });
});

describe('prose', () => {
  it('prints a result as its kind does, and a string that was stored as text', () => {
    const loss = measured('nats', -0.41703);
    const [words, number] = prose`${stored('a *b*')}${loss}`.parts;
    expect(words).toEqual({ type: 'text', text: 'a *b*', style: 'plain' });
    expect(number).toEqual(nats(loss));
    expect(math`x = ${loss}`.tex).toEqual(['x = ', nats(loss)]);
    expect(prose`${measured('exact', 49152)}`.parts).toEqual(
      [count(measured('exact', 49152))].map((one) => ({ ...one, source: expect.anything() })),
    );
  });

  it('removes the indentation that its lines share, and keeps what goes beyond it', () => {
    const made = prose`
      First line
        deeper ${given(1)}
      last
    `;
    expect(made.parts.map((part) => (part.type === 'literal' ? part.markdown : '*'))).toEqual([
      'First line\n  deeper ',
      '*',
      '\nlast',
    ]);
  });

  it('lays the parts of prose inside it flat', () => {
    expect(prose`a${prose`b${given(1)}`}c`.parts.map((part) => part.type)).toEqual([
      'literal',
      'literal',
      'value',
      'literal',
    ]);
  });
});

describe('lists in a sentence', () => {
  const texts = (made: ReturnType<typeof list>) =>
    made.parts
      .map((part) => (part.type === 'literal' ? part.markdown : part.type === 'value' ? part.text : ''))
      .join('');

  it('put a comma between and "and" before the last', () => {
    expect(texts(list([given(1)]))).toBe('1');
    expect(texts(list([given(1), given(2)]))).toBe('1 and 2');
    expect(texts(list([given(1), given(2), given(3)]))).toBe('1, 2 and 3');
  });

  it('join with any separator', () => {
    expect(texts(join([given(1), given(2)], prose` · `))).toBe('1 · 2');
  });

  it('refuse to list nothing', () => {
    expect(() => list([])).toThrow(RangeError);
  });
});
