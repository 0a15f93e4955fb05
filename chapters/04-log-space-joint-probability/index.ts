import { chapter, choose, headline, type Prose, prose } from '#report';
import { countInWords, text } from '#report/values';
import { greedy } from './best-pair.ts';
import { candidates } from './candidates.measure.ts';
import { firstWordsSection, joint } from './chain-rule.ts';
import { lengths } from './lengths.ts';
import { addingInLogSpace, codeToTakeHome } from './log-sums.ts';
import { oneDecision } from './one-decision.ts';
import { underflow } from './running-product.ts';
import { changeOfScale } from './scale.ts';
import { seamsSection } from './seams.ts';
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
      const onceTied = (words: Prose) =>
        choose(m.product, { 'all zero': words, 'some zero': prose``, 'none zero': prose`` });
      return prose`Which of ${countInWords(m.answers)} endings does the model prefer? Scored in
        ${countInWords(m.ways)} ways, it is ${choose(m.variety, {
          several: prose`${countInWords(m.distinct)} different ones${onceTied(prose`, and once a tie`)}`,
          one: prose`“${text(m.best.text)}” each time${onceTied(prose`, but for one tie`)}`,
        })}.`;
    },
  }),
});
