import { at } from '#numerics/list';
import { and, finding, firstOf, greater, join, prose, type Seen, section, table } from '#report';
import { atLeast, cite, codeText, countInWords, given, nats, ref, token } from '#report/values';
import { endings } from './endings.measure.ts';
import { tokenBoundaries } from './token-boundaries.measure.ts';

const wrongCutsCost = ({ rows }: Seen<typeof tokenBoundaries>) =>
  finding({
    id: 'wrong-cuts-cost',
    when: and(
      ...[1, 2, 3].map((row) =>
        greater(`cost of cutting after “${at(rows, row).prompt}”`, at(rows, row).cost, 4),
      ),
    ),
    text: () => prose`In each of the last three rows, separate encoding costs more than ${given(4)} nats.`,
  });

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
    prose`Many tokenizers attach a space to the word after it, and join common signs such as \`://\`. A prompt that
      ends inside a token cuts that token in two, a split that the model hardly ever saw in training.
      ${wrongCutsCost(m)}

      ${spaceCosts(tried)} ${spaceChangesWinner(tried)} Larger models suffer as well: in frontier models,
      ${cite('xu-2026')} found the right continuation about a thousand times less likely than after the same
      prompt cut back to whole tokens.

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

      Score the tokens after the cut. For the web address, these are \`://\` and the rest. They include the
      prompt's colon, and so do all other endings of this prompt: their sums can be compared. A mean per byte counts
      the colon's byte, too.

      If nothing is shared, put the start token first. Right after a special token, as in some chat templates,
      both encodings agree. Score a *generated* answer by the token ids that were generated. To generate after
      such a prompt, *token healing* (as in the library \`guidance\`) removes the prompt's last token and then
      allows, as the next token, only those that begin with the removed characters.`,
  ],
});
