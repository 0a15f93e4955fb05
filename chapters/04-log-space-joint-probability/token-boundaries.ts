import { finding, greater, join, prose, type Seen, section, table } from '#report';
import { atLeast, cite, codeText, countInWords, nats, ref, token } from '#report/values';
import { endings } from './endings.measure.ts';
import { tokenBoundaries } from './token-boundaries.measure.ts';

const spaceCosts = ({ spaceCosts: { lowest }, answers }: Seen<typeof endings>) =>
  finding({
    id: 'space-costs-every-ending',
    when: greater('least that a space at the end of the prompt costs an ending', lowest, 1),
    context: [answers],
    text: () => prose`A space at the end of the prompt lowers the sum of each of the ${countInWords(answers)} endings in
      ${ref('rules-table')} by at least ${atLeast(nats, lowest, 1)}, even if the space itself is left out.`,
  });

export const tokenBoundariesSection = section({
  id: 'token-boundaries',
  title: prose`Token boundaries`,
  needs: { m: tokenBoundaries, tried: endings },
  write: ({ m, tried }) => [
    prose`Does it matter whether you encode the prompt and the ending separately or as one text
      (${ref('token-boundaries-table')})?`,
    table({
      id: 'token-boundaries-table',
      caption: prose`The tokens of the prompt and the ending. Leading tokens common to both encodings are omitted. The
        cost is how far the log-probability of the same characters drops when the two parts are encoded separately.`,
      rows: m.rows,
      columns: [
        ['prompt, ending', (row) => prose`${codeText(row.prompt)}, ${codeText(row.ending)}`],
        ['separately', (row) => join(row.apart.map(token), prose` `)],
        ['as one text', (row) => join(row.together.map(token), prose` `)],
        ['cost (nats)', (row) => nats(row.cost, 1)],
      ],
    }),
    prose`A prompt that ends inside a token, such as \`␣bread\` or \`://\`, forces a split that the tokenizer never
      makes, so the model rarely saw it in training. ${spaceCosts(tried)} In frontier models, prompts that end inside a
      token made the right continuation about a thousand times less likely (${cite('xu-2026')}).

      The remedy: **encode each text as a whole, and cut where the tokens of the prompt and of the texts first differ.**

      \`\`\`python
      def split(encode, prompt, endings):
          """The tokens before the cut, and for each text those after it."""
          start = encode(prompt)
          texts = [encode(prompt + ending) for ending in endings]
          cut = 0
          for ids in zip(start, *texts):  # the first token of each list, then the second of each …
              if len(set(ids)) > 1:
                  break
              cut += 1
          return start[:cut], [ids[cut:] for ids in texts]
      \`\`\`

      The web address and its prompt share only \`http\`, so you score \`://\` and the rest. For
      generation, *token healing* (library \`guidance\`) replaces the prompt's last token with one that begins with the
      same characters.

      Some programs put a *start token* first. Without one, the first token gets no score. If two programs' scores
      disagree, check this first.`,
  ],
});
