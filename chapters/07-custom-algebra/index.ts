import { chapter, headline, prose } from '#report';
import { count, math, percent, rank } from '#report/values';
import { threeRules } from './compound.measure.ts';
import { compound } from './compound.ts';
import { family } from './family.ts';
import { gallerySection } from './gallery.ts';
import { disguise } from './isomorphism.ts';
import { laws } from './laws.ts';
import { algebraPitfalls } from './pitfalls.ts';
import { tokenFold } from './token-fold.measure.ts';
import { foldSection } from './token-fold.ts';
import { rememberAlgebra, tryAlgebra } from './try-it.ts';
import { whichScale } from './which-scale.ts';

export const customAlgebra = chapter({
  number: 7,
  slug: 'custom-algebra',
  title: prose`A custom algebra`,
  question: prose`What if we change the rules?`,
  abilities: [
    prose`see through a strange operation to the plain one behind it, and get its laws for free`,
    prose`carry any operation over to another scale, and know where that fails, on paper and in floats`,
    prose`choose the right scale for a probability, for every job`,
  ],
  sections: [
    compound,
    disguise,
    laws,
    family,
    foldSection,
    gallerySection,
    algebraPitfalls,
    whichScale,
    tryAlgebra,
    rememberAlgebra,
  ],
  headline: headline({
    needs: { m: threeRules, fold: tokenFold },
    write: ({ m: { growth, tests }, fold }) =>
      prose`Rises of ${percent(growth.first, 2)} and ${percent(growth.second, 2)} make
        ${percent(growth.composed, 2)}, two tests at ${percent(tests.caught, 2)} make
        ${percent(tests.together, 2)}, and ${math`a + b + ab/4`} is the same trick: multiplication in disguise.${
          fold.stuckFrom === null
            ? prose``
            : prose` Multiplying a real text of ${count(fold.tokens)} tokens by it stops for good after
                ${rank(fold.stuckFrom)}; logarithms never do.`
        }`,
  }),
});
