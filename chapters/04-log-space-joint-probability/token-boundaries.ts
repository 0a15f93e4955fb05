import { choose, join, prose, section, table } from '#report';
import { cite, codeText, countInWords, nats, real, ref, text, token } from '#report/values';
import { candidates } from './candidates.measure.ts';
import { seams } from './token-boundaries.measure.ts';

export const seamsSection = section({
  id: 'joint-seams',
  title: prose`A space at the end of the prompt`,
  needs: { seam: seams, m: candidates },
  write({ seam, m }) {
    return [
      prose`One of our ways adds logarithms, too, ${choose(m.space, {
        'another winner': prose`and prefers “${text(m.bySpaced)}”. What has gone wrong?`,
        'same winner': prose`and prefers “${text(m.bySpaced)}” as well, this time.`,
      })} Its prompt ends in a space, invisible in most editors, and its endings begin without one. Same text, ${choose(
        m.cut,
        {
          never: prose`other tokens`,
          sometimes: prose`but not always the same tokens`,
          always: prose`and here also the same tokens`,
        },
      )} (${ref('seams')}).`,
      table({
        id: 'seams',
        caption: prose`Prompt and ending, encoded one by one and as one text.`,
        rows: seam.rows,
        columns: [
          ['prompt, ending', (row) => prose`${codeText(row.context)}, ${codeText(row.continuation)}`],
          ['one by one', (row) => join(row.apart.map(token), prose` `)],
          ['as one text', (row) => join(row.together.map(token), prose` `)],
          ['same', (row) => choose(row.same, { yes: prose`yes`, no: prose`no` })],
        ],
      }),
      prose`${choose(m.cut, {
        never: prose`A space belongs to the word after it. Left alone at the end, it is a token of its own: the
          tokeniser never cuts the text there, so the model can hardly have seen it cut so.`,
        sometimes: prose`Before some of our endings the tokeniser cuts there anyway, and the space only moves to the
          prompt. Before the others it never does, so the model can hardly have seen them cut so.`,
        always: prose`This tokeniser cuts there anyway, before each of our endings: the space only moves to the prompt.
          Many tokenisers never cut there, and their models can hardly have seen a text cut so.`,
      })} ${choose(m.charge, {
        all: prose`Here the space costs each of the ${countInWords(m.answers)} endings at least
          ${nats(m.cost.atLeast, 1)}${
            m.cost.factor === null ? prose`` : prose`, a factor of ${real(m.cost.factor, 2)}`
          }${choose(m.charges, { alike: prose``, different: prose`, and not all the same` })}`,
        'not all': choose(m.charges, {
          alike: prose`Here the space changes each ending's score by ${nats(m.change.highest, 1)}`,
          different: prose`Here the space changes the endings' scores by ${nats(m.change.lowest, 1)} to
            ${nats(m.change.highest, 1)}`,
        }),
      })} (${ref('candidates-table')} has both scores). ${choose(m.space, {
        'another winner': prose`Enough to change the winner.`,
        'same winner': prose`The winner stays.`,
      })}

        Where a prompt ended inside a token, ${cite('xu-2026')} found the right
        continuation about a thousand times less likely in frontier models, and larger ones often fared worse.

        So check the seam: **the tokens of prompt and ending together must begin with the tokens of the
        prompt.** If they do not, move the space into the ending, or end the prompt at a word.`,
    ];
  },
});
