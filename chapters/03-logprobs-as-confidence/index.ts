import { chapter, choose, headline, prose } from '#report';
import { count, percent } from '#report/values';
import { confidentWrong } from './confident-wrong.ts';
import { decideSection } from './decide.ts';
import { factScores } from './fact-scores.measure.ts';
import { factAccuracy } from './facts-set.measure.ts';
import { limits } from './limits.ts';
import { longerAnswers } from './longer-answers.ts';
import { freeAnswersSample, ownWords } from './own-words.ts';
import { passageSignals } from './passage-signals.measure.ts';
import { reliability } from './reliability.ts';
import { rememberConfidence } from './remember.ts';
import { retrievedContext } from './retrieved-context.ts';
import { separationOfAnswers } from './separation.measure.ts';
import { separation } from './separation.ts';
import { allSayNothing } from './shared.ts';
import { thresholds } from './thresholds.ts';
import { tryConfidence } from './try-it.ts';
import { whichMethod } from './which-method.ts';

export const logprobsAsConfidence = chapter({
  number: 3,
  slug: 'logprobs-as-confidence',
  title: prose`Log-probabilities as confidence`,
  question: prose`When may I believe it?`,
  abilities: [
    prose`turn what your API returns into a confidence, and test whether it deserves the name`,
    prose`choose a threshold by the risk that you accept, and say how sure you are of it`,
    prose`tell what a retrieved passage can do to an answer, and why no confidence replaces checking the source`,
  ],
  sections: [
    whichMethod,
    decideSection,
    separation,
    reliability,
    thresholds,
    confidentWrong,
    ownWords,
    longerAnswers,
    retrievedContext,
    limits,
    tryConfidence,
    rememberConfidence,
  ],
  samples: [freeAnswersSample],
  headline: headline({
    needs: { facts: factAccuracy, m: separationOfAnswers, passages: passageSignals, scores: factScores },
    write({ facts, m, passages, scores }) {
      const undecided = prose`For ${count(m.right.n)} of ${count(scores.counts.test)} questions the model chose the right
        answer; for ${count(facts.tied)} it chose none, since several were level`;
      const counted = choose(facts.ties, {
        none: prose`Of the model's first choices ${count(m.right.n)} are right and ${count(m.wrong.n)} wrong`,
        some: undecided,
        many: undecided,
      });
      const separated =
        m.auroc.estimate === null
          ? counted
          : choose(m.ties, {
              few: prose`A right answer has more confidence than a wrong one in ${percent(m.auroc.estimate)} of
                pairs (a tie counts half)`,
              many: undecided,
            });
      const untrue = passages.conditions[4];
      return prose`${separated}. With one false sentence beside a question, ${
        allSayNothing(untrue?.nothing, passages.questions)
          ? prose`none of ${count(passages.questions)} answers says anything`
          : prose`${count(untrue?.untrue)} of ${count(passages.questions)} answers repeat it`
      }.`;
    },
  }),
});
