import type { Ids, LanguageModel, ScoredChoices } from '#lm/types';
import { median } from '#numerics/statistics';

const TEXT_LENGTHS = [1024, 4096];
const SHORT_TEXTS = 200;
const [SHORTEST, LONGEST] = [5, 20];
const CONTINUATIONS = [1, 2, 3, 4];

export interface WorkSpeed {
  readonly name: string;
  /** What has to be read at least: neither padding nor what is read twice counts. */
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

/**
 * Measures `score` of long texts and `scoreChoices` of many short ones, all cut from `ids`: medians over the rounds.
 * `onRound` hears of each round as it begins.
 */
export async function benchModel(
  model: LanguageModel,
  ids: Ids,
  rounds: number,
  onRound: (name: string, round: number) => void,
): Promise<WorkSpeed[]> {
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
      onRound(name, round + 1);
      const start = performance.now();
      await run();
      measured.push((1000 * tokens) / (performance.now() - start));
    }
    speeds.push({ name, tokens, tokensPerSecond: median(measured) });
  }
  return speeds;
}

/** 200 texts of 5 to 20 tokens with four continuations each, of one to four tokens, cut one after another from `ids`. */
function shortQuestions(ids: Ids): ScoredChoices[] {
  let place = 0;
  const take = (length: number): Ids => {
    place += length;
    if (place > ids.length) throw new Error(`the text has only ${ids.length} tokens`);
    return ids.slice(place - length, place);
  };
  return Array.from({ length: SHORT_TEXTS }, (_, i) => ({
    context: take(SHORTEST + (i % (LONGEST - SHORTEST + 1))),
    continuations: CONTINUATIONS.map(take),
  }));
}

/** How many tokens must be read to score the questions: a shared prefix once, a continuation's last token never. */
function leastTokens(questions: readonly ScoredChoices[]): number {
  const read = new Set<string>();
  for (const { context, continuations } of questions) {
    for (const continuation of [[], ...continuations]) {
      const text = [...context, ...continuation.slice(0, -1)];
      text.forEach((_, last) => {
        read.add(text.slice(0, last + 1).join(' '));
      });
    }
  }
  return read.size;
}
