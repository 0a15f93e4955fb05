import { code, prose, section } from '#report';
import { given, ref } from '#report/values';

export const codeToCopy = section({
  id: 'code-to-copy',
  title: prose`In TypeScript`,
  needs: {},
  write: () => [
    prose`This is the toolbox with the four rules. \`pick\` returns all answers that tie within your tolerance.`,
    code('#chapters/04-log-space-joint-probability/pick', 'pick'),
    prose`Leave out answers without tokens: their sum, ${given(0)}, beats all others. If rounding lifts a
      log-sum-exp above ${given(0)}, pass ${given(0)} to \`log1mExp\`. ${ref('average-and-perplexity')} gets the
      log-probabilities of a given text from a server.`,
  ],
});
