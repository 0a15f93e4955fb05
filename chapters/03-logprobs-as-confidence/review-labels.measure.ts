import type { LanguageModel } from '#lm/types';
import { auroc } from '#numerics/auroc';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { sigmoid } from '#numerics/sigmoid';
import { logSoftmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { REVIEWS_FILE, type Review, readReviews } from './reviews.ts';
import { PAIRED_OUTCOMES, pairedOutcomes, rightLeavingOneOut, type Verdict } from './statistics.ts';

/** Questions about a review whose answer is one of two words. */
const YES_OR_NO = {
  name: 'yes or no',
  after: 'Question: Does the reviewer recommend it?\nAnswer:',
  positive: 'yes',
  negative: 'no',
};
const SENTIMENT = {
  name: 'positive or negative',
  after: 'Sentiment:',
  positive: 'positive',
  negative: 'negative',
};
/** What replaces a review when the model's bias is measured. */
export const NO_REVIEW = 'N/A';
const CLEAR_REVIEWS = 32;
export const REVIEW_STATISTIC = statisticOf(CLEAR_REVIEWS);

export const promptFor = (review: string, after: string) => `Review: ${review}\n${after}`;

// #region label-probability
/** ln P(label): the log-sum-exp over all the ways in which the label may be written. */
export function labelLogProbability(logprobs: Float64Array, surfaceForms: readonly number[]): number {
  return logSumExp(surfaceForms.map((id) => at(logprobs, id)));
}
// #endregion label-probability

/** The ways to write a word that are one token: others cannot be read off one prediction. */
function spellingsOf(lm: LanguageModel, word: string) {
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return [` ${capital}`, ` ${word}`, capital, word, ` ${word.toUpperCase()}`].flatMap((form) => {
    const ids = lm.encode(form);
    return ids.length === 1 ? [{ form, id: at(ids, 0) }] : [];
  });
}

/** A question put to all clear reviews, with and without taking off the model's bias. */
async function judgeReviews(lm: LanguageModel, question: typeof SENTIMENT, reviews: readonly Review[]) {
  const { name, after } = question;
  const positive = spellingsOf(lm, question.positive).map(({ id }) => id);
  const negative = spellingsOf(lm, question.negative).map(({ id }) => id);
  const texts = [NO_REVIEW, ...reviews.map(({ text }) => text)];
  const predictions = await lm.nextOfMany(texts.map((text) => lm.encode(promptFor(text, after))));
  const answers = predictions.map(({ logits }) => {
    const logprobs = logSoftmax(logits);
    const [yes, no] = [labelLogProbability(logprobs, positive), labelLogProbability(logprobs, negative)];
    return {
      logOdds: yes - no,
      firstOdds: at(logprobs, at(positive, 0)) - at(logprobs, at(negative, 0)),
      mass: Math.exp(yes) + Math.exp(no),
    };
  });
  const [bias, scored] = [at(answers, 0).logOdds, answers.slice(1)];
  const good = reviews.map((review) => review.good === 'yes');
  const logOdds = scored.map((one) => one.logOdds);
  const firstOdds = scored.map((one) => one.firstOdds);
  const decidedAt = (values: readonly number[], limit: number) =>
    values.map((value, i) => value > limit === good[i]);
  const [atZero, atBias, oneSpelling] = [
    decidedAt(logOdds, 0),
    decidedAt(logOdds, bias),
    decidedAt(firstOdds, 0),
  ];
  const outOfSample = rightLeavingOneOut(logOdds, good);
  const rightIn = (decisions: readonly boolean[]) => decisions.filter(Boolean).length;
  return {
    name,
    after,
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

const total = (rows: readonly { readonly probability: number }[]) =>
  rows.reduce((sum, { probability }) => sum + probability, 0);

export const reviewLabels = measurement({
  id: 'review-labels',
  data: { reviews: REVIEWS_FILE },
  kinds: {
    ...each('exact', 'clear', 'good'),
    questions: {
      auroc: REVIEW_STATISTIC,
      bias: 'nats',
      ...each('probability', 'biasProbability', 'mass'),
      ...each('rank', 'right', 'rightCorrected', 'rightOutOfSample'),
      ...each(PAIRED_OUTCOMES, 'shift', 'spellings', 'cut'),
      oneSpelling: { auroc: REVIEW_STATISTIC, right: 'rank' },
    },
    points: { logOdds: 'nats', lane: 'exact' },
    formRows: { probability: 'probability' },
    formsTotal: 'probability',
    likeliest: { shares: 'probability' },
  },
  async measure({ lm, data }) {
    const reviews = readReviews(data.reviews).filter(({ good }) => good !== null);
    if (reviews.length !== CLEAR_REVIEWS) throw new RangeError(`${reviews.length} reviews are clear`);
    const judged = [await judgeReviews(lm, YES_OR_NO, reviews), await judgeReviews(lm, SENTIMENT, reviews)];
    const example = promptFor(at(reviews, 0).text, YES_OR_NO.after);
    const logprobs = logSoftmax(at(await lm.nextOfMany([lm.encode(example)]), 0).logits);
    const rowsOf = (label: string) =>
      spellingsOf(lm, label).map(({ form, id }) => ({
        form,
        label,
        probability: Math.exp(at(logprobs, id)),
      }));
    const [yes, no] = [rowsOf('yes'), rowsOf('no')];
    const likeliest = [yes, no].map((rows) => {
      const first = rows.reduce((one, other) => (other.probability > one.probability ? other : one));
      return { form: first.form, share: first.probability / total(rows) };
    });
    const isEnough = likeliest.every(({ share }) => share > 0.9);
    return {
      example,
      empty: NO_REVIEW,
      clear: reviews.length,
      good: reviews.filter(({ good }) => good === 'yes').length,
      questions: judged.map(({ logOdds, ...row }) => row),
      points: judged.flatMap(({ name, logOdds }) =>
        reviews.map(({ id, good }, i) => {
          const value = at(logOdds, i);
          const below = logOdds.filter((other, k) => reviews[k]?.good === good && other < value).length;
          return {
            question: name,
            review: id,
            verdict: good === 'yes' ? 'good' : 'bad',
            logOdds: value,
            // Neighbours by value in different lanes, so that their marks do not run together.
            lane: below % 5,
          };
        }),
      ),
      formRows: [...yes, ...no],
      formsTotal: total([...yes, ...no]),
      likeliest: {
        forms: likeliest.map(({ form }) => form),
        shares: likeliest.map(({ share }) => share),
        enough: either(isEnough, 'nearly all', 'not all'),
      },
      shift: effectOf(judged.map(({ shift }) => shift.verdict)),
      spellings: effectOf(judged.map(({ spellings }) => spellings.verdict)),
      cut: effectOf(judged.map(({ cut }) => cut.verdict)),
    };
  },
});
