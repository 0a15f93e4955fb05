import { chapter, headline, prose } from '#report';
import { count, real, text } from '#report/values';
import { hiddenMarkov } from './hidden-markov.measure.ts';
import { gradientSection, hiddenMarkovSection } from './hidden-markov.ts';
import { loopsSection } from './loops.ts';
import { graphPitfalls } from './pitfalls.ts';
import { rememberGraphs } from './remember.ts';
import { rightAnswers } from './right-answers.measure.ts';
import { rightAnswersSection } from './right-answers.ts';
import { cutsSection } from './segmentations.ts';
import { semirings } from './semirings.ts';
import { onePassSection, shortestPathSection } from './shortest-path.ts';
import { sumToMax } from './sum-to-max.ts';
import { surfaceFormsSection } from './surface-forms.ts';
import { tryGraphs } from './try-it.ts';

export const logSemiringOnGraphs = chapter({
  number: 5,
  slug: 'log-semiring-on-graphs',
  title: prose`The log semiring on graphs`,
  question: prose`How do paths add up?`,
  abilities: [
    prose`turn a shortest-path algorithm into one that adds up more paths than anyone could list`,
    prose`tell the likeliest step, path and end apart, and ask each question with the right operation`,
    prose`say where dynamic programming works on a language model, and where it does not`,
  ],
  sections: [
    shortestPathSection,
    onePassSection,
    semirings,
    hiddenMarkovSection,
    gradientSection,
    sumToMax,
    loopsSection,
    cutsSection,
    surfaceFormsSection,
    rightAnswersSection,
    graphPitfalls,
    tryGraphs,
    rememberGraphs,
  ],
  headline: headline({
    needs: { fever: hiddenMarkov, right: rightAnswers },
    write: ({ fever, right }) => prose`The likeliest course of an illness has the fever begin on
      ${text(fever.onBest)}; all courses together say ${text(fever.likeliest)}. Of ${count(right.n)} answers the model's own
      probabilities promise ${real(right.expected, 2)} right ones; it had ${count(right.actual)}.`,
  }),
});
