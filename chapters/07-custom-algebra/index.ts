import { chapter, headline, prose } from '#report';
import { percent } from '#report/values';
import { findingTheMap } from './finding-the-map.ts';
import { floatingPoint } from './floating-point.ts';
import { family, laws, secondOperation } from './laws.ts';
import { rememberAlgebra, tryAlgebra } from './remember.ts';
import { disguise, inventedRule } from './rule.ts';
import { rulesInUseSection } from './rules-in-use.ts';
import { scales } from './scales.ts';
import { threeRules } from './scores.measure.ts';
import { transportSection, wrongScores } from './scores.ts';
import { whichScale } from './which-scale.ts';

export const customAlgebra = chapter({
  id: '07-custom-algebra',
  title: prose`A custom algebra`,
  question: prose`How do you combine two scores?`,
  abilities: [
    prose`combine scores on the scale on which the operation is right`,
    prose`tell whether a rule is associative, and prove it`,
    prose`carry an operation over to another scale, with its laws`,
  ],
  sections: [
    wrongScores,
    transportSection,
    inventedRule,
    disguise,
    laws,
    family,
    whichScale,
    tryAlgebra,
    rememberAlgebra,
  ],
  further: [secondOperation, scales, rulesInUseSection, findingTheMap, floatingPoint],
  groups: {
    'wrong-scores': 'Combining scores',
    'algebra-compound': 'An invented rule',
    'which-scale': 'Scales, exercises and recap',
  },
  headline: headline({
    needs: { m: threeRules },
    write: ({ m: { growth, tests } }) =>
      prose`Rises of ${percent(growth.first, 2)} and ${percent(growth.second, 2)} make ${percent(growth.composed, 2)}. Two
        independent tests that each catch ${percent(tests.caught, 2)} together catch ${percent(tests.together, 2)}. Both
        rules are multiplication on another scale. Map to that scale, multiply, and map back.`,
  }),
});
