import { code, curious, prose, section } from '#report';
import { complements } from './complement.measure.ts';
import { precision } from './precision.measure.ts';

export const codeToCopy = section({
  id: 'code-to-copy',
  title: prose`In TypeScript`,
  // They run the code below.
  needs: { complements, precision },
  write: () => [
    prose`\`pick\` applies one of the four rules and returns all answers that tie within your tolerance.`,
    curious(prose`How do you add, average, subtract and pick in TypeScript?`, [
      code('#chapters/04-log-space-joint-probability/pick', 'pick'),
      code('#chapters/04-log-space-joint-probability/pick', 'log-space'),
      code('#numerics/log-add-exp', 'log-add-exp'),
      code('#numerics/log-sub-exp', 'log-sub-exp'),
    ]),
  ],
});
