import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import type { LanguageModel, RequestOptions } from '#lm/types';
import { openEngine } from '#lm/vllm/open';
import { openWatched, smallFolder, someIds } from './small-model.ts';
import { serve, vllmWith } from './vllm/stub-server.ts';

const LONG = 300;

/** Every request that a model takes, each of more than one call. */
const REQUESTS: Readonly<Record<string, (lm: LanguageModel, options: RequestOptions) => Promise<unknown>>> = {
  next: (lm, options) => lm.next(long(lm), options),
  nextOfMany: (lm, options) => lm.nextOfMany([long(lm)], options),
  everyPosition: (lm, options) => lm.everyPosition(long(lm), () => {}, options),
  score: (lm, options) => lm.score(long(lm), [], options),
  scoreContinuations: (lm, options) => lm.scoreContinuations(long(lm), [[1], [2]], options),
  scoreChoices: (lm, options) => lm.scoreChoices([{ context: long(lm), continuations: [[1]] }], options),
  scoreMany: (lm, options) => lm.scoreMany([{ context: long(lm), continuation: [1] }], options),
  generate: (lm, options) => lm.generate([someIds(4, 1, lm.vocabularySize)], { ...options, maxTokens: 9 }),
};

const long = (lm: LanguageModel): number[] => someIds(LONG, 1, lm.vocabularySize);

let stop: AbortController | undefined;
const folder = await smallFolder();
const { lm, calls } = await openWatched(folder, { change: () => stop?.abort(new Error('left')) });
afterAll(() => lm.close());

describe.each(Object.entries(REQUESTS))('%s', (_name, request) => {
  it('stops before the next call of the model once it is aborted', async () => {
    stop = new AbortController();
    calls.length = 0;
    await expect(request(lm, { signal: stop.signal })).rejects.toThrow('left');
    expect(calls).toHaveLength(1);
  });

  it('costs no call when it is aborted while another request runs', async () => {
    stop = new AbortController();
    calls.length = 0;
    const running = lm.next(someIds(5, 2, lm.vocabularySize));
    await expect(request(lm, { signal: stop.signal })).rejects.toThrow('left');
    await running;
    expect(calls).toHaveLength(1);
  });

  it('is ended behind a server, too', async () => {
    stop = undefined;
    const gone = new AbortController();
    const answer = vllmWith(lm);
    let isOpen = false;
    let ended = Promise.resolve<unknown>(undefined);
    const server = await serve(async (asked, response) => {
      if (!isOpen) return await answer(asked, response);
      ended = once(response, 'close');
      gone.abort(new Error('left'));
      return undefined;
    });
    const engine = await openEngine({ url: server.url, tokenizer: folder });
    isOpen = true;
    await expect(request(engine, { signal: gone.signal })).rejects.toThrow('left');
    await ended;
    await engine.close();
  });
});
