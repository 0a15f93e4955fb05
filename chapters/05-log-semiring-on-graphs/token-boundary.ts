import type { LanguageModel } from '#lm/types';

/** Whether the tokeniser cuts both as it cuts each: the tokens of the end are then those that it has in the whole text. */
export function keepsSeam(lm: Pick<LanguageModel, 'encode'>, beginning: string, end: string): boolean {
  const apart = [...lm.encode(beginning), ...lm.encode(end)];
  const together = lm.encode(beginning + end);
  return together.length === apart.length && together.every((id, place) => id === apart[place]);
}
