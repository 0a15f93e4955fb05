import { expect, it } from 'vitest';
import { memoise } from '#base/memoise';

it('computes once for each key, and again only what failed', async () => {
  let calls = 0;
  const value = memoise(async (key: string) => {
    if (++calls === 1) throw new Error('not yet');
    return key;
  });
  await expect(value('a')).rejects.toThrow('not yet');
  expect([await value('a'), await value('a'), calls]).toEqual(['a', 'a', 2]);
});
