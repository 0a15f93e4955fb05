import { chapter, headline, prose } from '#report';
import { percent } from '#report/values';
import { family } from './family.ts';
import { findingTheMap } from './finding-the-map.ts';
import { floatingPoint } from './floating-point.ts';
import { isomorphism } from './isomorphism.ts';
import { laws } from './laws.ts';
import { threeRules } from './percent-changes.measure.ts';
import { percentChanges } from './percent-changes.ts';
import { rememberAlgebra } from './remember.ts';
import { rulesInUseSection } from './rules-in-use.ts';
import { secondOperation } from './second-operation.ts';
import { tryAlgebra } from './try-it.ts';
import { whichScale } from './which-scale.ts';

export const customAlgebra = chapter({
  number: 7,
  slug: 'custom-algebra',
  title: prose`A custom algebra`,
  question: prose`What if we change the rules?`,
  abilities: [
    prose`recognise a familiar operation behind a strange one, and inherit its laws`,
    prose`carry an operation over to another scale, and know when this method fails`,
    prose`choose the right scale for a probability`,
  ],
  sections: [
    percentChanges,
    isomorphism,
    laws,
    secondOperation,
    family,
    rulesInUseSection,
    findingTheMap,
    floatingPoint,
    whichScale,
    tryAlgebra,
    rememberAlgebra,
  ],
  groups: {
    'algebra-compound': 'An invented rule',
    family: 'Rules compared',
    'try-algebra': 'Exercises and recap',
  },
  headline: headline({
    needs: { m: threeRules },
    write: ({ m: { growth, tests } }) =>
      prose`Rises of ${percent(growth.first, 2)} and ${percent(growth.second, 2)} make ${percent(growth.composed, 2)}. Two
        independent tests that each catch ${percent(tests.caught, 2)} together catch ${percent(tests.together, 2)}. Both
        rules are multiplication on another scale. Map to that scale, multiply, and map back.`,
  }),
});
