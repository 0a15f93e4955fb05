import { code, prose, section } from '#report';
import { given, ref } from '#report/values';

export const codeToCopy = section({
  id: 'code-to-copy',
  title: prose`The code in TypeScript`,
  needs: {},
  write: () => [
    prose`This is the toolbox again, with the four rules. \`pick\` returns more than one answer if they tie within your
      tolerance (${ref('precision')}).`,
    code('#chapters/04-log-space-joint-probability/pick', 'pick'),
    prose`Leave out answers without tokens: their sum, ${given(0)}, beats all others. If rounding lifts a log-sum-exp above
      ${given(0)}, \`log1mExp\` returns \`NaN\`; pass it \`Math.min(0, x)\`.

      The log-probabilities of a text that *you* chose come from \`npm run score\` with \`--json\`, or from a server that returns
      those of the prompt (${ref('average-and-perplexity')}). Most chat APIs score only what they write.`,
  ],
});
