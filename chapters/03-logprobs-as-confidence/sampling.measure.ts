import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { promptOf } from './facts.ts';
import { answerOf, formsOf, freeAnswers, freeFacts, MOST_TOKENS, saysOneOf } from './free-answers.measure.ts';
import { interval, orNull, verdictOf } from './statistics.ts';

const SAMPLED_ITEMS = 16;
const SAMPLES = 10;
const HALF_STATISTIC = statisticOf((SAMPLED_ITEMS * SAMPLES) / 2);
const GROUP = { n: 'rank', agreement: HALF_STATISTIC } as const;

// #region most-common
/** Equal answers merged: the most common one (the first of several), how often it came, and how many there were. */
export function mostCommon(answers: readonly string[]): { answer: string; times: number; distinct: number } {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const times = Math.max(...counts.values());
  const answer = answers.find((one) => counts.get(one) === times) ?? '';
  return { answer, times, distinct: counts.size };
}
// #endregion most-common

/** Means of equal tenths may differ in their last bits. */
const withoutRounding = (difference: number) => (Math.abs(difference) < 1e-12 ? 0 : difference);

export const samplingAgreement = measurement({
  id: 'sampling-agreement',
  onlyHere: 'a draw may choose another token where probabilities differ in their last digits',
  data: { facts: FACTS_FILE },
  needs: { free: freeAnswers },
  kinds: {
    samples: 'exact',
    rows: { agreement: statisticOf(SAMPLES), distinct: 'rank', greedy: 'nats' },
    ...each(GROUP, 'right', 'wrong'),
    allDiffer: 'rank',
    greedy: { ...each(GROUP, 'right', 'wrong'), difference: interval('estimate', HALF_STATISTIC) },
    example: { probability: 'probability', agreement: statisticOf(SAMPLES) },
    smallestMargin: statisticOf(2000),
  },
  async measure({ lm, data, free }) {
    const facts = freeFacts(data.facts)
      .filter((_, i) => i % 3 === 0)
      .slice(0, SAMPLED_ITEMS);
    const generations = await lm.generate(
      facts.flatMap((fact) => Array.from({ length: SAMPLES }, () => lm.encode(promptOf(fact, 'statement')))),
      { maxTokens: MOST_TOKENS - 1, temperature: 1, seed: 4 },
    );
    const rows = facts.map((fact, i) => {
      const answers = generations
        .slice(i * SAMPLES, (i + 1) * SAMPLES)
        .map(({ ids, logprobs }) => answerOf(lm, ids, logprobs).text.toLowerCase());
      const { answer, times, distinct } = mostCommon(answers);
      const freely = free.rows.filter(({ id }) => id === fact.id);
      const greedy = at(freely, 0);
      const verdict: 'right' | 'wrong' | 'none' =
        times === 1 ? 'none' : saysOneOf(answer, formsOf(fact)) ? 'right' : 'wrong';
      return {
        prompt: promptOf(fact, 'statement'),
        answer: times === 1 ? '(all differ)' : answer === '' ? '(no words)' : answer,
        agreement: times / SAMPLES,
        distinct,
        greedy: greedy.sum,
        greedyVerdict: greedy.verdict,
        verdict,
      };
    });
    type Rows = readonly (typeof rows)[number][];
    const meanAgreement = (some: Rows) =>
      some.length === 0 ? Number.NaN : mean(some.map((row) => row.agreement));
    const group = (some: Rows) => ({
      n: some.length,
      agreement: some.length === 0 ? null : meanAgreement(some),
    });
    const ofVerdict = (verdict: string) => group(rows.filter((row) => row.verdict === verdict));
    const greedily = (some: Rows, verdict: string) => some.filter((row) => row.greedyVerdict === verdict);
    const difference = pairedDifferenceInterval({
      rows,
      clusterOf: ({ prompt }) => prompt,
      statistic: (some) => meanAgreement(greedily(some, 'right')),
      baseline: (some) => meanAgreement(greedily(some, 'wrong')),
      random: seededRandom(12).next,
    });
    const greedyAnswer = (prompt: string) => free.rows.find((row) => row.prompt === prompt)?.answer ?? '';
    const worded = rows.filter(({ prompt }) => greedyAnswer(prompt) !== '');
    const surest = (worded.length > 0 ? worded : rows).reduce((one, other) =>
      other.greedy > one.greedy ? other : one,
    );
    const probability = Math.exp(surest.greedy);
    return {
      samples: SAMPLES,
      rows,
      right: ofVerdict('right'),
      wrong: ofVerdict('wrong'),
      allDiffer: ofVerdict('none').n,
      greedy: {
        right: group(greedily(rows, 'right')),
        wrong: group(greedily(rows, 'wrong')),
        difference: {
          estimate: orNull(withoutRounding(difference.estimate)),
          low: orNull(withoutRounding(difference.low)),
          high: orNull(withoutRounding(difference.high)),
          verdict: verdictOf(difference),
        },
      },
      example: {
        prompt: surest.prompt,
        answer: greedyAnswer(surest.prompt),
        words: either(worded.length > 0, 'some', 'none'),
        probability,
        agreement: surest.agreement,
        less:
          Math.abs(surest.agreement - probability) < 0.05
            ? ('as many' as const)
            : either(surest.agreement < probability, 'yes', 'no'),
      },
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});
