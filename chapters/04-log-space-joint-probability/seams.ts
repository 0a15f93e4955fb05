import { choose, join, prose, section, table } from '#report';
import { cite, codeText, countInWords, nats, real, ref, text, token } from '#report/values';
import { candidates } from './candidates.measure.ts';
import { seams } from './seams.measure.ts';

export const seamsSection = section({
  id: 'joint-seams',
  title: prose`A space at the end of the prompt`,
  needs: { seam: seams, m: candidates },
  write({ seam, m }) {
    const bad = prose`the tokeniser never cuts the text there, so the model has hardly seen it cut so`;
    return [
      prose`One of our ways adds logarithms, too, ${choose(m.space, {
        'another winner': prose`and prefers “${text(m.bySpaced)}”. What has gone wrong?`,
        'same winner': prose`and prefers “${text(m.bySpaced)}” as well, this time.`,
      })} Its prompt ends in a space, invisible in most editors, and its endings begin without one. Same text, other
        tokens (${ref('seams')}).`,
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
      prose`${choose(seam.trailingSpace, {
        'a bad seam': prose`A space belongs to the word behind it. Left alone at the end, it is a token of its own:
          ${bad}.`,
        'no bad seam': prose`With this tokeniser the space may stand alone. With many it may not: ${bad}.`,
      })} ${choose(m.charge, {
        all: prose`Here that costs each of the ${countInWords(m.answers)} endings at least
          ${nats(m.cost.least, { digits: 1 })}, a factor of ${real(m.cost.factor, { digits: 2 })}, and not all the same.`,
        'not all': prose`Here the change of an ending's score runs from ${nats(m.cost.least, { digits: 1 })} to
          ${nats(m.cost.most, { digits: 1 })}.`,
      })} ${choose(m.space, {
        'another winner': prose`Enough to change the winner.`,
        'same winner': prose`The winner stays.`,
      })}

        It is no weakness of small models. Where a prompt ended inside a token, ${cite('xu-2026')} found the right
        continuation about a thousand times less likely in frontier models, and larger ones often fared worse.

        So check the seam: **the tokens of prompt and ending together must begin with the tokens of the
        prompt.** If they do not, move the space into the ending, or end the prompt at a word.`,
    ];
  },
});
