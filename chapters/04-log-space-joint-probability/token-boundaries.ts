import { at } from '#numerics/list';
import { and, finding, firstOf, greater, join, prose, type Seen, section, table } from '#report';
import { atLeast, cite, codeText, countInWords, nats, real, ref, token } from '#report/values';
import { endings } from './endings.measure.ts';
import { tokenBoundaries } from './token-boundaries.measure.ts';

const wrongCutsCost = ({ rows }: Seen<typeof tokenBoundaries>) =>
  finding({
    id: 'wrong-cuts-cost',
    when: and(
      ...[1, 2, 3].map((row) =>
        greater(`cost of cutting after “${at(rows, row).prompt}”`, at(rows, row).cost, 1),
      ),
    ),
    text: () => prose`Each of the last three rows loses several nats by the wrong cut.`,
  });

export const spaceCosts = ({ spaceCosts: { lowest, factor }, answers }: Seen<typeof endings>) =>
  finding({
    id: 'space-costs-every-ending',
    when: greater('least that a space at the end of the prompt costs an ending', lowest, 1),
    text: () => prose`A space at the end of the story's prompt costs each of the ${countInWords(answers)} endings at least
      ${atLeast(nats, lowest, 1)}, a factor of ${atLeast(real, factor, 2)}.`,
  });

const spaceChangesWinner = ({ rows }: Seen<typeof endings>) => {
  const by = (score: 'spaced' | 'sum') => rows.map((row) => ({ name: row.text, value: row[score] }));
  return finding({
    id: 'space-changes-winner',
    when: and(
      firstOf('ending with the highest sum after a space', by('spaced'), 'honey', '“honey”'),
      firstOf('ending with the highest sum', by('sum'), 'bread', '“bread”'),
    ),
    text: () => prose`Not all endings lose the same, so the winner changes from “bread” to “honey”.`,
  });
};

export const tokenBoundariesSection = section({
  id: 'token-boundaries',
  title: prose`Where prompt and ending meet`,
  needs: { m: tokenBoundaries, tried: endings },
  write: ({ m, tried }) => [
    prose`Does it matter whether you encode a prompt and its ending one by one or as one text (${ref('token-boundaries-table')})?`,
    table({
      id: 'token-boundaries-table',
      caption: prose`Prompts and endings as tokens. The dot is where prompt and text stop sharing tokens. The cost is by how much
        the same characters are less likely when encoded one by one.`,
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
    prose`A tokenizer attaches a space to the word after it, and joins common signs such as \`://\`. A prompt that ends in the
      middle of a token splits it in a way that the model hardly saw in training. ${wrongCutsCost(m)} ${spaceCosts(tried)}
      ${spaceChangesWinner(tried)} Larger models suffer as well: where a prompt
      ended inside a token, ${cite('xu-2026')} found the right continuation about a thousand times less likely in frontier models.

      The remedy: **encode each whole text once, and cut where the prompt and all the texts stop sharing tokens.** Score what comes
      after the cut. For the web address, the cut moves back to the dot after \`http\`. All endings pay for the same
      characters of the prompt, so their order is fair.

      \`\`\`python
      from itertools import takewhile

      def split(encode, prompt, endings):
          """Tokens that the prompt and all texts share, and the rest of each text."""
          texts = [encode(prompt + ending) for ending in endings]
          columns = zip(encode(prompt), *texts)
          shared = list(takewhile(lambda column: len(set(column)) == 1, columns))
          return texts[0][:len(shared)], [ids[len(shared):] for ids in texts]
      \`\`\`

      A model that *generates* after such a prompt needs the same care. *Token healing* (for example in the library \`guidance\`)
      drops the last token of the prompt, and first allows only tokens that begin with its characters.`,
  ],
});
