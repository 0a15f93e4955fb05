import type { Ids, ScoredChoices } from '#lm/types';

const SHORT_TEXTS = 200;
const [SHORTEST, LONGEST] = [5, 20];
const CONTINUATIONS = [1, 2, 3, 4];

/** 200 texts of 5 to 20 tokens with four continuations each, of one to four tokens, cut one after another from `ids`. */
export function shortQuestions(ids: Ids): ScoredChoices[] {
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
export function leastTokens(questions: readonly ScoredChoices[]): number {
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
