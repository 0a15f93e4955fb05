import { curious, finding, greater, join, prose, type Seen, section, table } from '#report';
import { atLeast, cite, codeText, countInWords, nats, ref, token } from '#report/values';
import { endings } from './endings.measure.ts';
import { tokenBoundaries } from './token-boundaries.measure.ts';

const spacesCost = ({ spaceCosts, answers }: Seen<typeof endings>) =>
  finding({
    id: 'space-costs-every-ending',
    when: greater('least that a space at the end of the prompt costs an ending', spaceCosts, 1),
    context: [answers],
    text: () => prose`A space at the end of our prompt lowers the scores of all ${countInWords(answers)} endings, each by
      at least ${atLeast(nats, spaceCosts, 1)}, even if the token of the space itself is not counted.`,
  });

export const tokenBoundariesSection = section({
  id: 'token-boundaries',
  title: prose`Token boundaries: encode prompt and answer as one text`,
  needs: { m: tokenBoundaries, tried: endings },
  write: ({ m, tried }) => [
    prose`To score an ending, a program has to know which tokens belong to it. It seems natural to encode the prompt, encode
      the ending, and join the two lists. Usually that gives the tokens of the whole text. Where it does not, it
      can cost a lot (${ref('token-boundaries-table')}).`,
    table({
      id: 'token-boundaries-table',
      caption: prose`What it costs to encode the two parts separately, in nats. Leading tokens that both encodings share are
        omitted.`,
      rows: m.rows,
      columns: [
        ['prompt, ending', (row) => prose`${codeText(row.prompt)}, ${codeText(row.ending)}`],
        ['separately', (row) => join(row.apart.map(token), prose` `)],
        ['as one text', (row) => join(row.together.map(token), prose` `)],
        ['cost', (row) => nats(row.cost, 1)],
      ],
    }),
    prose`The tokenizer writes \`␣walking\` as one token. So in training, the model rarely saw \`␣walk\` followed by
      \`ing\`, and finds it very unlikely. The same happens to a prompt that ends in a space, because a space belongs to the
      word after it. ${spacesCost(tried)} Frontier models are not immune: in one study, prompts that ended inside
      a token made the right continuation about a thousand times less likely (${cite('xu-2026')}).

      The remedy: **encode each text as a whole, and cut where the tokens of the prompt and of the texts first differ.** All answers
      that you compare share one cut, at the first place where any of them differs.`,
    curious(prose`A Python function that makes the cut, and token healing`, [
      prose`\`\`\`python
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

      The web address and its prompt share only \`http\`, so you score \`://\` and the rest. If even the first tokens
      differ, the cut comes before all of them. Put a start token in front, so that the first token has a score.

      When a model *writes* after such a prompt, *token healing* (library \`guidance\`) takes back the prompt's last
      token and lets the model choose one that begins with the same characters.`,
    ]),
  ],
});
