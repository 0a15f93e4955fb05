import { choose, curious, join, type Prose, prose, section, table } from '#report';
import {
  cite,
  count,
  countInWords,
  given,
  nats,
  percent,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { waysToCut } from './segmentations.measure.ts';

export const cutsSection = section({
  id: 'ways-to-cut',
  title: prose`Where a language model breaks it`,
  needs: { m: waysToCut },
  write({ m }) {
    const { most } = m;
    type Cut = typeof most.own;
    const pieces = (cut: Cut): Prose => join(cut.map(token), prose` `);
    return [
      prose`All this rested on nodes: however you got here, what comes next is the same. For the patient we assumed it.
        For a language model it can fail: all that was written so far may change it. **Two nodes may
        be merged only where their futures agree.** Those of two texts need not: the graph of a language model is a
        tree, no paths meet, and merging saves nothing.

        ${choose(m.compared, {
          other: prose`Even the same letters, cut into other ${term('token', 'tokens')}, may have other futures. After ${pieces(m.other)} the model
            finds ${token(m.next)} ${real(m.likelier, 2)} times likelier than after ${pieces(m.short)}.${choose(
              m.passes,
              {
                never: prose` In training such text was cut ${pieces(m.own)}, and hardly any ${token(m.next)} came after ${pieces(m.short)}.`,
                own: prose``,
              },
            )} `,
          short: prose`Even the same letters, cut into other ${term('token', 'tokens')}, may have other futures. After ${pieces(m.short)} the model
            finds ${token(m.next)} ${real(m.likelier, 2)} times likelier than after ${pieces(m.other)}. `,
          alike: prose``,
        })}So how likely is a *word*? Add up all ways to cut it. Counting them takes one pass over the
        ${count(most.places)} places before, between and after the characters of ${token(most.word)}: ${choose(
          m.mostIs,
          {
            alone: prose`there is one way`,
            'mostly others': prose`there are ${count(most.count)} ways`,
            'mostly own': prose`there are ${count(most.count)} ways`,
          },
        )}. Probabilities depend on all that was written, and need the whole tree. Does one miss much by scoring the
        tokeniser's own cut alone? ${ref('words-cut')} has ${countInWords(m.words)} words, ${choose(m.range, {
          shown: prose`picked to show the range.`,
          none: prose`picked to show a range of shares; to this model they are all alike.`,
        })}`,
      table({
        id: 'words-cut',
        caption: prose`${countInWords(m.words, { capital: true })} words, each after a fitting beginning, and the share of the word's probability that lies in other
          cuts than the tokeniser's own.${choose(m.seams, {
            kept: prose``,
            moved: prose` (Each word was cut alone; together with its beginning some are cut otherwise.)`,
          })}`,
        rows: m.rows,
        columns: [
          ['after', (row) => text(row.prompt)],
          ['kind of word', (row) => text(row.kind)],
          ["the tokeniser's cut", (row) => pieces(row.own)],
          ['ways', (row) => count(row.count)],
          [
            'in other cuts',
            (row) =>
              choose(row.missed, {
                'nothing else': prose`none`,
                'next to nothing': prose`below ${given(0.01)}%`,
                something: prose`${percent(row.othersShare, 2)}`,
              }),
          ],
        ],
      }),
      prose`${choose(m.mostIs, {
        'mostly others': prose`${choose(m.usually, { little: prose`Mostly not. But of`, much: prose`One may. Of` })} ${token(most.word)} the tokeniser's cut holds the smaller part: scored alone, it puts the word ${nats(most.gain, 2)} too low. ${choose(
          m.mostOwn,
          {
            'not the likeliest': prose`The model would rather write ${pieces(most.likeliest)}.`,
            likeliest: prose``,
          },
        )}`,
        'mostly own': prose`Not here: the most is missed of ${token(most.word)}, ${percent(most.othersShare, 2)}.`,
        alone: prose`Not with this vocabulary, which has one way for each word.`,
      })} ${cite('chirkova-2023')} found that on other models it seldom matters, but more for long, complex words.`,
      curious(prose`Which cuts does the model prefer?`, [
        table({
          id: 'likeliest-cuts',
          caption: prose`The likeliest ways to write ${token(most.word)} after “${text(most.prompt)}”.`,
          rows: m.top,
          columns: [
            ['pieces', (row) => pieces(row.pieces)],
            ['log-probability (nats)', (row) => nats(row.logprob, 2)],
            ['share', (row) => percent(row.share, 2)],
          ],
        }),
      ]),
    ];
  },
});
