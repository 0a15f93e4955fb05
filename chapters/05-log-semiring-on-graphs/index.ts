import { chapter, headline, prose } from '#report';
import { percent, text } from '#report/values';
import { backward, differentiation } from './backward-pass.ts';
import { otherGraphs } from './cycles.ts';
import { oneLoop } from './forward-pass.ts';
import { hiddenMarkovSection } from './hidden-markov.ts';
import { rememberGraphs } from './remember.ts';
import { semirings } from './semirings.ts';
import { spellingsSection } from './spellings.ts';
import { temperatureSection } from './temperature.ts';
import { threeAnswers } from './three-answers.measure.ts';
import { threeAnswersSection } from './three-answers.ts';
import { tryGraphs } from './try-it.ts';
import { wordProbabilities } from './word-probability.measure.ts';
import { ownTokensAreAPart, wordProbabilitySection } from './word-probability.ts';

export const logSemiringOnGraphs = chapter({
  number: 5,
  slug: 'log-semiring-on-graphs',
  title: prose`The log semiring on graphs`,
  question: prose`How do paths add up?`,
  abilities: [
    prose`add up more paths than anyone could list`,
    prose`run a hidden Markov model forward and backward with a single loop`,
    prose`distinguish three probabilities of one word`,
  ],
  sections: [
    threeAnswersSection,
    oneLoop,
    semirings,
    backward,
    differentiation,
    temperatureSection,
    hiddenMarkovSection,
    wordProbabilitySection,
    spellingsSection,
    otherGraphs,
    tryGraphs,
    rememberGraphs,
  ],
  groups: {
    'shortest-path': 'Sums over paths',
    backward: 'Gradients and limits',
    'hidden-markov': 'In use',
    'try-graphs': 'Exercises and recap',
  },
  headline: headline({
    needs: { map: threeAnswers, words: wordProbabilities },
    write: ({ map, words }) => prose`The most probable path on our map ends in
      ${text(map.likeliestPath.node)} (${percent(map.likeliestPath.best, 2)}), the most probable end is
      ${text(map.likeliestEnd.node)} (${percent(map.likeliestEnd.probability, 2)}). ${ownTokensAreAPart(words)}`,
  }),
});
