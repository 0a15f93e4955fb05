import { choose, output, prose, section, table } from '#report';
import { count, given, percent, rank, ref, text, token } from '#report/values';
import { typing } from './typing.measure.ts';

const TWO = { digits: 2 } as const;
/** What has been typed where the shown code asks. */
const TYPED = 'I look forward';

export const nextWord = section({
  id: 'next-word',
  title: prose`Use: offer the next word`,
  needs: { typing },
  write({ typing }) {
    const upTo = (last: number) =>
      typing.rows
        .slice(0, last + 1)
        .map(({ typed }) => typed)
        .join('');
    const asked = typing.rows.find((_row, place) => upTo(place) === TYPED);
    return [
      prose`When should a program complete what someone types? Let it offer the likeliest token, if that has at least
        ${given(0.9)} (a placeholder: see ${ref('decide')}). A chat API answers instead of going on; a server such as vLLM
        does both:

        \`\`\`python
        from math import exp
        from openai import OpenAI

        server = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        answer = server.completions.create(
            model=server.models.list().data[0].id, prompt="I look forward",
            max_tokens=1, temperature=0, logprobs=1)
        listed = answer.choices[0].logprobs
        print(repr(listed.tokens[0] if exp(listed.token_logprobs[0]) >= 0.9 else ""))
        \`\`\``,
      ...(asked
        ? [
            output([choose(asked.offered, { yes: prose`${token(asked.likeliest)}`, no: prose`''` })], {
              from: prose`our own model`,
            }),
          ]
        : []),
      table({
        id: 'typing',
        caption: prose`“${text(typing.text)}” as it is typed: behind each token the likeliest next one, whether it is offered,
          and what came.`,
        rows: typing.rows,
        columns: [
          ['typed', (row) => token(row.typed)],
          ['likeliest next', (row) => token(row.likeliest)],
          ['probability', (row) => percent(row.probability, TWO)],
          ['offered', (row) => choose(row.offered, { yes: prose`yes`, no: prose`–` })],
          ['came', (row) => token(row.next)],
        ],
      }),
      prose`Over the whole sentence (${ref('typing')}) it offers ${choose(typing.outcome, {
        nothing: prose`nothing: no likeliest token reaches the threshold.`,
        'all came': prose`${rank(typing.offers)} of the ${count(typing.tokens)} tokens, and is right each time.`,
        'not all came': prose`${rank(typing.offers)} of the ${count(typing.tokens)} tokens, of which ${rank(typing.came)} come.`,
      })}`,
    ];
  },
});
