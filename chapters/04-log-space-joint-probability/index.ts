import { chapter, choose, headline, prose } from '#report';
import { count, nats, rank } from '#report/values';
import { greedy } from './best-pair.ts';
import { ranking } from './candidates.ts';
import { joint } from './chain-rule.ts';
import { addingInLogSpace } from './log-sums.ts';
import { pitfalls } from './pitfalls.ts';
import { runningProduct } from './running-product.measure.ts';
import { underflow } from './running-product.ts';
import { changeOfScale } from './scale.ts';
import { stuck } from './stuck.ts';
import { tokenisationsSection } from './tokenisations.ts';
import { rememberJoint, tryJoint } from './try-it.ts';
import { wholeWords } from './whole-words.ts';

export const logSpaceJointProbability = chapter({
  number: 4,
  slug: 'log-space-joint-probability',
  title: prose`Log-space and joint probability`,
  question: prose`Why add instead of multiply?`,
  abilities: [
    prose`score a whole text without numbers that vanish`,
    prose`add probabilities, subtract them and take complements without leaving log-space`,
    prose`compare answers of different lengths, and say by which rule`,
  ],
  sections: [
    underflow,
    stuck,
    changeOfScale,
    addingInLogSpace,
    joint,
    ranking,
    greedy,
    wholeWords,
    tokenisationsSection,
    pitfalls,
    tryJoint,
    rememberJoint,
  ],
  headline: headline({
    needs: { m: runningProduct },
    write({ m }) {
      const { zero } = m.float64;
      return zero === null
        ? prose`The log-probability of ${count(m.factors)} tokens of a story is ${nats(m.total)}; in float32
          their product is ${choose(m.both, {
            'both die': prose`long gone`,
            'one dies': prose`long gone`,
            'none dies': prose`still above zero`,
          })}.`
        : prose`Multiplied in float64, the probabilities of ${count(m.factors)} tokens of a story are exactly
          zero from factor ${rank(zero)} on; their sum of logs is ${nats(m.total)}.`;
    },
  }),
});
