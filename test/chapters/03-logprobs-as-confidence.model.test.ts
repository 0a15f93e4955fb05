import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { FACTS_FILE } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { promptOf, readFacts } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import {
  CONDITIONS,
  RETRIEVAL_FILE,
  readRetrievalSet,
  retrievalPrompt,
} from '../../chapters/06-decibels/retrieval.ts';
import { embeddedModel } from '../lm/embedded-model.ts';

const lm = await embeddedModel();

/** The largest difference between scores of questions asked together and each answer scored by itself. */
async function largestDifference(
  lm: LanguageModel,
  questions: readonly { readonly context: readonly number[]; readonly continuations: readonly number[][] }[],
): Promise<number> {
  const together = await lm.scoreChoices(questions);
  let largest = 0;
  for (const [i, { context, continuations }] of questions.entries()) {
    for (const [k, ids] of continuations.entries()) {
      const alone = await lm.score(ids, context);
      const batched = together[i]?.scores[k]?.total ?? Number.NaN;
      largest = Math.max(largest, Math.abs(batched - alone.totalLogprob));
    }
  }
  return largest;
}

describe('chapter 3 on the embedded model', () => {
  it('facts scored together equal facts scored one by one, within 1e-4 nats', async () => {
    const facts = readFacts(readFileSync(FACTS_FILE, 'utf8')).filter((_, i) => i % 20 === 0);
    const questions = facts.map((fact) => ({
      context: lm.encode(promptOf(fact, 'statement')),
      continuations: fact.answers.map((answer) => lm.encode(` ${answer}`)),
    }));
    expect(await largestDifference(lm, questions)).toBeLessThan(1e-4);
  });

  it('retrieval questions scored together equal those scored one by one, within 1e-4 nats', async () => {
    const items = readRetrievalSet(readFileSync(RETRIEVAL_FILE, 'utf8')).slice(0, 3);
    const questions = items.flatMap((item) =>
      CONDITIONS.map((condition) => ({
        context: lm.encode(retrievalPrompt(item, condition)),
        continuations: [item.answer, item.falseAnswer].map((answer) => lm.encode(` ${answer}`)),
      })),
    );
    expect(await largestDifference(lm, questions)).toBeLessThan(1e-4);
  });
});
