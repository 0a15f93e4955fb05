import type { LanguageModel } from '#lm/types';
import { auroc } from '#numerics/auroc';
import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { seededRandom } from '#numerics/seeded-random';
import { sigmoid } from '#numerics/sigmoid';
import { logSoftmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
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
const SEED = 6;
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

/** The log-probabilities of both labels after each of the texts. */
async function askLabels(lm: LanguageModel, question: LabelQuestion, texts: readonly string[]) {
  const [positive, negative] = [singleTokens(lm, question.positive), singleTokens(lm, question.negative)];
  const predictions = await lm.nextOfMany(texts.map((text) => lm.encode(promptFor(text, question.after))));
  return predictions.map(({ logits }) => {
    const logprobs = logSoftmax(logits);
    return {
      positive: labelLogProbability(logprobs, positive),
      negative: labelLogProbability(logprobs, negative),
    };
  });
}

/** A question put to all clear reviews, with and without taking off the model's bias. */
async function judgeReviews(lm: LanguageModel, question: LabelQuestion, reviews: readonly Review[]) {
  const answers = await askLabels(lm, question, [NO_REVIEW, ...reviews.map(({ text }) => text)]);
  const [empty, ...scored] = answers.map(({ positive, negative }) => ({
    logOdds: positive - negative,
    mass: Math.exp(positive) + Math.exp(negative),
  }));
  const bias = empty?.logOdds ?? Number.NaN;
  const good = reviews.map((review) => review.good === 'yes');
  const logOdds = scored.map((one) => one.logOdds);
  const accuracyAbove = (limit: number) =>
    mean(logOdds.map((value, i) => (value > limit === good[i] ? 1 : 0)));
  return {
    name: question.name,
    after: question.after,
    auroc: auroc(logOdds, good),
    accuracy: accuracyAbove(0),
    bias,
    biasProbability: sigmoid(bias),
    corrected: accuracyAbove(bias),
    right: Math.round(accuracyAbove(0) * reviews.length),
    rightCorrected: Math.round(accuracyAbove(bias) * reviews.length),
    mass: mean(scored.map((one) => one.mass)),
    logOdds,
  };
}

/** How much better the second question orders the reviews than the first: the paired difference of their AUROCs. */
function leadOfSecond(
  questions: readonly { readonly logOdds: readonly number[] }[],
  reviews: readonly Review[],
) {
  const rows = reviews.map((review, i) => ({
    review,
    odds: questions.map(({ logOdds }) => at(logOdds, i)),
  }));
  const aurocOf = (question: number) => (some: typeof rows) =>
    auroc(
      some.map(({ odds }) => at(odds, question)),
      some.map(({ review }) => review.good === 'yes'),
    );
  const lead = pairedDifferenceInterval({
    rows,
    clusterOf: ({ review }) => review.id,
    statistic: (some) => aurocOf(1)([...some]),
    baseline: (some) => aurocOf(0)([...some]),
    random: seededRandom(SEED).next,
  });
  const verdict: 'second' | 'first' | 'level' = lead.low > 0 ? 'second' : lead.high < 0 ? 'first' : 'level';
  return { ...lead, verdict };
}

function helps(questions: number): 'both' | 'one' | 'neither' {
  return questions === QUESTIONS.length ? 'both' : questions > 0 ? 'one' : 'neither';
}

export const reviewLabels = measurement({
  id: 'review-labels',
  data: { reviews: REVIEWS_FILE },
  kinds: {
    example: 'exact',
    noReview: 'exact',
    clear: 'exact',
    questions: {
      name: 'exact',
      after: 'exact',
      auroc: REVIEW_STATISTIC,
      accuracy: REVIEW_STATISTIC,
      bias: 'nats',
      biasProbability: 'probability',
      corrected: REVIEW_STATISTIC,
      right: 'rank',
      rightCorrected: 'rank',
      mass: 'probability',
    },
    points: { question: 'exact', review: 'exact', verdict: 'exact', logOdds: 'nats' },
    formRows: { form: 'exact', probability: 'probability', label: 'exact' },
    formsTotal: 'probability',
    helps: 'exact',
    lead: { estimate: REVIEW_STATISTIC, low: REVIEW_STATISTIC, high: REVIEW_STATISTIC, verdict: 'exact' },
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
      noReview: promptFor(NO_REVIEW, question.after),
      clear: reviews.length,
      questions: judged.map(({ logOdds, ...row }) => row),
      points: judged.flatMap(({ name, logOdds }) =>
        logOdds.map((value, i) => ({
          question: name,
          review: at(reviews, i).id,
          verdict: at(reviews, i).good === 'yes' ? 'good' : 'bad',
          logOdds: value,
        })),
      ),
      formRows,
      formsTotal: formRows.reduce((sum, { probability }) => sum + probability, 0),
      lead: leadOfSecond(judged, reviews),
      helps: helps(judged.filter(({ right, rightCorrected }) => rightCorrected > right).length),
    };
  },
});
