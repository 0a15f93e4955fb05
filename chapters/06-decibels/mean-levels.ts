import { prose, section } from '#report';
import { decibels, given, probability, ref, term } from '#report/values';
import { levelMeans } from './mean-levels.measure.ts';

export const meanLevels = section({
  id: 'mean-levels',
  title: prose`Which mean?`,
  needs: { m: levelMeans },
  write: ({ m }) => [
    prose`A street has ${given(m.day.quiet)} dB for twenty-three hours and ${given(m.day.loud)} dB for one. How loud
      is its day? Average the levels themselves: ${decibels(m.day.arithmetic, { digits: 0 })}, a quiet street with a
      blemish. Average the *powers* and go back: ${decibels(m.day.energetic, { digits: 0 })}. Nearly all the sound comes in
      that one hour.

      The second goes round ${ref('square-levels')}, with a mean in place of the sum; the first is the *geometric* mean of the powers, in decibels.

      So average what adds up. Over the tokens of one text log-probabilities do, and their mean makes
      ${term('perplexity')} (${ref('02-cross-entropy-perplexity')}). Over separate cases probabilities do. If a model gives the right answer ${given(m.cases.sure)} in one case and
      ${given(m.cases.hopeless)} in another, a case picked at random comes out right with
      ${probability(m.cases.arithmetic, { digits: 2 })}. The mean of the logarithms would say
      ${probability(m.cases.geometric, { digits: 1 })}.`,
  ],
});
