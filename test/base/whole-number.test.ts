import { expect, it } from 'vitest';
import { wholeNumber } from '#base/whole-number';

it('a whole number is taken from its first to its last value, and anything else refused', () => {
  expect(['1', '7', '9'].map((text) => wholeNumber('--top', text, 1, 9))).toEqual([1, 7, 9]);
  for (const text of ['0', '10', '-1', '2.5', '1e0', ' 1', 'five', ''])
    expect(() => wholeNumber('--top', text, 1, 9)).toThrow(
      `--top takes a whole number from 1 to 9, not "${text}".`,
    );
});
