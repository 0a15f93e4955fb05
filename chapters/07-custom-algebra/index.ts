import { chapter, headline, prose } from '#report';
import { count, math, nats, rank } from '#report/values';
import { family } from './family.ts';
import { examplesAreNoProof } from './near-miss.ts';
import { onGraphs } from './on-graphs.ts';
import { algebraPitfalls } from './pitfalls.ts';
import { play } from './play.ts';
import { proofs } from './proofs.ts';
import { regrouping } from './regrouping.ts';
import { orbitsSection, repeated } from './repeated.ts';
import { tokenFold } from './token-fold.measure.ts';
import { foldSection } from './token-fold.ts';
import { rememberAlgebra, tryAlgebra } from './try-it.ts';
import { whichScale } from './which-scale.ts';
import { why } from './why.ts';

export const customAlgebra = chapter({
  number: 7,
  slug: 'custom-algebra',
  title: prose`A custom algebra`,
  question: prose`What if we change the rules?`,
  abilities: [
    prose`prove or refute a law of an operation, and test it without rounding`,
    prose`carry an operation over to another scale, and know what it becomes there`,
    prose`choose the right scale for a probability, for every job`,
  ],
  sections: [
    play,
    repeated,
    orbitsSection,
    examplesAreNoProof,
    proofs,
    regrouping,
    why,
    family,
    foldSection,
    onGraphs,
    algebraPitfalls,
    whichScale,
    tryAlgebra,
    rememberAlgebra,
  ],
  headline: headline({
    needs: { m: tokenFold },
    write({ m }) {
      return m.stuckFrom === null
        ? prose`Even a rule such as ${math`a + b + ab/4`} can multiply probabilities, as long as its scale has
          room for them.`
        : prose`Even a rule such as ${math`a + b + ab/4`} can multiply probabilities, until its scale runs out
          of room: after ${rank(m.stuckFrom)} tokens of a real text it is stuck, where the sum of logs goes on
          through all ${count(m.tokens)} to ${nats(m.total)}.`;
    },
  }),
});
