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
    text: () => prose`In each of the last three rows, encoding one by one costs more than ${given(4)} nats.`,
  });

const spaceCosts = ({ spaceCosts: { lowest }, answers }: Seen<typeof endings>) =>
  finding({
    id: 'space-costs-every-ending',
    when: greater('least that a space at the end of the prompt costs an ending', lowest, 1),
    text: () => prose`A space at the end of the story's prompt costs each of the ${countInWords(answers)}
      endings at least ${atLeast(nats, lowest, 1)}.`,
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
    prose`Does it matter whether you encode prompt and ending one by one or as one text
      (${ref('token-boundaries-table')})?`,
    table({
      id: 'token-boundaries-table',
      caption: prose`Prompts and endings as tokens. The sign · is where the prompt and the whole text stop
        sharing tokens. The cost is what the same characters lose when encoded one by one.`,
      rows: m.rows,
      columns: [
        ['prompt, ending', (row) => prose`${codeText(row.prompt)}, ${codeText(row.ending)}`],
        [
          'one by one',
          (row) => prose`${join(row.shared.map(token), prose` `)} · ${join(row.apart.map(token), prose` `)}`,
        ],
        [
          'as one text',
          (row) =>
            prose`${join(row.shared.map(token), prose` `)} · ${join(row.together.map(token), prose` `)}`,
        ],
        ['cost (nats)', (row) => nats(row.cost, 1)],
      ],
    }),
    prose`A tokenizer attaches a space to the word after it, and joins common signs such as \`://\`. A prompt
      that ends inside a token cuts that token in two, as the model hardly ever saw it in training.
      ${wrongCutsCost(m)}

      ${spaceCosts(tried)} ${spaceChangesWinner(tried)} Larger models suffer as well: ${cite('xu-2026')}
      found the right continuation about a thousand times less likely in frontier models.

      The remedy: **encode each whole text once, and cut where the prompt and all texts stop sharing tokens.**
      Score what comes after the cut. For the web address, that is right after \`http\`. All endings pay for the
      same characters of the prompt, so their order is fair.

      \`\`\`python
      from itertools import takewhile

      def split(encode, prompt, endings):
          """Tokens that the prompt and all texts share, and the rest of each text."""
          texts = [encode(prompt + ending) for ending in endings]
          columns = zip(encode(prompt), *texts)
          shared = list(takewhile(lambda column: len(set(column)) == 1, columns))
          return texts[0][:len(shared)], [ids[len(shared):] for ids in texts]
      \`\`\`

      If nothing is shared, put the start token first. When a model *generates*, *token healing* (as in the
      library \`guidance\`) drops the prompt's last token, and first allows only tokens that begin with its
      characters.`,
  ],
});
