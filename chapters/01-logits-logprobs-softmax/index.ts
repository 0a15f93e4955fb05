import { at } from '#numerics/list';
import { chapter, headline, prose } from '#report';
import { percent, text, token } from '#report/values';
import { behindTheAnswer } from './behind-the-answer.ts';
import { chooseTheWord } from './confusable-words.ts';
import { logProbabilities } from './log-probabilities.ts';
import { nextToken } from './next-token.measure.ts';
import { pitfalls } from './pitfalls.ts';
import { request } from './request.ts';
import { sortReviews } from './reviews.ts';
import { shift } from './shift.ts';
import { shortListsSection } from './short-lists.ts';
import { sigmoidSection } from './sigmoid.ts';
import { softmaxByHand } from './softmax-by-hand.ts';
import { temperature } from './temperature.ts';
import { remember, tryIt } from './try-it.ts';

export const logitsLogprobsSoftmax = chapter({
  number: 1,
  slug: 'logits-logprobs-softmax',
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
    logProbabilities,
    shift,
    sigmoidSection,
    temperature,
    shortListsSection,
    request,
    chooseTheWord,
    sortReviews,
    pitfalls,
    tryIt,
    remember,
  ],
  headline: headline({
    needs: { m: nextToken },
    write: ({ m }) =>
      prose`The model completes “${text(m.prompt)}” with ${token(at(m.top, 0).text)}, to which it gives
        ${percent(at(m.top, 0).probability, 2)}. Its third choice is ${token(at(m.top, 2).text)} with
        ${percent(at(m.top, 2).probability, 2)}.`,
  }),
});
