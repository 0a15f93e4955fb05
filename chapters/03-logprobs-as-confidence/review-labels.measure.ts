import type { LanguageModel } from '#lm/types';
import { auroc } from '#numerics/auroc';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { sigmoid } from '#numerics/sigmoid';
import { logSoftmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { rightLeavingOneOut } from './cuts.ts';
import { PAIRED_OUTCOMES_KINDS, pairedOutcomes, type Verdict } from './paired.ts';
import { REVIEWS_FILE, type Review, readReviews } from './reviews.ts';

/** A question about a review whose answer is one of two words, each of which may be written in several ways. */
interface LabelQuestion {
  readonly name: string;
  readonly after: string;
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

const forms = (word: string): string[] => {
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return [` ${capital}`, ` ${word}`, capital, word, ` ${word.toUpperCase()}`];
};

const QUESTIONS: readonly LabelQuestion[] = [
  {
    name: 'yes or no',
    after: 'Question: Does the reviewer recommend it?\nAnswer:',
    positive: forms('yes'),
    negative: forms('no'),
  },
  {
    name: 'positive or negative',
    after: 'Sentiment:',
    positive: forms('positive'),
    negative: forms('negative'),
  },
];
/** What stands in place of a review when the model's bias is measured. */
export const NO_REVIEW = 'N/A';
export const CLEAR_REVIEWS = 32;
/** In so many lanes a figure sets the points of one row, neighbours by value in different ones. */
const LANES = 5;
/** A spelling with more than this share of its label's probability has nearly all of it. */
const NEARLY_ALL = 0.9;
/** The kind of a rate over the clear reviews. */
export const REVIEW_STATISTIC = statisticOf(CLEAR_REVIEWS);

/** A review with what follows it. */
export const promptFor = (review: string, after: string) => `Review: ${review}\n${after}`;

// #region label-probability
/** ln P(label): the log-sum-exp over all the ways in which the label may be written. */
export function labelLogProbability(logprobs: Float64Array, surfaceForms: readonly number[]): number {
  return logSumExp(surfaceForms.map((id) => at(logprobs, id)));
}
// #endregion label-probability

/** The ids of the forms that are one token; a form of several tokens cannot be read off one prediction. */
function singleTokens(lm: LanguageModel, surfaceForms: readonly string[]): number[] {
  return surfaceForms.map((form) => lm.encode(form)).flatMap((ids) => (ids.length === 1 ? ids : []));
}

/** After each of the texts: the log-probabilities of both labels, and the log-odds of their first spellings alone. */
async function askLabels(lm: LanguageModel, question: LabelQuestion, texts: readonly string[]) {
  const [positive, negative] = [singleTokens(lm, question.positive), singleTokens(lm, question.negative)];
  const predictions = await lm.nextOfMany(texts.map((text) => lm.encode(promptFor(text, question.after))));
  return predictions.map(({ logits }) => {
    const logprobs = logSoftmax(logits);
    return {
      positive: labelLogProbability(logprobs, positive),
      negative: labelLogProbability(logprobs, negative),
      firstOdds: at(logprobs, at(positive, 0)) - at(logprobs, at(negative, 0)),
    };
  });
}

/** A question put to all clear reviews, with and without taking off the model's bias. */
async function judgeReviews(lm: LanguageModel, question: LabelQuestion, reviews: readonly Review[]) {
  const answers = await askLabels(lm, question, [NO_REVIEW, ...reviews.map(({ text }) => text)]);
  const [empty, ...scored] = answers.map(({ positive, negative, firstOdds }) => ({
    logOdds: positive - negative,
    firstOdds,
    mass: Math.exp(positive) + Math.exp(negative),
  }));
  const bias = empty?.logOdds ?? Number.NaN;
  const good = reviews.map((review) => review.good === 'yes');
  const logOdds = scored.map((one) => one.logOdds);
  const firstOdds = scored.map((one) => one.firstOdds);
  const decidedAt = (values: readonly number[], limit: number) =>
    values.map((value, i) => value > limit === good[i]);
  const rightIn = (decisions: readonly boolean[]) => decisions.filter(Boolean).length;
  const [atZero, atBias] = [decidedAt(logOdds, 0), decidedAt(logOdds, bias)];
  const [oneSpelling, outOfSample] = [decidedAt(firstOdds, 0), rightLeavingOneOut(logOdds, good)];
  return {
    name: question.name,
    after: question.after,
    auroc: auroc(logOdds, good),
    bias,
    biasProbability: sigmoid(bias),
    right: rightIn(atZero),
    rightCorrected: rightIn(atBias),
    shift: pairedOutcomes(atZero, atBias),
    oneSpelling: { auroc: auroc(firstOdds, good), right: rightIn(oneSpelling) },
    spellings: pairedOutcomes(oneSpelling, atZero),
    rightOutOfSample: rightIn(outOfSample),
    cut: pairedOutcomes(atZero, outOfSample),
    mass: mean(scored.map((one) => one.mass)),
    logOdds,
  };
}

/** What a change did to the questions, taken together. */
function effectOf(verdicts: readonly Verdict[]): 'all up' | 'some clear' | 'none clear' {
  if (verdicts.every((verdict) => verdict === 'up')) return 'all up';
  return verdicts.every((verdict) => verdict === 'no clear effect') ? 'none clear' : 'some clear';
}

/** The lane of each value in its group: neighbours stand in different ones, so that their marks do not run together. */
function lanesOf(values: readonly number[], groups: readonly unknown[]): number[] {
  return values.map((value, i) => {
    const below = values.filter((other, k) => groups[k] === groups[i] && other < value).length;
    return below % LANES;
  });
}

/** The likeliest spelling of each label, and its share of the label's probability. */
function likeliestForms(
  rows: readonly { readonly form: string; readonly label: string; readonly probability: number }[],
) {
  const best = ['yes', 'no'].map((label) => {
    const own = rows.filter((row) => row.label === label);
    const total = own.reduce((sum, { probability }) => sum + probability, 0);
    const first = own.reduce((one, other) => (other.probability > one.probability ? other : one));
    return { form: first.form, share: first.probability / total };
  });
  const enough: 'nearly all' | 'not all' = best.every(({ share }) => share > NEARLY_ALL)
    ? 'nearly all'
    : 'not all';
  return { forms: best.map(({ form }) => form), shares: best.map(({ share }) => share), enough };
}

export const reviewLabels = measurement({
  id: 'review-labels',
  data: { reviews: REVIEWS_FILE },
  kinds: {
    example: 'exact',
    empty: 'exact',
    clear: 'exact',
    good: 'exact',
    questions: {
      name: 'exact',
      after: 'exact',
      auroc: REVIEW_STATISTIC,
      bias: 'nats',
      biasProbability: 'probability',
      right: 'rank',
      rightCorrected: 'rank',
      shift: PAIRED_OUTCOMES_KINDS,
      oneSpelling: { auroc: REVIEW_STATISTIC, right: 'rank' },
      spellings: PAIRED_OUTCOMES_KINDS,
      rightOutOfSample: 'rank',
      cut: PAIRED_OUTCOMES_KINDS,
      mass: 'probability',
    },
    points: { question: 'exact', review: 'exact', verdict: 'exact', logOdds: 'nats', lane: 'exact' },
    formRows: { form: 'exact', probability: 'probability', label: 'exact' },
    formsTotal: 'probability',
    likeliest: { forms: 'exact', shares: 'probability', enough: 'exact' },
    shift: 'exact',
    spellings: 'exact',
    cut: 'exact',
  },
  async measure({ lm, data }) {
    const reviews = readReviews(data.reviews).filter(({ good }) => good !== null);
    if (reviews.length !== CLEAR_REVIEWS) throw new RangeError(`${reviews.length} reviews are clear`);
    const judged = [];
    for (const question of QUESTIONS) judged.push(await judgeReviews(lm, question, reviews));
    const example = at(reviews, 0);
    const question = at(QUESTIONS, 0);
    const [prediction] = await lm.nextOfMany([lm.encode(promptFor(example.text, question.after))]);
    const logprobs = logSoftmax(prediction?.logits ?? []);
    const formRows = [
      ...question.positive.map((form) => ({ form, label: 'yes' })),
      ...question.negative.map((form) => ({ form, label: 'no' })),
    ].flatMap(({ form, label }) => {
      const ids = lm.encode(form);
      return ids.length === 1 ? [{ form, label, probability: Math.exp(at(logprobs, at(ids, 0))) }] : [];
    });
    return {
      example: promptFor(example.text, question.after),
      empty: NO_REVIEW,
      clear: reviews.length,
      good: reviews.filter(({ good }) => good === 'yes').length,
      questions: judged.map(({ logOdds, ...row }) => row),
      points: judged.flatMap(({ name, logOdds }) => {
        const lanes = lanesOf(
          logOdds,
          reviews.map(({ good }) => good),
        );
        return logOdds.map((value, i) => ({
          question: name,
          review: at(reviews, i).id,
          verdict: at(reviews, i).good === 'yes' ? 'good' : 'bad',
          logOdds: value,
          lane: at(lanes, i),
        }));
      }),
      formRows,
      formsTotal: formRows.reduce((sum, { probability }) => sum + probability, 0),
      likeliest: likeliestForms(formRows),
      shift: effectOf(judged.map(({ shift }) => shift.verdict)),
      spellings: effectOf(judged.map(({ spellings }) => spellings.verdict)),
      cut: effectOf(judged.map(({ cut }) => cut.verdict)),
    };
  },
});
