import { at } from '#numerics/list';
import { chapter, finding, headline, less, prose } from '#report';
import { count, percent } from '#report/values';
import { answerSeparation } from './answer-separation.measure.ts';
import { answerThreshold } from './answer-threshold.measure.ts';
import { inProduction } from './in-production.ts';
import { longerAnswers } from './longer-answers.ts';
import { monday } from './monday.ts';
import { noLogprobs } from './no-logprobs.ts';
import { freeAnswersSample, ownWords } from './own-words.ts';
import { askAboutSupport, wordSearch } from './passage-checks.ts';
import { pitfalls } from './pitfalls.ts';
import { reliability } from './reliability.ts';
import { rememberConfidence } from './remember.ts';
import { decideSection } from './reply-to-decision.ts';
import { gateSection } from './retrieval-gate.ts';
import { retrievedContext } from './retrieved-context.ts';
import { byKind } from './threshold-by-kind.ts';
import { planACheck, thresholds } from './thresholds.ts';
import { tryConfidence } from './try-it.ts';
import { methodByApi, whichMethod } from './which-method.ts';

export const logprobsAsConfidence = chapter({
  id: '03-logprobs-as-confidence',
  title: prose`Log-probabilities as confidence`,
  question: prose`When can I trust the answer?`,
  abilities: [
    prose`turn a reply into a confidence score, and test the score`,
    prose`choose a threshold for the error rate you accept, and say how many labelled answers you need`,
    prose`describe how a retrieved passage changes an answer, and name what no confidence score can show`,
  ],
  sections: [
    whichMethod,
    decideSection,
    ownWords,
    thresholds,
    byKind,
    monday,
    retrievedContext,
    gateSection,
    pitfalls,
    tryConfidence,
    rememberConfidence,
  ],
  further: [
    methodByApi,
    planACheck,
    reliability,
    longerAnswers,
    wordSearch,
    askAboutSupport,
    noLogprobs,
    inProduction,
  ],
  groups: {
    'which-method': 'A confidence',
    'confidence-thresholds': 'A threshold',
    'retrieved-context': 'Passages',
    'confidence-pitfalls': 'Pitfalls and recap',
  },
  samples: [freeAnswersSample],
  headline: headline({
    needs: { m: answerSeparation, threshold: answerThreshold },
    write({ m, threshold }) {
      const [simple, test] = [at(threshold.rules, 0), at(m.halves, 1)];
      return prose`${finding({
        id: 'threshold-stops-errors',
        when: less(
          'wrong answers above the threshold, and among as many that nothing chose',
          simple.wrong,
          simple.unchosen,
        ),
        context: [test.finished, simple.answered, simple.risk, threshold.withoutThreshold],
        text: () => prose`Of ${count(test.finished)} finished answers, ${percent(threshold.withoutThreshold ?? undefined, 2)} are wrong.
          Of the ${count(simple.answered)} above a threshold chosen on other questions, ${percent(simple.risk ?? undefined, 2)} are.`,
      })}`;
    },
  }),
});
