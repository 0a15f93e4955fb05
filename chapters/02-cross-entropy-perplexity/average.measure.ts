import { negativeLogLikelihood } from '#numerics/cross-entropy';
import { perplexity } from '#numerics/perplexity';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { surpriseOf } from './reading.ts';

const TOY_LOGPROBS = [-0.1, -0.3, -0.2, -0.4];

const GUESSES = [
  { who: 'a coin', choices: 2 },
  { who: 'a die', choices: 6 },
  { who: 'a letter', choices: 26 },
  { who: 'a playing card', choices: 52 },
  { who: 'a day of the year', choices: 365 },
];

export const averageOfFour = measurement({
  id: 'average-of-four',
  kinds: {
    rows: { logprob: 'exact', probability: 'float64' },
    ...each('float64', 'mean', 'meanSurprisal', 'geometricMean', 'perplexity'),
    vocabularySize: 'exact',
    guesses: { choices: 'exact', surprisal: 'float64', perplexity: 'float64' },
  },
  async measure({ lm }) {
    const meanLogprob = mean(TOY_LOGPROBS);
    const guesses = [...GUESSES, { who: 'any token at all', choices: lm.vocabularySize }].map((guess) => {
      const surprisal = negativeLogLikelihood(1 / guess.choices);
      return { ...guess, surprisal, perplexity: perplexity(-surprisal) };
    });
    return {
      rows: TOY_LOGPROBS.map((logprob) => ({ logprob, probability: Math.exp(logprob) })),
      mean: meanLogprob,
      meanSurprisal: -meanLogprob,
      geometricMean: Math.exp(meanLogprob),
      perplexity: surpriseOf(TOY_LOGPROBS.map((logprob) => ({ token: 'a', logprob }))).perplexity,
      vocabularySize: lm.vocabularySize,
      guesses,
    };
  },
});
