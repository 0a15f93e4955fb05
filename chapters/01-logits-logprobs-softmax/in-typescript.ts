import { choose, code, curious, listing, output, prose, type Seen } from '#report';
import { given, ref, text } from '#report/values';
import type { apiAnswer } from './api-answer.measure.ts';
import type { labelProgram } from './label-program.measure.ts';

interface Needs {
  readonly api: Seen<typeof apiAnswer>;
  readonly pasted: Seen<typeof labelProgram>;
}

/** Asking a server and deciding by its list, in the language of the report. */
export const inTypeScript = ({ api, pasted: { program } }: Needs) =>
  curious(prose`What do request and decision look like in TypeScript?`, [
    ...(program
      ? [
          prose`The same decision, with our model's answer before it. Paste the whole into a browser's console:`,
          code('#chapters/01-logits-logprobs-softmax/label-program', 'program', {
            given: { answer: program.answer, labels: program.labels },
            prints: 'decision',
          }),
          output([prose`${text(program.decision)}`]),
        ]
      : []),
    prose`To ask a server, write \`const request =\` before this object:`,
    listing({ caption: prose`What our model was asked.`, value: api.request }),
    prose`\`ask\` sends it (Node runs this from ${given(22.18)} on):`,
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
    ...(program
      ? [
          prose`With the \`labels\` of the program above:

            \`\`\`ts
            console.log(settled(entry, labels) ?? 'open');
            \`\`\``,
          output([choose(api.settled, { yes: prose`yes`, no: prose`no`, nothing: prose`open` })]),
        ]
      : []),
  ]);
