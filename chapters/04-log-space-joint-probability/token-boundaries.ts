import { and, finding, firstOf, greater, join, prose, type Seen, section, table } from '#report';
import { atLeast, cite, codeText, countInWords, nats, ref, token } from '#report/values';
import { endings } from './endings.measure.ts';
import { tokenBoundaries } from './token-boundaries.measure.ts';

const spaceCosts = ({ spaceCosts: { lowest }, answers }: Seen<typeof endings>) =>
  finding({
    id: 'space-costs-every-ending',
    when: greater('least that a space at the end of the prompt costs an ending', lowest, 1),
    text: () => prose`A space at the end of the prompt costs each of the ${countInWords(answers)} endings at least
      ${atLeast(nats, lowest, 1)}.`,
  });

const spaceChangesWinner = ({ rows }: Seen<typeof endings>) => {
  const by = (score: 'spaced' | 'sum') => rows.map((row) => ({ name: row.text, value: row[score] }));
  return finding({
    id: 'space-changes-winner',
    when: and(
      firstOf('ending with the highest sum after a space', by('spaced'), 'honey', '“honey”'),
      firstOf('ending with the highest sum', by('sum'), 'bread', '“bread”'),
    ),
    text: () => prose`The space changes the winner from “bread” to “honey”.`,
  });
};

export const tokenBoundariesSection = section({
  id: 'token-boundaries',
  title: prose`Token boundaries`,
  needs: { m: tokenBoundaries, tried: endings },
  write: ({ m, tried }) => [
    prose`Does it matter whether you encode prompt and ending separately or as one text
      (${ref('token-boundaries-table')})?`,
    table({
      id: 'token-boundaries-table',
      caption: prose`The tokens of prompt and ending, without those at the start that the prompt and the whole
        text share. The cost is how much lower the log-probability of the same characters is when the parts are
        encoded separately.`,
      rows: m.rows,
      columns: [
        ['prompt, ending', (row) => prose`${codeText(row.prompt)}, ${codeText(row.ending)}`],
        ['separately', (row) => join(row.apart.map(token), prose` `)],
        ['as one text', (row) => join(row.together.map(token), prose` `)],
        ['cost (nats)', (row) => nats(row.cost, 1)],
      ],
    }),
    prose`Many tokenizers attach a space to the word after it, and join signs such as \`://\`. A prompt that ends
      inside a token forces a split that the model hardly ever saw in training.

      ${spaceCosts(tried)} ${spaceChangesWinner(tried)} In frontier models, ending a prompt inside a token made the right continuation about a thousand times less likely
      (${cite('xu-2026')}).

      The remedy: **encode each whole text once, and cut where the prompt and all texts stop sharing tokens.**

      \`\`\`python
      def split(encode, prompt, endings):
          """The tokens before the cut, and for each text those after it."""
          start = encode(prompt)
          texts = [encode(prompt + ending) for ending in endings]
          cut = 0
          while cut < len(start) and all(ids[cut:cut + 1] == [start[cut]] for ids in texts):
              cut += 1
          return start[:cut], [ids[cut:] for ids in texts]
      \`\`\`

      Score what comes after the cut: for the web address, \`://\` and the rest. Every ending then includes the
      prompt's colon, so the sums can be compared. A mean per byte counts the colon, too.

      If nothing is shared, put the start token first.  Score a *generated* answer by its own token ids. When a model generates, *token healing* (library \`guidance\`) removes the prompt's last token, then allows only tokens that begin with its characters.`,
  ],
});
