import { chapter, headline, prose } from '#report';
import { addingLogarithms } from './adding-logarithms.ts';
import { chainRuleSection } from './chain-rule.ts';
import { complement } from './complement.ts';
import { endings } from './endings.measure.ts';
import { firstTokenAndSearch } from './first-token-and-search.ts';
import { addingInLogSpace } from './log-sum-exp.ts';
import { operations } from './operations.ts';
import { precisionSection } from './precision.ts';
import { rankingRules, rulesDisagree } from './ranking-rules.ts';
import { rememberJoint } from './remember.ts';
import { tokenBoundariesSection } from './token-boundaries.ts';
import { tryJoint } from './try-it.ts';
import { underflow } from './underflow.ts';
import { whichRule } from './which-rule.ts';
import { wordingsSection } from './wordings.ts';

export const logSpaceJointProbability = chapter({
  id: '04-log-space-joint-probability',
  title: prose`Log-space and joint probability`,
  question: prose`Why add instead of multiply?`,
  abilities: [
    prose`score a whole text without numbers that vanish`,
    prose`add, average and complement probabilities in log-space`,
    prose`compare answers of different lengths, and say by which rule`,
  ],
  sections: [
    underflow,
    addingLogarithms,
    addingInLogSpace,
    wordingsSection,
    tokenBoundariesSection,
    rankingRules,
    precisionSection,
    whichRule,
    tryJoint,
    rememberJoint,
  ],
  further: [operations, complement, chainRuleSection, firstTokenAndSearch],
  groups: {
    underflow: 'Arithmetic in log-space',
    'token-boundaries': 'Comparing answers',
    'try-joint': 'Exercises and recap',
  },
  headline: headline({
    needs: { m: endings },
    write: ({ m }) => prose`${rulesDisagree(m)}`,
  }),
});
