import { chapter, choose, headline, prose } from '#report';
import { count, percent } from '#report/values';
import { confidentWrong } from './confident-wrong.ts';
import { retrievedContext } from './context.ts';
import { otherScores } from './deeper.ts';
import { factsSet } from './facts-set.ts';
import { freeAnswersSample } from './free-answers.ts';
import { labels } from './labels.ts';
import { limits } from './limits.ts';
import { recipe, rememberConfidence } from './recipe.ts';
import { reliability } from './reliability.ts';
import { retrievalChoices } from './retrieval-choices.measure.ts';
import { separationOfAnswers } from './separation.measure.ts';
import { separation } from './separation.ts';
import { signal } from './signal.ts';
import { thresholds } from './thresholds.ts';
import { tryConfidence } from './try-it.ts';

export const logprobsAsConfidence = chapter({
  number: 3,
  slug: 'logprobs-as-confidence',
  title: prose`Log-probabilities as confidence`,
  question: prose`When may I believe it?`,
  abilities: [
    prose`turn log-probabilities into a confidence, and test whether it deserves the name`,
    prose`choose a threshold by the risk that you accept, and say how sure you are of it`,
    prose`tell what a retrieved passage did to an answer, and what it cannot tell you`,
  ],
  sections: [
    signal,
    factsSet,
    separation,
    reliability,
    thresholds,
    confidentWrong,
    labels,
    retrievedContext,
    otherScores,
    limits,
    recipe,
    tryConfidence,
    rememberConfidence,
  ],
  samples: [freeAnswersSample],
  headline: headline({
    needs: { m: separationOfAnswers, context: retrievalChoices },
    write({ m, context }) {
      const counted = prose`Of the model's first choices ${count(m.right.n)} are right and ${count(m.wrong.n)} wrong`;
      const separated =
        m.auroc.estimate === null
          ? counted
          : choose(m.ties, {
              few: prose`A right answer has more confidence than a wrong one in ${percent(m.auroc.estimate)} of
                pairs (a tie counts half)`,
              many: prose`${counted} or level with another answer`,
            });
      return prose`${separated}, and with a passage that has a false answer ${count(context.byCondition[3]?.right)} of
        ${count(context.questions)} choices are right, without one ${count(context.byCondition[0]?.right)}.`;
    },
  }),
});
