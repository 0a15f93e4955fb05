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

/** The ways to write a word that are one token; all of them where none is, as in a vocabulary of short pieces. */
function spellingsOf(lm: LanguageModel, word: string): string[] {
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  const forms = [` ${capital}`, ` ${word}`, capital, word, ` ${word.toUpperCase()}`];
  const short = forms.filter((form) => lm.encode(form).length === 1);
  return short.length > 0 ? short : forms;
}

/** The log-probability of each form after each text, read off one prediction where every form is one token. */
async function scoresOf(lm: LanguageModel, texts: readonly string[], forms: readonly string[]) {
  const contexts = texts.map((text) => lm.encode(text));
  const continuations = forms.map((form) => lm.encode(form));
  if (continuations.some(({ length }) => length > 1)) {
    const choices = await lm.scoreChoices(
      contexts.map((context) => ({ context, continuations })),
      { entropies: false },
    );
    return choices.map(({ scores }) => Float64Array.from(scores, ({ total }) => total));
  }
  return (await lm.nextOfMany(contexts)).map(({ logits }) => {
    const logprobs = logSoftmax(logits);
    return Float64Array.from(continuations, ([id]) => at(logprobs, id));
  });
}

/** A question put to all clear reviews, with and without taking off the model's bias. */
async function judgeReviews(lm: LanguageModel, question: typeof SENTIMENT, reviews: readonly Review[]) {
  const { name, after } = question;
  const [positive, negative] = [spellingsOf(lm, question.positive), spellingsOf(lm, question.negative)];
  const texts = [NO_REVIEW, ...reviews.map(({ text }) => text)];
  const prompts = texts.map((text) => promptFor(text, after));
  const answers = (await scoresOf(lm, prompts, [...positive, ...negative])).map((scores) => {
    const [yeses, noes] = [
      [...positive.keys()],
      [...negative.keys()].map((place) => positive.length + place),
    ];
    const [yes, no] = [labelLogProbability(scores, yeses), labelLogProbability(scores, noes)];
    return {
      logOdds: yes - no,
      firstOdds: at(scores, yeses[0]) - at(scores, noes[0]),
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
    labels: either(new Set(logOdds.map((odds) => odds > 0)).size === 1, 'all the same', 'both'),
    rightCorrected: rightIn(atBias),
    shift: pairedOutcomes(atZero, atBias),
    oneSpelling: { auroc: auroc(firstOdds, good), right: rightIn(oneSpelling) },
    spellings: pairedOutcomes(oneSpelling, atZero),
    rightOutOfSample: rightIn(outOfSample),
    cut: pairedOutcomes(atZero, outOfSample),
    mass: mean(scored.map((one) => one.mass)),
    logOdds,
    firsts: [at(positive, 0), at(negative, 0)],
  };
}

/** What a change did to the questions, taken together. */
function effectOf(verdicts: readonly Verdict[]): 'all up' | 'all clear' | 'some clear' | 'none clear' {
  if (verdicts.every((verdict) => verdict === 'up')) return 'all up';
  const clear = verdicts.filter((verdict) => verdict !== 'no clear effect').length;
  return clear === 0 ? 'none clear' : either(clear === verdicts.length, 'all clear', 'some clear');
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
    const labels = ['yes', 'no'].flatMap((label) => spellingsOf(lm, label).map((form) => ({ form, label })));
    const [scores] = await scoresOf(
      lm,
      [example],
      labels.map(({ form }) => form),
    );
    const formRows = labels.map((row, place) => ({ ...row, probability: Math.exp(at(scores ?? [], place)) }));
    const likeliest = ['yes', 'no'].map((label) => {
      const rows = formRows.filter((row) => row.label === label);
      const logs = [...(scores ?? [])].filter((_, place) => at(labels, place).label === label);
      const first = at(rows, logs.indexOf(Math.max(...logs)));
      // Where float64 shows all of them as zero, their logarithms still know the share.
      const sum = total(rows);
      const share = sum > 0 ? first.probability / sum : Math.exp(Math.max(...logs) - logSumExp(logs));
      return { form: first.form, share };
    });
    const firstForms = judged.flatMap(({ firsts }) => firsts);
    const isEnough = likeliest.every(({ share }) => share > 0.9);
    return {
      example,
      empty: NO_REVIEW,
      clear: reviews.length,
      good: reviews.filter(({ good }) => good === 'yes').length,
      questions: judged.map(({ logOdds, firsts, ...row }) => row),
      firstForms: either(
        firstForms.every((form) => /^ [A-Z][a-z]+$/.test(form)),
        'space and capital',
        'other',
      ),
      order: either(
        judged.every((one) => one.auroc > 0.5),
        'good above bad',
        'not',
      ),
      cutHelps: either(
        judged.every((one) => one.rightOutOfSample > one.right),
        'yes',
        'no',
      ),
      lean: either(Math.abs(at(judged, 0).bias) > 0.05, 'to one side', 'to none'),
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
      formRows,
      forms: either(
        formRows.every(({ form }) => lm.encode(form).length === 1),
        'tokens',
        'words',
      ),
      formsTotal: total(formRows),
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
