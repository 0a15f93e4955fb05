import type { LanguageModel } from '#lm/types';

/**
 * The tokens of `end` when `beginning` stands before it. Where the tokeniser cuts the two differently together than apart,
 * the end is encoded alone, and `isKept` is false.
 */
export function tokensAfter(lm: LanguageModel, beginning: string, end: string) {
  const [before, together] = [lm.encode(beginning), lm.encode(beginning + end)];
  const isKept = before.every((id, place) => together[place] === id);
  return { ids: isKept ? together.slice(before.length) : lm.encode(end), isKept };
}
