import { choose, curious, join, prose, section, table } from '#report';
import { codeText, count, given, probability, real, ref, term, text, token, tokenId } from '#report/values';
import { tokensOfText } from './tokens.measure.ts';

export const tokens = section({
  id: 'tokens',
  title: prose`Text becomes tokens`,
  needs: { m: tokensOfText },
  write: ({ m }) => [
    prose`Take the beginning of a sentence: “${text(m.prompt)}”. What comes next? We will ask a real language
      model, and look at its answer before it says a single word. The model is ${codeText(m.model)}${choose(
        m.known,
        {
          embedded: prose`, small enough for an ordinary laptop. We use a copy whose weights are rounded to four bits, so the original
          gives other numbers; by how much, we did not measure.`,
          another: prose`.`,
        },
      )}

      A model does not read letters. The text is first cut into pieces called ${term('token', 'tokens')}. The
      model knows a fixed list of them, its ${term('vocabulary')}. Ours has ${count(m.vocabularySize)}
      entries. Each has a number, its *id*, and these ids are all that the model ever sees.
      ${ref('sentence-tokens')} shows the pieces of our sentence.`,
    table({
      id: 'sentence-tokens',
      caption: prose`The sentence as the model reads it. The sign ␣ stands for a space.`,
      rows: m.tokens,
      columns: [
        ['place', (_row, index) => given(index + 1)],
        ['token', (row) => token(row.text)],
        ['id', (row) => tokenId(row.id)],
      ],
    }),
    prose`Look at the spaces. A single space before a word is usually part of that word's token. So a frequent word
      can be in the vocabulary twice, with its space and without. How different can their probabilities be?
      ${ref('two-spellings')} compares two${choose(m.sameWord, {
        yes: prose`.`,
        no: prose`: not of one word, since this vocabulary has no token for our example.`,
      })}`,
    table({
      id: 'two-spellings',
      caption: prose`${choose(m.sameWord, {
        yes: prose`The same five letters`,
        no: prose`Two tokens`,
      })} as the next token after “${text(m.prompt)}”: two ids, two probabilities.`,
      rows: m.spellings,
      columns: [
        ['next token', (row) => token(row.text)],
        ['id', (row) => tokenId(row.id)],
        ['probability', (row) => probability(row.probability)],
      ],
    }),
    prose`${choose(m.likelier, {
      one:
        m.roundRatio === null
          ? prose`The probability of ${token(m.spellings[1]?.text)} is nothing beside that of ${token(m.spellings[0]?.text)}.`
          : prose`The model gives ${token(m.spellings[0]?.text)} about ${real(m.roundRatio, { digits: 2 })} times the probability of
      ${token(m.spellings[1]?.text)}.`,
      neither: prose`Here the two probabilities are the same; as a rule they are not.`,
    })} Whoever looks up the probability of an answer must look up the right
      token.

      A token is not a character either. A frequent word is often one token; an accented letter, another script or
      an emoji may cost more. Whatever counts tokens (a price, a limit, an average) counts these pieces, not
      letters and not words.`,
    curious(prose`How many tokens is one character?`, [
      prose`For what has no token of its own, the vocabulary falls back to pieces of a character's bytes, down
        to single ones. ${ref('characters')} tries five characters: a letter with no accent, with one and with
        two, a Chinese character and an emoji. Bytes that are no character by themselves are printed in
        hexadecimal, such as \`\\xE6\`.`,
      table({
        id: 'characters',
        caption: prose`One character each, and the tokens it takes.`,
        rows: m.characters,
        columns: [
          ['character', (row) => text(row.character)],
          ['bytes in UTF-8', (row) => count(row.bytes)],
          ['tokens', (row) => count(row.count)],
          ['pieces', (row) => join(row.tokens.map(token), prose` `)],
        ],
      }),
      prose`What to see: no character takes more tokens than it has bytes. As a rule, characters that were
        common in the texts that the vocabulary was made from take fewer.`,
    ]),
  ],
});
