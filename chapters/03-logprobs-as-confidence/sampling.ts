import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { type Block, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement, type OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { count, percent, points, ref, text } from '#report/values';
import { FACTS_FILE } from './fact-scores.ts';
import { promptOf } from './facts.ts';
import { answerOf, formsOf, freeAnswers, freeFacts, MOST_TOKENS, saysOneOf } from './free-answers.ts';
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
/** What the figure calls the verdicts. */
const VERDICTS = { right: 'right', wrong: 'wrong', none: 'all differ' } as const;

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

/** Folded: agreement among samples as another confidence. */
export function samplingPart(m: OutputsOf<{ m: typeof samplingAgreement }>['m']): Block {
  return curious(prose`What if log-probabilities are hidden?`, [
    prose`
      Some services give no log-probabilities. One can still draw several answers and see whether they agree. Every third of the
      questions about capitals and elements, until there were sixteen, was answered ${count(m.samples)} times, drawn at a
      temperature of one; equal answers were merged. The share of the commonest is the *agreement*
      (${ref('agreement-scatter')}, ${ref('agreement-table')}).
    `,
    figure({
      id: 'agreement-scatter',
      caption: prose`
        Agreement of ten samples against the log-probability of the greedy answer to the same question. Circles: the commonest
        sample is right; crosses: it is wrong; triangles: all ten differ, so that there is none. Darker marks lie on top of each other.
      `,
      alt: prose`
        Points for sixteen questions. Where the greedy answer is right, the mean agreement is
        ${percent(m.greedy.right.agreement)}, where it is wrong ${percent(m.greedy.wrong.agreement)}; for
        ${count(m.allDiffer)} questions all ten samples differ.
      `,
      data: m.rows.map((row) => ({
        greedy: row.greedy,
        agreement: row.agreement,
        verdict: VERDICTS[row.verdict],
      })),
      spec: {
        height: 260,
        mark: { type: 'point', size: 60, strokeWidth: 1.5, opacity: 0.8 },
        encoding: {
          x: {
            field: 'greedy',
            type: 'quantitative',
            title: 'log-probability of the greedy answer, in nats',
          },
          y: {
            field: 'agreement',
            type: 'quantitative',
            title: 'agreement',
            axis: { format: '%' },
            scale: { domain: [0, 1] },
          },
          color: {
            field: 'verdict',
            type: 'nominal',
            title: null,
            scale: { domain: ['right', 'wrong', 'all differ'], range: ['$blue', '$orange', '$slate'] },
          },
          shape: {
            field: 'verdict',
            type: 'nominal',
            title: null,
            scale: { domain: ['right', 'wrong', 'all differ'], range: ['circle', 'cross', 'triangle-up'] },
          },
        },
      },
    }),
    table({
      id: 'agreement-table',
      caption: prose`Sixteen questions, ${count(m.samples)} samples each. “(no words)”: the answer ended before its first word, and is
          wrong.`,
      rows: m.rows,
      columns: [
        { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
        { head: prose`commonest answer`, cell: (row) => prose`${text(row.answer)}` },
        { head: prose`agreement`, align: 'right', cell: (row) => prose`${percent(row.agreement)}` },
        { head: prose`different answers`, align: 'right', cell: (row) => prose`${count(row.distinct)}` },
        {
          head: prose`verdict`,
          cell: (row) =>
            choose(row.verdict, {
              right: prose`right`,
              wrong: prose`wrong`,
              none: prose`no commonest answer`,
            }),
        },
      ],
    }),
    prose`
      What to see: in ${count(m.right.n)} questions the commonest answer is right, with a mean agreement of
      ${percent(m.right.agreement)}; in ${count(m.wrong.n)} it is wrong, with ${percent(m.wrong.agreement)}; in
      ${count(m.allDiffer)} there is none. The last group has the lowest agreement there is, by definition, so it may not be
      counted among the wrong ones. Judged by the greedy answer instead, the mean agreement is
      ${percent(m.greedy.right.agreement)} for ${count(m.greedy.right.n)} right ones and
      ${percent(m.greedy.wrong.agreement)} for ${count(m.greedy.wrong.n)} wrong ones, a difference of
      ${points(m.greedy.difference.estimate)} (${points(m.greedy.difference.low, { bare: true })} to
      ${points(m.greedy.difference.high, { bare: true })}): ${choose(m.greedy.difference.verdict, {
        up: prose`agreement does tell something.`,
        down: prose`agreement is higher where the answer is wrong.`,
        'no clear effect': prose`so few questions show no clear difference.`,
      })}
    `,
    prose`
      Agreement is not the same number as a probability. “${text(m.example.prompt)} … ${text(m.example.answer)}” has a
      probability of ${percent(m.example.probability)}, but ${choose(m.example.less, {
        yes: prose`only ${percent(m.example.agreement)} of the samples agree on an answer.`,
        no: prose`${percent(m.example.agreement)} of the samples agree on an answer.`,
      })} The first is about one string of tokens, whatever follows it. A sample is read up to its first punctuation mark, so
      one that goes on, “${text(m.example.answer)} and …”, counts as another answer. Besides, ten draws are a coarse ruler. It costs
      ${count(m.samples)} answers instead of one, and it, too, knows the text and not the world.
    `,
  ]);
}
