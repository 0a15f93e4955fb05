import { chapter, choose, headline, prose } from '#report';
import { countInWords, text } from '#report/values';
import { greedy } from './best-pair.ts';
import { candidates } from './candidates.measure.ts';
import { firstWordsSection, joint } from './chain-rule.ts';
import { lengths } from './lengths.ts';
import { addingInLogSpace, codeToTakeHome } from './log-sums.ts';
import { oneDecision } from './one-decision.ts';
import { underflow } from './running-product.ts';
import { changeOfScale } from './scale.ts';
import { outcomeOf } from './ties.ts';
import { seamsSection } from './token-boundaries.ts';
import { rememberJoint, tryJoint } from './try-it.ts';

export const logSpaceJointProbability = chapter({
  number: 4,
  slug: 'log-space-joint-probability',
  title: prose`Log-space and joint probability`,
  question: prose`Why add instead of multiply?`,
  abilities: [
    prose`score a whole text without numbers that vanish`,
    prose`add and average probabilities, and take their complement, without leaving log-space`,
    prose`compare answers of different lengths, and say by which rule`,
  ],
  sections: [
    oneDecision,
    underflow,
    changeOfScale,
    joint,
    firstWordsSection,
    seamsSection,
    greedy,
    lengths,
    addingInLogSpace,
    codeToTakeHome,
    tryJoint,
    rememberJoint,
  ],
  headline: headline({
    needs: { m: candidates },
    write({ m }) {
      const { variety, winner, winners, ties } = outcomeOf(m);
      const none = prose``;
      return prose`Which of ${countInWords(m.answers)} endings does the model prefer? Scored in
        ${countInWords(m.ways)} ways, it is ${choose(variety, {
          several: prose`${winners} different ones${choose(ties, {
            'all zero': prose`, and once a tie`,
            'some zero': none,
            'none zero': none,
            none,
            one: prose`, and once a tie`,
            two: prose`, and twice a tie`,
            three: prose`, and three times a tie`,
            four: prose`, and four times a tie`,
            five: prose`, and five times a tie`,
            six: prose`, and six times a tie`,
          })}`,
          one: prose`“${text(winner)}” each time${choose(ties, {
            'all zero': prose`, but for one tie`,
            'some zero': none,
            'none zero': none,
            none,
            one: prose`, but for one tie`,
            two: prose`, but for two ties`,
            three: prose`, but for three ties`,
            four: prose`, but for four ties`,
            five: prose`, but for five ties`,
            six: prose`, but for six ties`,
          })}`,
          none: prose`none: each time they tie`,
        })}.`;
    },
  }),
});
