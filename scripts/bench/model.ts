import type { Ids, LanguageModel } from '#lm/types';
import { median } from '#numerics/statistics';
import { leastTokens, shortQuestions } from './texts.ts';

const TEXT_LENGTHS = [1024, 4096];

export interface WorkSpeed {
  readonly name: string;
  /** What has to be read at least: neither padding nor what is read twice counts. */
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

/** Measures `score` of long texts and `scoreChoices` of many short ones, all cut from `ids`: medians over the rounds. */
export async function benchModel(model: LanguageModel, ids: Ids, rounds: number): Promise<WorkSpeed[]> {
  const questions = shortQuestions(ids);
  const works = [
    ...TEXT_LENGTHS.map((tokens) => ({
      name: `score ${tokens.toLocaleString('en-US')} tokens`,
      tokens,
      run: (): Promise<unknown> => model.score(ids.slice(0, tokens)),
    })),
    {
      name: `${questions.length} short texts, four continuations each`,
      tokens: leastTokens(questions),
      run: () => model.scoreChoices(questions),
    },
  ];
  const speeds: WorkSpeed[] = [];
  for (const { name, tokens, run } of works) {
    await run(); // warms up
    const measured: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await run();
      measured.push((1000 * tokens) / (performance.now() - start));
    }
    speeds.push({ name, tokens, tokensPerSecond: median(measured) });
  }
  return speeds;
}
