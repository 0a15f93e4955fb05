import { expect, it } from 'vitest';
import { hashOf, stateIn } from '../../templates/client/lab/address.ts';

it.each(['#try=answers&answers=abc', '#try=answers&answer=abc'])('%s has a list of one answer', (hash) => {
  const state = stateIn(hash, 'answers');
  expect(state).toEqual({ answers: ['abc'] });
  expect(hashOf('answers', state ?? {})).toBe('#try=answers&answer=abc');
});
