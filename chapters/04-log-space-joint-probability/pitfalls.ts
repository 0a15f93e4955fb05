import { choose, claim, join, list, pitfall, prose, section, table } from '#report';
import { codeText, given, nats, probability, ref, text, token } from '#report/values';
import { averages, seams, spaceAtTheSeam } from './pitfalls.measure.ts';

export const pitfalls = section({
  id: 'joint-pitfalls',
  title: prose`What can go wrong`,
  needs: { seam: seams, space: spaceAtTheSeam, average: averages },
  write: ({ seam, space, average }) => [
    pitfall(prose`Encoding the two parts separately`, [
      prose`Programs encode a prompt and an answer and put the ids one after the other. Is that the same as
        encoding the whole? ${ref('seams')} tries it.`,
      table({
        id: 'seams',
        caption: prose`Prompt and answer, encoded separately and together.`,
        rows: seam.rows,
        columns: [
          ['prompt, answer', (row) => prose`${codeText(row.context)}, ${codeText(row.continuation)}`],
          ['separately', (row) => join(row.apart.map(token), prose` `)],
          ['together', (row) => join(row.together.map(token), prose` `)],
          ['same', (row) => choose(row.same, { yes: prose`yes`, no: prose`no` })],
        ],
      }),
      prose`What to see: ${choose(seam.found, {
        some: prose`where the last column says “no”`,
        none: prose`with this tokeniser all four are the same. Where they are not`,
      })}, the tokens that were scored are not the ones the
        tokeniser gives for this text, and not the kind that models are mostly trained on. Check that the tokens
        of the prompt are the beginning of those of the whole. If they are not, move the space into the
        answer, or end the prompt at a word boundary.

        The commonest bad seam is ${choose(seam.trailingSpace, {
          'a bad seam': prose`the trailing space of the second row.`,
          'no bad seam': prose`a trailing space, as in the second row. With this tokeniser it is none:`,
        })} ${choose(seam.trailingSpace, {
          'a bad seam': prose`${claim(space.good, space.bad, {
            greater: prose`It is invisible in most editors, and here it costs ${nats(space.lost)}:`,
            less: prose`In this case it does no harm:`,
            tooClose: prose`In this case it makes no difference:`,
          })}`,
          'no bad seam': prose``,
        })} after “${text(space.context)}”, ${token(space.answer)} has ${nats(space.good)}; after the same
        prompt with a trailing space, the rest of it has ${nats(space.bad)}. (${choose(space.before, {
          'in the table': prose`In ${ref('cuts-table')} the space and the rest had ${nats(space.both)} together`,
          'not shown': prose`As another way to write the word, the space and the rest have
            ${nats(space.both)} together`,
        })}: there the space itself was scored too, at
        ${nats(space.spaceItself)}; here it belongs to the prompt and is free.)`,
    ]),
    pitfall(prose`Averaging probabilities when you mean logs`, [
      prose`Three tokens have the probabilities ${list(average.probabilities.map((p) => given(p)))}. Their
        mean is ${probability(average.mean)}, which looks like a fair text. Their product is
        ${probability(average.product)}. The mean of their *logarithms*, taken back by \`Math.exp\`, is
        ${probability(average.geometric)} per token: one nearly impossible token ruins a text, and only the
        mean of the probabilities does not know it.`,
    ]),
  ],
});
