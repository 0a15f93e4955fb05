import type { Ids, LanguageModel } from '#lm/types';
import { besideRaw, RAW_TOKENS, type RawSession, REFERENCE_CALL } from './session-alone.ts';
import { leastTokens, shortQuestions } from './texts.ts';

const OTHER_CALLS = [16, 64, 256];
const TEXT_LENGTHS = [1024, 4096];

/** Measures the session alone, `score` of long texts, and `scoreChoices` of many short ones, all cut from `ids`. */
export async function benchModel(model: LanguageModel, raw: RawSession, ids: Ids, rounds: number) {
  const questions = shortQuestions(ids);
  const works = [
    ...OTHER_CALLS.map((size) => ({
      name: `session alone, ${size} tokens a call`,
      tokens: RAW_TOKENS,
      run: () => raw.speed(size),
    })),
    ...TEXT_LENGTHS.map((tokens) => ({
      name: `score ${tokens.toLocaleString('en-US')} tokens`,
      tokens,
      run: () => model.score(ids.slice(0, tokens)),
    })),
    {
      name: `${questions.length} short texts, four continuations each`,
      tokens: leastTokens(questions),
      run: () => model.scoreChoices(questions),
    },
  ];
  // Both warm up once, unmeasured.
  await raw.speed();
  await model.score(ids.slice(0, 2 * REFERENCE_CALL));
  return await besideRaw(raw, works, rounds);
}
