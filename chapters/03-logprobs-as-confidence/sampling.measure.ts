import { at } from '#numerics/list';
import { either, measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { promptOf } from './facts.ts';
import {
  advantage,
  answerOf,
  beginsWithOneOf,
  freeAnswers,
  freeFacts,
  MOST_TOKENS,
  SEPARATIONS,
  separationsOf,
} from './free-answers.measure.ts';
import { interval } from './statistics.ts';

const SAMPLES = 10;
/** How many of the samples may agree, from and to, in the rows of the table. */
const BANDS = [
  [0, 0],
  [1, 3],
  [4, 6],
  [7, 10],
] as const;

/** Whether two answers are the same: one begins with the other, and the word ends there. */
export function isSameAnswer(one: string, other: string): boolean {
  if (one === '' || other === '') return one === other;
  const bare = (answer: string) => answer.toLowerCase().replace(/^the /, '');
  return beginsWithOneOf(one, [bare(other)]) || beginsWithOneOf(other, [bare(one)]);
}

export const samplingAgreement = measurement({
  id: 'sampling-agreement',
  dependsOnEngine: 'a draw may choose another token where probabilities differ in their last digits',
  data: { facts: FACTS_FILE },
  needs: { free: freeAnswers },
  kinds: {
    samples: 'exact',
    rows: { agreement: statisticOf(SAMPLES) },
    ...SEPARATIONS,
    lead: interval('estimate', SEPARATIONS.auroc.estimate),
    bands: { from: 'exact', to: 'exact', n: 'rank', right: 'rank' },
    surestWrong: { agreement: statisticOf(SAMPLES) },
    smallestMargin: statisticOf(2000),
  },
  async measure({ lm, data, free }) {
    const facts = freeFacts(data.facts);
    const generations = await lm.generate(
      facts.flatMap((fact) => Array.from({ length: SAMPLES }, () => lm.encode(promptOf(fact, 'statement')))),
      { maxTokens: MOST_TOKENS, temperature: 1, seed: 4 },
    );
    const rows = facts.map(({ id }, i) => {
      const greedy = at(free.rows, i);
      if (greedy.id !== id) throw new RangeError(`the greedy answer to ${id} is not at its place`);
      const agree = generations
        .slice(i * SAMPLES, (i + 1) * SAMPLES)
        .map(({ ids, logprobs }) => answerOf(lm, ids, logprobs).text)
        .filter((answer) => isSameAnswer(answer, greedy.answer)).length;
      const { prompt, answer, sum, verdict } = greedy;
      return { id, prompt, answer, sum, agreement: agree / SAMPLES, right: verdict === 'right' };
    });
    const scored = rows.map((row) => ({ ...row, score: row.agreement }));
    const wrong = rows.filter(({ right }) => !right).sort((one, other) => other.agreement - one.agreement)[0];
    return {
      samples: SAMPLES,
      rows: rows.map(({ prompt, answer, agreement, right }) => ({
        prompt,
        answer,
        agreement,
        greedyVerdict: either(right, 'right', 'wrong'),
      })),
      ...separationsOf(scored),
      lead: advantage(
        rows,
        ({ sum }) => sum,
        ({ agreement }) => agreement,
      ),
      bands: BANDS.map(([from, to]) => {
        const within = rows.filter(({ agreement }) => {
          const agree = Math.round(agreement * SAMPLES);
          return agree >= from && agree <= to;
        });
        return {
          from,
          to,
          alone: either(from === to, 'yes', 'no'),
          n: within.length,
          right: within.filter(({ right }) => right).length,
        };
      }),
      surestWrong: wrong ? { prompt: wrong.prompt, answer: wrong.answer, agreement: wrong.agreement } : null,
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});
