import { chapter, headline, prose } from '#report';
import { percent, text } from '#report/values';
import { backward, differentiation } from './backward-pass.ts';
import { otherGraphs } from './cycles.ts';
import { oneLoop } from './forward-pass.ts';
import { hiddenMarkovSection } from './hidden-markov.ts';
import { otherProblems } from './other-graphs.ts';
import { rememberGraphs } from './remember.ts';
import { logSemiringSection, maxAndSum, semirings } from './semirings.ts';
import { threeAnswers } from './three-answers.measure.ts';
import { threeAnswersSection } from './three-answers.ts';
import { tryGraphs } from './try-it.ts';
import { wordProbabilitySection } from './word-probability.ts';

export const logSemiringOnGraphs = chapter({
  id: '05-log-semiring-on-graphs',
  title: prose`The log semiring on graphs`,
  question: prose`How do paths add up?`,
  abilities: [
    prose`add up the probabilities of billions of paths with one loop`,
    prose`choose the semiring that answers your question: sum, best path, count or cost`,
    prose`run a hidden Markov model forward and backward, and sum over a cycle`,
  ],
  sections: [
    threeAnswersSection,
    oneLoop,
    logSemiringSection,
    semirings,
    backward,
    hiddenMarkovSection,
    otherGraphs,
    tryGraphs,
    rememberGraphs,
  ],
  further: [differentiation, maxAndSum, otherProblems, wordProbabilitySection],
  groups: {
    'shortest-path': 'Sums over paths',
    backward: 'Posteriors, sequences and cycles',
    'try-graphs': 'Exercises and recap',
  },
  headline: headline({
    needs: { map: threeAnswers },
    write: ({ map }) => prose`The most probable path on our map ends in ${text(map.likeliestPath.node)}
      (${percent(map.likeliestPath.best, 2)}), the most probable end is ${text(map.likeliestEnd.node)}
      (${percent(map.likeliestEnd.probability, 2)}).`,
  }),
});
