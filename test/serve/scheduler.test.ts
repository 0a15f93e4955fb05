import { describe, expect, it } from 'vitest';
import type { Ids } from '#lm/types';
import type { Job, TokenEvent } from '../../scripts/serve/scheduler.ts';
import { type SlowModel, slowModel } from './slow-model.ts';

/** The first ids of a long prompt, a short one, and another. */
const [LONG, SHORT, OTHER] = [1, 2, 3];

const prompt = (first: number, length: number): Ids => [first, ...Array<number>(length - 1).fill(9)];

function start(model: SlowModel, job: Partial<Job> & Pick<Job, 'prompt'>, samples = 1) {
  const stops = Array.from({ length: samples }, () => new AbortController());
  const events: TokenEvent[] = [];
  const done = model.run(
    { scoresPrompt: false, listed: 0, maxTokens: 1, sampling: { temperature: 0 }, ...job },
    (more) => events.push(...more),
    stops.map(({ signal }) => signal),
  );
  return { events, done, stop: (sample = 0) => stops[sample]?.abort() };
}

const readsOf = (model: SlowModel, first: number) =>
  model.calls.filter(({ kind, texts }) => kind === 'read' && texts.includes(first));

/** Runs `then` before the call of that number. */
function atCall(model: SlowModel, number: number, then: () => void): void {
  model.beforeCall = () => {
    if (model.calls.length === number) then();
  };
}

describe('a job whose client left', () => {
  it('costs no call when it waited for room', async () => {
    const model = slowModel();
    const running = start(model, { prompt: prompt(LONG, 5000) });
    const waiting = start(model, { prompt: prompt(OTHER, 5000) });
    atCall(model, 3, () => waiting.stop());
    await Promise.all([running.done, waiting.done]);
    expect(readsOf(model, OTHER)).toEqual([]);
    expect(waiting.events).toEqual([]);
    expect(model.open.size).toBe(0);
  });

  it('costs no call after the one that reads its prompt of 3,000 tokens, which is a short one', async () => {
    const model = slowModel();
    const { stop, done, events } = start(model, { prompt: prompt(LONG, 3000), scoresPrompt: true });
    atCall(model, 4, () => stop());
    await done;
    expect(model.calls).toHaveLength(5);
    expect(Math.max(...model.calls.map(({ tokens }) => tokens))).toBeLessThanOrEqual(32);
    expect(events.length).toBeLessThan(200);
    expect(model.open.size).toBe(0);
  });

  it('costs no call after the one that writes a token', async () => {
    const model = slowModel();
    const { stop, done, events } = start(model, { prompt: prompt(SHORT, 5), maxTokens: 500 });
    atCall(model, 4, () => stop());
    await done;
    expect(model.calls).toHaveLength(5);
    expect(events).toHaveLength(5);
    expect(model.open.size).toBe(0);
  });

  it('leaves others as they are', async () => {
    const model = slowModel();
    const leaving = start(model, { prompt: prompt(OTHER, 100), maxTokens: 50 });
    const staying = start(model, { prompt: prompt(SHORT, 40), maxTokens: 50 });
    atCall(model, 20, () => leaving.stop());
    await Promise.all([leaving.done, staying.done]);
    expect(staying.events).toHaveLength(50);
    expect(staying.events.at(-1)?.end).toBe('length');
  });
});

describe('jobs at the same time', () => {
  it('take turns: a short one is answered while long prompts are read', async () => {
    const model = slowModel();
    const long = [1, 2].map(() => start(model, { prompt: prompt(LONG, 4000) }));
    const waiting = start(model, { prompt: prompt(OTHER, 4000) });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const before = model.calls.length;
    await start(model, { prompt: prompt(SHORT, 20), maxTokens: 4 }).done;
    expect(model.calls.length - before).toBeLessThan(12);
    for (const { stop } of [...long, waiting]) stop();
    await Promise.all([...long, waiting].map(({ done }) => done));
  });

  it('are let in in order, so that none waits for ever', async () => {
    const model = slowModel();
    const order: number[] = [];
    const jobs = [6, 7, 8, 9].map(async (first) => {
      await start(model, { prompt: prompt(first, 4200) }).done;
      order.push(first);
    });
    await Promise.all(jobs);
    expect(order).toEqual([6, 7, 8, 9]);
  });

  it('write side by side, each sample with its own random numbers', async () => {
    const model = slowModel();
    const sampling = { temperature: 1, seed: 3 };
    const { events, done } = start(model, { prompt: prompt(SHORT, 5), maxTokens: 20, sampling }, 3);
    await done;
    const texts = [0, 1, 2].map((sample) =>
      events.filter((event) => event.sample === sample).map(({ id }) => id),
    );
    expect(new Set(texts.map((text) => text.join())).size).toBe(3);
    expect(model.calls.filter(({ kind }) => kind === 'read')).toHaveLength(1);
    expect(model.calls.length).toBeLessThanOrEqual(20);
    expect(model.open.size).toBe(0);
  });

  it('end one sample by its own signal, while others go on', async () => {
    const model = slowModel();
    const { events, done, stop } = start(model, { prompt: [5], maxTokens: 30 }, 2);
    atCall(model, 5, () => stop(0));
    await done;
    expect(events.filter(({ sample }) => sample === 0).length).toBeLessThan(10);
    expect(events.filter(({ sample }) => sample === 1)).toHaveLength(30);
  });

  it('all fail when the model fails, and the next one is served', async () => {
    const model = slowModel();
    const jobs = [SHORT, OTHER].map((first) => start(model, { prompt: prompt(first, 50), maxTokens: 9 }));
    atCall(model, 3, () => {
      throw new Error('out of memory');
    });
    for (const { done } of jobs) await expect(done).rejects.toThrow('out of memory');
    expect(model.open.size).toBe(0);
    model.beforeCall = () => {};
    const { done, events } = start(model, { prompt: prompt(SHORT, 50), maxTokens: 2 });
    await done;
    expect(events).toHaveLength(2);
  });
});
