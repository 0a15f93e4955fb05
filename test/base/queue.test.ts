import { expect, it } from 'vitest';
import { Queue } from '#base/queue';

it('starts a task when the one before has ended, even where that failed', async () => {
  const queue = new Queue();
  const events: string[] = [];
  const task = (name: string, fails = false) =>
    queue.run(async () => {
      events.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = Promise.allSettled([task('first', true), task('second'), task('third')]);
  await queue.settled();
  expect(events).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});
