import { chapter, choose, headline, prose } from '#report';
import { count, percent, text, token } from '#report/values';
import { apiAnswerSection } from './api-answer.ts';
import { comparing } from './comparing.ts';
import { enoughPassage } from './enough-passage.ts';
import { logProbabilities } from './log-probabilities.ts';
import { logits } from './logits.ts';
import { nextToken } from './next-token.measure.ts';
import { nextTokenSection } from './next-token.ts';
import { nextWord } from './next-word.ts';
import { pitfalls } from './pitfalls.ts';
import { shift } from './shift.ts';
import { shortListsSection } from './short-lists.ts';
import { sigmoidSection } from './sigmoid.ts';
import { softmaxByHand } from './softmax-by-hand.ts';
import { sortHeadlines } from './sort-headlines.ts';
import { temperature } from './temperature.ts';
import { tokens } from './tokens.ts';
import { remember, tryIt } from './try-it.ts';
import { twoAnswers } from './two-answers.measure.ts';
import { leaningTo, twoAnswersSection } from './two-answers.ts';
import { unlisted } from './unlisted.ts';
import { wholeAnswer } from './whole-answer.ts';

export const logitsLogprobsSoftmax = chapter({
  number: 1,
  slug: 'logits-logprobs-softmax',
  title: prose`Logits, log-probabilities, softmax`,
  question: prose`What does a model say before it says a word?`,
  abilities: [
    prose`read logits and log-probabilities`,
    prose`compute them without overflow`,
    prose`get probabilities, and bounds on what is hidden, out of an API's answer`,
  ],
  sections: [
    twoAnswersSection,
    tokens,
    logits,
    softmaxByHand,
    logProbabilities,
    apiAnswerSection,
    sortHeadlines,
    enoughPassage,
    wholeAnswer,
    nextWord,
    nextTokenSection,
    shift,
    sigmoidSection,
    temperature,
    unlisted,
    shortListsSection,
    comparing,
    pitfalls,
    tryIt,
    remember,
  ],
  headline: headline({
    needs: { m: nextToken, asked: twoAnswers },
    write: ({ m, asked }) =>
      prose`${choose(m.shape, {
        falling: prose`The model completes “${text(m.prompt)}” with ${token(m.top[0]?.text)}
          (${percent(m.top[0]?.probability, 2)}).`,
        flat: prose`After “${text(m.prompt)}” the model finds all tokens equally likely.`,
      })} Asked about ${count(asked.pairs)} capitals and as many other
        cities, it leans to ${leaningTo(asked)}.`,
  }),
});
