import type { LanguageModel, Piece } from '#lm/types';
import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { type Block, curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement, type OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { count, nats, percent, real, text } from '#report/values';
import { FACTS_FILE } from './fact-scores.ts';
import { type Fact, promptOf, readFacts } from './facts.ts';

const FREE_RELATIONS = ['capital', 'element'];
const FREE_ITEMS = 50;
const MOST_TOKENS = 6;
const SAMPLED_ITEMS = 16;
const SAMPLES = 10;
const HALF_OF_THE_SAMPLES = (SAMPLED_ITEMS * SAMPLES) / 2;
const SEED = 4;
/** Shown when an answer ended before its first word. */
const NO_WORDS = '(no words)';
const ALL_DIFFER = '(all differ)';

/** Forms that count as right besides the answer itself, listed before anything was generated. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  aluminum: ['aluminium'],
  Brasilia: ['Brasília'],
  'New Delhi': ['Delhi'],
  sulfur: ['sulphur'],
  Bogota: ['Bogotá'],
  Yaounde: ['Yaoundé'],
};

// #region free-answer
/** The words of an answer: everything up to the first sign that ends it. */
export function answerTokens(pieces: readonly Piece[]): readonly Piece[] {
  const end = pieces.findIndex(({ text, special }) => special || /[.,;:!?()\n]/.test(text));
  return end < 0 ? pieces : pieces.slice(0, end);
}

/** Whether a free answer says one of the forms that count as right: it begins with it, and the word ends there. */
export function saysOneOf(answer: string, forms: readonly string[]): boolean {
  const said = answer.trim().toLowerCase().replace(/^the /, '');
  return forms.some(
    (form) => said.startsWith(form.toLowerCase()) && !/\p{L}/u.test(said.charAt(form.length)),
  );
}
// #endregion free-answer

function formsOf({ answers }: Fact): string[] {
  const right = at(answers, 0);
  return [right, ...(OTHER_FORMS[right] ?? [])];
}

/** Test items whose answers are a name, so that a free answer can be judged. */
function freeFacts(text: string, lm: LanguageModel): Fact[] {
  return readFacts(text, (some) => lm.encode(some)).filter(
    ({ half, relation }) => half === 'test' && FREE_RELATIONS.includes(relation),
  );
}

/** What a generation answered, and the log-probability of those words. */
function answerOf(lm: LanguageModel, ids: readonly number[], logprobs: readonly number[]) {
  const pieces = answerTokens(lm.pieces(ids));
  return {
    text: lm.decode(ids.slice(0, pieces.length)).trim(),
    sum: compensatedSum(logprobs.slice(0, pieces.length)),
  };
}

export const freeAnswers = measurement({
  id: 'free-answers',
  data: { facts: FACTS_FILE },
  kinds: {
    n: 'exact',
    right: 'rank',
    accuracy: statisticOf(FREE_ITEMS),
    auroc: {
      estimate: statisticOf(FREE_ITEMS),
      low: statisticOf(FREE_ITEMS),
      high: statisticOf(FREE_ITEMS),
    },
    rows: { id: 'exact', prompt: 'exact', answer: 'exact', sum: 'nats', verdict: 'exact' },
    examples: { prompt: 'exact', answer: 'exact', sum: 'nats', verdict: 'exact' },
    smallestMargin: 'nats',
  },
  async measure({ lm, data }) {
    const facts = freeFacts(data.facts, lm);
    if (facts.length !== FREE_ITEMS) throw new RangeError(`${facts.length} items are answered freely`);
    const generations = await lm.generate(
      facts.map((fact) => lm.encode(promptOf(fact, 'statement'))),
      { maxTokens: MOST_TOKENS, temperature: 0 },
    );
    const rows = facts.map((fact, i) => {
      const { ids, logprobs } = at(generations, i);
      const { text, sum } = answerOf(lm, ids, logprobs);
      const verdict: 'right' | 'wrong' = saysOneOf(text, formsOf(fact)) ? 'right' : 'wrong';
      return { id: fact.id, prompt: promptOf(fact, 'statement'), answer: text, sum, verdict };
    });
    const outcomes = rows.map(({ verdict }) => verdict === 'right');
    const bySum = [...rows].sort((one, other) => other.sum - one.sum);
    const first = (verdict: string, count: number) =>
      bySum.filter((row) => row.verdict === verdict).slice(0, count);
    const right = outcomes.filter(Boolean).length;
    return {
      n: rows.length,
      right,
      accuracy: right / rows.length,
      auroc: clusteredBootstrapInterval({
        rows,
        clusterOf: ({ id }) => id,
        statistic: (some) =>
          auroc(
            some.map(({ sum }) => sum),
            some.map(({ verdict }) => verdict === 'right'),
          ),
        random: seededRandom(SEED).next,
        draws: 1000,
      }),
      rows,
      examples: [...first('right', 3), ...first('wrong', 5)].map(({ id, ...row }) => row),
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});

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
      verdict: 'exact',
    },
    right: { n: 'rank', agreement: statisticOf(HALF_OF_THE_SAMPLES) },
    wrong: { n: 'rank', agreement: statisticOf(HALF_OF_THE_SAMPLES) },
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
      const verdict: 'right' | 'wrong' = times > 1 && saysOneOf(answer, formsOf(fact)) ? 'right' : 'wrong';
      return {
        prompt: promptOf(fact, 'statement'),
        answer: times === 1 ? ALL_DIFFER : answer === '' ? NO_WORDS : answer,
        agreement: times / SAMPLES,
        distinct,
        greedy: greedy?.sum ?? Number.NaN,
        verdict,
      };
    });
    const group = (verdict: string) => {
      const agreements = rows.filter((row) => row.verdict === verdict).map((row) => row.agreement);
      return { n: agreements.length, agreement: agreements.length === 0 ? 0 : mean(agreements) };
    };
    return {
      samples: SAMPLES,
      rows,
      right: group('right'),
      wrong: group('wrong'),
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

/** Folded: answers in the model's own words. */
export function freeAnswersPart(m: OutputsOf<{ m: typeof freeAnswers }>['m']): Block {
  return curious(prose`Answers in the model's own words`, [
    prose`
      Most programs have no list of four answers. Let the model go on by itself, always with the likeliest token, and read the
      words up to the first punctuation mark. ${count(m.n)} test items ask for a capital or an element; the spellings that
      count as right were listed before anything was generated.
    `,
    table({
      id: 'free-answers',
      caption: prose`Free answers with the highest log-probability: three that are right, five that are not.`,
      rows: m.examples,
      columns: [
        { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
        { head: prose`it goes on`, cell: (row) => prose`${text(row.answer)}` },
        { head: prose`log-probability`, align: 'right', cell: (row) => prose`${nats(row.sum)}` },
        {
          head: prose`verdict`,
          cell: (row) => choose(row.verdict, { right: prose`right`, wrong: prose`wrong` }),
        },
      ],
    }),
    prose`
      ${count(m.right)} of ${count(m.n)} are right, ${percent(m.accuracy)}. The summed log-probability of the words separates
      right from wrong with an AUROC of ${real(m.auroc.estimate, 'statistic')}, between ${real(m.auroc.low, 'statistic')} and
      ${real(m.auroc.high, 'statistic')}: no list of candidates was needed for that. A bare sum ranks answers; to be read as a
      chance of being right it still needs labelled examples. Now read the wrong ones. A likely way to go on
      gets a high score, whether or not it answers the question. And the check is a program, too: it cannot accept a right answer
      in words that nobody listed.
    `,
  ]);
}

/** Folded: agreement among samples as another confidence. */
export function samplingPart(m: OutputsOf<{ m: typeof samplingAgreement }>['m']): Block {
  return curious(prose`When log-probabilities are hidden: ask ten times`, [
    prose`
      Some services give no log-probabilities. One can still draw several answers and see whether they agree. Sixteen of those
      questions were answered ${count(m.samples)} times each, drawn at a temperature of one; equal answers were merged. The share
      of the commonest is the *agreement*.
    `,
    figure({
      id: 'agreement-scatter',
      caption: prose`
        Agreement of ten samples against the log-probability of the greedy answer to the same question. Circles: the commonest
        sample is right; crosses: it is wrong, or all ten differ.
      `,
      alt: prose`
        Points for sixteen questions. Right answers have a mean
        agreement of ${percent(m.right.agreement)}, wrong ones of ${percent(m.wrong.agreement)}.
      `,
      data: m.rows.map((row) => ({ greedy: row.greedy, agreement: row.agreement, verdict: row.verdict })),
      spec: {
        height: 260,
        mark: { type: 'point', size: 60, strokeWidth: 1.5 },
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
            scale: { domain: ['right', 'wrong'], range: ['$blue', '$orange'] },
          },
          shape: {
            field: 'verdict',
            type: 'nominal',
            title: null,
            scale: { domain: ['right', 'wrong'], range: ['circle', 'cross'] },
          },
        },
      },
    }),
    table({
      id: 'agreement-table',
      caption: prose`Sixteen questions, ${count(m.samples)} samples each.`,
      rows: m.rows,
      columns: [
        { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
        { head: prose`commonest answer`, cell: (row) => prose`${text(row.answer)}` },
        { head: prose`agreement`, align: 'right', cell: (row) => prose`${percent(row.agreement)}` },
        { head: prose`different answers`, align: 'right', cell: (row) => prose`${count(row.distinct)}` },
        {
          head: prose`verdict`,
          cell: (row) => choose(row.verdict, { right: prose`right`, wrong: prose`wrong` }),
        },
      ],
    }),
    prose`
      ${claim({
        a: m.right.agreement,
        b: m.wrong.agreement,
        kind: statisticOf(HALF_OF_THE_SAMPLES),
        when: {
          greater: prose`What to see: where the commonest answer is right, more of the samples agree on it:
            ${percent(m.right.agreement)} against ${percent(m.wrong.agreement)} on average.`,
          less: prose`What to see: here the samples agree more where they are wrong.`,
          tooClose: prose`What to see: here agreement hardly differs between right and wrong answers.`,
        },
      })} In the long run a sample falls on an answer as often as its probability says, so agreement measures the same thing with
      a coarse ruler: ten draws, and only answers that are spelled alike count as equal. It costs ${count(m.samples)} answers instead of one, and it, too, knows the text and not the world.
    `,
  ]);
}
