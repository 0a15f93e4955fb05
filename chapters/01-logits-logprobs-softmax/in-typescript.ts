import { code, curious, listing, prose, type Seen } from '#report';
import { given, ref } from '#report/values';
import type { apiAnswer } from './api-answer.measure.ts';

/** Asking a server and deciding by its list, in the language of the report. */
export const inTypeScript = (api: Seen<typeof apiAnswer>, hasLabels: boolean) =>
  curious(prose`What do request and decision look like in TypeScript?`, [
    listing({
      caption: prose`The question as a request to a chat API, \`request\` below. With the marks that this puts around it, even our model gives other numbers.`,
      value: api.request,
    }),
    prose`\`ask\` sends a request (Node runs this from ${given(22.18)} on):`,
    code('#chapters/01-logits-logprobs-softmax/ask', 'ask'),
    prose`Call it with a key and a model of that server:

      \`\`\`ts
      const url = 'https://api.openai.com/v1/chat/completions';
      const key = process.env.OPENAI_API_KEY ?? '';
      const model = 'gpt-4o-mini';
      const [entry] = await ask(url, key, { ...request, model });
      \`\`\`

      These functions read such an entry, with the oddities of servers: a number that means none,
      a chosen token that is not among the likeliest. \`entropyBounds\` is for ${ref('short-list-entropy')}.`,
    code('#chapters/01-logits-logprobs-softmax/reading', 'read'),
    ...(hasLabels
      ? [
          prose`So the decision is:

            \`\`\`ts
            const labels = { yes: [' Yes', ' yes', 'Yes', 'yes'], no: [' No', ' no', 'No', 'no'] };
            console.log(settled(entry, labels) ?? 'open');
            \`\`\``,
        ]
      : []),
  ]);
