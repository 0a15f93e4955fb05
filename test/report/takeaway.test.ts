import { describe, expect, it } from 'vitest';
import { always, measured } from '#report/block';
import { finding, greater } from '#report/finding';
import { prose } from '#report/prose';
import type { Prose } from '#report/prose-parts';
import { byMedium, given, math, nats, term, text, token } from '#report/values';
import { measured as result, stored } from './measured-values.ts';

const loss = result('nats', 2.5);

const RESTING_ON_RESULTS: readonly (readonly [string, Prose])[] = [
  ['a value', prose`It lost ${nats(loss)}.`],
  ['a value in a formula', prose`It lost ${math`\ell = ${nats(loss)}`}.`],
  ['a value for one medium', prose`It lost ${byMedium({ interactive: prose`${nats(loss)}` })}.`],
  ['a string', prose`It wrote ${text(stored('Paris'))}.`],
  ['a token', prose`It wrote ${token(stored(' Paris'))}.`],
  ['a finding', prose`${finding({ id: 'f', when: greater('loss', loss, 1), text: () => prose`It lost.` })}`],
];
const TRUE_OF_ANY_MODEL: readonly (readonly [string, Prose])[] = [
  ['words', prose`Products die; sums do not.`],
  ['a chosen number', prose`Of ${given(3)} inputs each has a ${term('logit')} ${math`z`}.`],
];

describe('a takeaway', () => {
  it.each(RESTING_ON_RESULTS)('with %s is measured', (_what, point) => {
    expect(measured(point)).toEqual({ basis: 'measured', prose: point });
    expect(() => always(point)).toThrow('and this takeaway prints a result');
  });

  it.each(TRUE_OF_ANY_MODEL)('of %s is always true', (_what, point) => {
    expect(always(point)).toEqual({ basis: 'always', prose: point });
    expect(() => measured(point)).toThrow('does not print a result');
  });
});
