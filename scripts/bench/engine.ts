import { type ModelRequest, openRequested } from '#lm/request';
import type { LanguageModel } from '#lm/types';
import { median } from '#numerics/statistics';

export type EngineSpeed = Awaited<ReturnType<typeof benchEngine>>;

const TEXT_LENGTH = 1024;
const PREDICTIONS = 16;

async function medianTime(rounds: number, body: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await body(round);
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Beginnings of a text that no earlier round has asked for: servers remember. */
function prefixes(lm: LanguageModel, ids: readonly number[], round: number): number[][] {
  const first = [(ids[round] ?? 0) % lm.vocabularySize, ...ids.slice(round, round + 40)];
  return Array.from({ length: PREDICTIONS }, (_, i) => first.slice(0, first.length - i));
}

/** Scores up to 1,024 tokens of `text`, and asks for 16 whole predictions, `rounds` times by turns. */
export async function benchEngine(text: string, rounds: number, request: ModelRequest) {
  const start = performance.now();
  const lm = await openRequested(request);
  const openMilliseconds = performance.now() - start;
  try {
    const ids = lm.encode(text).slice(0, Math.min(TEXT_LENGTH, lm.contextLength));
    const scoring = await medianTime(rounds, () => lm.score(ids, [], { entropies: false }));
    const predicting = await medianTime(rounds, (round) => lm.nextOfMany(prefixes(lm, ids, round)));
    return {
      openMilliseconds,
      score: { tokens: ids.length, tokensPerSecond: (1000 * ids.length) / scoring },
      predictions: { count: PREDICTIONS, millisecondsEach: predicting / PREDICTIONS },
    };
  } finally {
    await lm.close();
  }
}
