import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { promptOf } from './facts.ts';
import { answerOf, formsOf, freeAnswers, freeFacts, MOST_TOKENS, saysOneOf } from './free-answers.measure.ts';
import { verdictOf } from './paired.ts';

const SAMPLED_ITEMS = 16;

const SAMPLES = 10;

const SEED = 4;

const BOOTSTRAP_SEED = 12;

const HALF_STATISTIC = statisticOf((SAMPLED_ITEMS * SAMPLES) / 2);

const GROUP_KINDS = { n: 'rank', agreement: HALF_STATISTIC } as const;

/** Shown when an answer ended before its first word. */
const NO_WORDS = '(no words)';

const ALL_DIFFER = '(all differ)';

export const samplingAgreement = measurement({
  id: 'sampling-agreement',
  data: { facts: FACTS_FILE },
  needs: { free: freeAnswers },
  kinds: {
    samples: 'exact',
    rows: {
      prompt: 'exact',
      answer: 'exact',
      agreement: statisticOf(SAMPLES),
      distinct: 'rank',
      greedy: 'nats',
      greedyVerdict: 'exact',
      verdict: 'exact',
    },
    right: GROUP_KINDS,
    wrong: GROUP_KINDS,
    allDiffer: 'rank',
    greedy: {
      right: GROUP_KINDS,
      wrong: GROUP_KINDS,
      difference: { estimate: HALF_STATISTIC, low: HALF_STATISTIC, high: HALF_STATISTIC, verdict: 'exact' },
    },
    example: {
      prompt: 'exact',
      answer: 'exact',
      probability: 'probability',
      agreement: statisticOf(SAMPLES),
      less: 'exact',
    },
    smallestMargin: statisticOf(2000),
  },
  async measure({ lm, data, free }) {
    const facts = freeFacts(data.facts, lm)
      .filter((_, i) => i % 3 === 0)
      .slice(0, SAMPLED_ITEMS);
    const generations = await lm.generate(
      facts.flatMap((fact) => Array.from({ length: SAMPLES }, () => lm.encode(promptOf(fact, 'statement')))),
      { maxTokens: MOST_TOKENS - 1, temperature: 1, seed: SEED },
    );
    const rows = facts.map((fact, i) => {
      const answers = generations
        .slice(i * SAMPLES, (i + 1) * SAMPLES)
        .map(({ ids, logprobs }) => answerOf(lm, ids, logprobs).text.toLowerCase());
      const { answer, times, distinct } = mostCommon(answers);
      const greedy = free.rows.find(({ id }) => id === fact.id);
      if (greedy === undefined) throw new RangeError(`the fact ${fact.id} has no greedy answer`);
      const verdict: 'right' | 'wrong' | 'none' =
        times === 1 ? 'none' : saysOneOf(answer, formsOf(fact)) ? 'right' : 'wrong';
      return {
        prompt: promptOf(fact, 'statement'),
        answer: times === 1 ? ALL_DIFFER : answer === '' ? NO_WORDS : answer,
        agreement: times / SAMPLES,
        distinct,
        greedy: greedy.sum,
        greedyVerdict: greedy.verdict,
        verdict,
      };
    });
    type Row = (typeof rows)[number];
    const meanAgreement = (some: readonly Row[]) =>
      some.length === 0 ? Number.NaN : mean(some.map((row) => row.agreement));
    const group = (some: readonly Row[]) => ({
      n: some.length,
      agreement: some.length === 0 ? 0 : meanAgreement(some),
    });
    const greedily = (some: readonly Row[], verdict: string) =>
      some.filter((row) => row.greedyVerdict === verdict);
    const difference = pairedDifferenceInterval({
      rows,
      clusterOf: ({ prompt }) => prompt,
      statistic: (some) => meanAgreement(greedily(some, 'right')),
      baseline: (some) => meanAgreement(greedily(some, 'wrong')),
      random: seededRandom(BOOTSTRAP_SEED).next,
    });
    const surest = rows.reduce((one, other) => (other.greedy > one.greedy ? other : one));
    const probability = Math.exp(surest.greedy);
    const less: 'yes' | 'no' = surest.agreement < probability ? 'yes' : 'no';
    return {
      samples: SAMPLES,
      rows,
      right: group(rows.filter(({ verdict }) => verdict === 'right')),
      wrong: group(rows.filter(({ verdict }) => verdict === 'wrong')),
      allDiffer: rows.filter(({ verdict }) => verdict === 'none').length,
      greedy: {
        right: group(greedily(rows, 'right')),
        wrong: group(greedily(rows, 'wrong')),
        difference: { ...difference, verdict: verdictOf(difference) },
      },
      example: {
        prompt: surest.prompt,
        answer: (free.rows.find(({ prompt }) => prompt === surest.prompt)?.answer ?? '') as string,
        probability,
        agreement: surest.agreement,
        less,
      },
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});

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
