import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { sigmoid } from '#numerics/sigmoid';
import { signTest } from '#numerics/sign-test';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { PROMPT, predict } from './prediction.ts';

/** A country, its capital and another of its cities, each city one token of the embedded model. */
const COUNTRIES: readonly (readonly [country: string, capital: string, other: string])[] = [
  ['France', 'Paris', 'Lyon'],
  ['Italy', 'Rome', 'Milan'],
  ['Germany', 'Berlin', 'Munich'],
  ['Spain', 'Madrid', 'Barcelona'],
  ['Japan', 'Tokyo', 'Kyoto'],
  ['England', 'London', 'Manchester'],
  ['Egypt', 'Cairo', 'Alexandria'],
  ['Scotland', 'Edinburgh', 'Glasgow'],
  ['Ireland', 'Dublin', 'Cork'],
  ['Canada', 'Ottawa', 'Toronto'],
  ['Australia', 'Canberra', 'Sydney'],
  ['Greece', 'Athens', 'Sparta'],
  ['China', 'Beijing', 'Shanghai'],
  ['Cuba', 'Havana', 'Santiago'],
];

/** How a label is spelled: with a space before it and without, with a capital letter and without. */
export const spellingsOf = (label: string): string[] =>
  [` ${label}`, label].flatMap((word) => [word.replace(/\w/, (letter) => letter.toUpperCase()), word]);
export const LABELS: readonly string[] = ['yes', 'no'];

const asked = (question: string) => `Question: ${question}\nAnswer:`;
const isCapital = (city: string, country: string) => `Is ${city} the capital of ${country}?`;
/** What the model says no to, or yes, after having said the opposite. */
export const QUESTION = asked(isCapital('Paris', 'France'));
const OF_WATER = 'Is water wet?';

/** ln of the probability of yes over that of no after each text, each with all its spellings. */
async function logOddsOfYes(lm: LanguageModel, texts: readonly string[]): Promise<number[]> {
  const spellings = LABELS.map((label) => spellingsOf(label).map((form) => lm.encode(form)));
  const continuations = spellings.flat();
  const answers = await lm.scoreChoices(
    texts.map((text) => ({ context: lm.encode(text), continuations })),
    { entropies: false },
  );
  return answers.map(({ scores }) => {
    const totals = scores.map(({ total }) => total);
    const half = at(spellings, 0).length;
    return logSumExp(totals.slice(0, half)) - logSumExp(totals.slice(half));
  });
}

/** Which way paired comparisons point, if more clearly than a fair coin would by one time in twenty. */
export function verdictOf(first: number, second: number) {
  if (first + second === 0) return 'level' as const;
  if (signTest(first, second) >= 0.05) return 'a coin' as const;
  return either(first > second, 'the capital', 'the other city');
}

/** The label that has more of the two shares in most questions. */
export function leaningOf(no: number, yes: number, questions: number) {
  if (no + yes === 0) return 'neither' as const;
  if (no >= yes) return either(no === questions, 'always no', 'more often no');
  return either(yes === questions, 'always yes', 'more often yes');
}

/** What the model says of water, ln of the odds of yes, against what it leans to when asked about capitals. */
function ofWaterAfter(leaning: ReturnType<typeof leaningOf>, logOdds: number) {
  if (leaning === 'neither' || logOdds === 0) return 'no leaning' as const;
  if (leaning === 'always no' || leaning === 'more often no')
    return either(logOdds < 0, 'no again', 'yes instead');
  return either(logOdds < 0, 'no instead', 'yes again');
}

const PAIR = { difference: 'nats', share: 'probability' } as const;

/** The same cities twice: as the end of a sentence, and as what a question is about. */
export const twoAnswers = measurement({
  id: 'two-answers',
  kinds: {
    ...each('exact', 'pairs', 'questions'),
    winner: { probability: 'probability' },
    timesLikelier: 'probability',
    ...each(PAIR, 'completed', 'askedOfCapital', 'askedOfOther'),
    ...each('rank', 'completedCapital', 'askedCapital', 'leaningToNo', 'leaningToYes'),
    water: PAIR,
  },
  async measure({ lm }) {
    const { logprobs, order } = await predict(lm, PROMPT);
    const winner = at(lm.pieces([at(order, 0)]), 0).text;
    const sentences = await lm.scoreChoices(
      COUNTRIES.map(([country, ...cities]) => ({
        context: lm.encode(`The capital of ${country} is`),
        continuations: cities.map((city) => lm.encode(` ${city}`)),
      })),
      { entropies: false },
    );
    const questions = [
      ...COUNTRIES.map(([country, capital]) => isCapital(capital, country)),
      ...COUNTRIES.map(([country, , other]) => isCapital(other, country)),
    ];
    const logOdds = await logOddsOfYes(lm, [...questions, OF_WATER].map(asked));
    const pairOf = (country: number, difference: number) => {
      const [name, capital, other] = at(COUNTRIES, country);
      return { country: name, capital, other, difference, share: sigmoid(difference) };
    };
    const completed = sentences.map(({ scores }, i) => pairOf(i, at(scores, 0).total - at(scores, 1).total));
    const pairs = COUNTRIES.length;
    const askedOfCapital = logOdds.slice(0, pairs).map((difference, i) => pairOf(i, difference));
    const askedOfOther = logOdds.slice(pairs, 2 * pairs).map((difference, i) => pairOf(i, difference));
    const ofCities = logOdds.slice(0, 2 * pairs);
    const ofWater = at(logOdds, 2 * pairs);
    const leaningToNo = ofCities.filter((difference) => difference < 0).length;
    const leaningToYes = ofCities.filter((difference) => difference > 0).length;

    const countOf = (differences: readonly number[]) => ({
      capital: differences.filter((difference) => difference > 0).length,
      other: differences.filter((difference) => difference < 0).length,
    });
    const leaning = leaningOf(leaningToNo, leaningToYes, 2 * pairs);
    const byCompleting = countOf(completed.map(({ difference }) => difference));
    const byAsking = countOf(
      askedOfCapital.map(({ difference }, i) => difference - at(askedOfOther, i).difference),
    );
    const ofParis = at(askedOfCapital, 0).difference;
    const times = Math.exp(Math.abs(ofParis));
    return {
      model: lm.id,
      known: either(isEmbedded(lm), 'embedded', 'another'),
      prompt: PROMPT,
      question: QUESTION,
      waterQuestion: OF_WATER,
      winner: { text: winner, probability: Math.exp(at(logprobs, order[0])) },
      completes: either(winner.trim() === 'Paris', 'Paris', 'something else'),
      timesLikelier: Number.isFinite(times) ? Number(times.toPrecision(2)) : null,
      saysOfParis: ofParis === 0 ? ('neither' as const) : either(ofParis > 0, 'yes', 'no'),
      pairs,
      questions: 2 * pairs,
      completed,
      askedOfCapital,
      askedOfOther,
      completedCapital: byCompleting.capital,
      askedCapital: byAsking.capital,
      byCompleting: verdictOf(byCompleting.capital, byCompleting.other),
      byAsking: verdictOf(byAsking.capital, byAsking.other),
      leaningToNo,
      leaningToYes,
      leaning,
      water: { difference: ofWater, share: sigmoid(ofWater) },
      ofWater: ofWaterAfter(leaning, ofWater),
    };
  },
});
