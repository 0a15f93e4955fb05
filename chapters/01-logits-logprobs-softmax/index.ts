import { chapter, headline, prose } from '#report';
import { count, given, percent, rank } from '#report/values';
import { behindTheAnswer } from './behind-the-answer.ts';
import { confusableWords } from './confusable-words.measure.ts';
import { chooseTheWord } from './confusable-words.ts';
import { decision } from './decision.ts';
import { logProbabilities } from './log-probabilities.ts';
import { pitfalls } from './pitfalls.ts';
import { sortReviews } from './reviews.ts';
import { shortLists } from './short-lists.measure.ts';
import { shortListsSection } from './short-lists.ts';
import { sigmoidSection } from './sigmoid.ts';
import { softmaxByHand } from './softmax-by-hand.ts';
import { stableFormula } from './stable-formula.ts';
import { temperature } from './temperature.ts';
import { topPAndEntropy } from './top-p-and-entropy.ts';
import { remember, tryIt } from './try-it.ts';
import { request } from './whole-answer.ts';
import { whyExponential } from './why-exponential.ts';

export const logitsLogprobsSoftmax = chapter({
  id: '01-logits-logprobs-softmax',
  title: prose`Logits, log-probabilities, softmax`,
  question: prose`What does a model say before it says a word?`,
  abilities: [
    prose`read logits and log-probabilities`,
    prose`compute them without overflow`,
    prose`turn an API's list into a decision, and say what the list hides`,
  ],
  sections: [
    behindTheAnswer,
    softmaxByHand,
    whyExponential,
    logProbabilities,
    stableFormula,
    sigmoidSection,
    temperature,
    shortListsSection,
    decision,
    pitfalls,
    tryIt,
    remember,
  ],
  further: [request, topPAndEntropy, chooseTheWord, sortReviews],
  groups: {
    'behind-the-answer': 'Logits and probabilities',
    unlisted: 'Lists in use',
    'what-can-go-wrong': 'Pitfalls and exercises',
  },
  headline: headline({
    needs: { lists: shortLists, words: confusableWords },
    write: ({ lists: { least, most }, words: { pairs, wrongPairs, pairErrorRate } }) =>
      prose`After ten prompts, the five likeliest tokens left out between ${percent(least.hidden, 2)} and
        ${percent(most.hidden, 2)} of the probability. Of two easily confused words, the wrong one
        came first in ${rank(wrongPairs)} of ${count(pairs)} pairs (${given(95)}% interval:
        ${percent(pairErrorRate.low, 2)} to ${percent(pairErrorRate.high, 2)}).`,
  }),
});
