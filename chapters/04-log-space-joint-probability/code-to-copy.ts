import { code, curious, prose, section } from '#report';
import { given, ref } from '#report/values';

export const codeToCopy = section({
  id: 'code-to-copy',
  title: prose`In TypeScript`,
  needs: {},
  write: () => [
    prose`These are the four rules. \`pick\` returns all answers that tie within your tolerance.`,
    code('#chapters/04-log-space-joint-probability/pick', 'pick'),
    prose`Leave out answers without tokens: their sum, ${given(0)}, beats all others, and their mean per token is
      not a number. ${ref('average-and-perplexity')} gets the log-probabilities of a given text from a server.`,
    curious(prose`How do you add, average and subtract in TypeScript?`, [
      code('#chapters/04-log-space-joint-probability/pick', 'log-space'),
      code('#numerics/log-add-exp', 'log-add-exp'),
      code('#numerics/log-sub-exp', 'log-sub-exp'),
    ]),
  ],
});
