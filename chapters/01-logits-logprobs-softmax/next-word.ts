import { choose, output, prose, section, table } from '#report';
import { count, given, percent, rank, ref, text, token } from '#report/values';
import { typing } from './typing.measure.ts';

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
        ${given(0.9)} (a placeholder again). A chat model answers instead of going on, so this wants the first \`likeliest\` of ${ref('one-model-two-answers')}, which asks for a completion:

        \`\`\`python
        from math import exp
        from likeliest import likeliest

        [(token, logprob)] = likeliest("I look forward", 1).items()
        print(repr(token if exp(logprob) >= 0.9 else ""))
        \`\`\``,
      ...(asked
        ? [output([choose(asked.offered, { yes: prose`${token(asked.likeliest)}`, no: prose`''` })])]
        : []),
      table({
        id: 'typing',
        caption: prose`“${text(typing.text)}” as it is typed: behind each token the likeliest next one, whether it is offered,
          and what came.`,
        rows: typing.rows,
        columns: [
          ['typed', (row) => token(row.typed)],
          ['likeliest next', (row) => token(row.likeliest)],
          ['probability', (row) => percent(row.probability, 2)],
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
