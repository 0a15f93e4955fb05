import { expect, it } from 'vitest';
import { Unfinished } from '#page-model/lab';
import { hashOf, stateIn } from '../../templates/client/lab/address.ts';
import { serverModel } from '../../templates/client/lab/server-model.ts';
import { serveHere } from './local-api.ts';
import { slowModel } from './slow-model.ts';

it.each(['#try=answers&answers=abc', '#try=answers&answer=abc'])('%s has a list of one answer', (hash) => {
  const state = stateIn(hash, 'answers');
  expect(state).toEqual({ answers: ['abc'] });
  expect(hashOf('answers', state ?? {})).toBe('#try=answers&answer=abc');
});

it('a text that is too long for the server is for the reader to change, not to send again', async () => {
  const { url } = await serveHere(slowModel({ contextLength: 1 }));
  const { signal } = new AbortController();
  await expect(serverModel(new URL(url)).predict('x'.repeat(17), [], signal)).rejects.toThrow(Unfinished);
});
