import { curious, table } from '#report/block';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, given, probability, real, ref, term, text, token, tokenId } from '#report/values';
import { tokensOfText } from './tokens.measure.ts';

export const tokens = section({
  id: 'tokens',
  title: prose`Text becomes tokens`,
  needs: { m: tokensOfText },
  write({ m }) {
    const [withSpace, without] = m.spellings;
    return [
      prose`
        Take the beginning of a sentence: “${text(m.prompt)}”. What comes next? We will ask a real language model, and
        look at its answer before it says a single word. The model is ${codeText(m.model)}, small enough for an ordinary
        laptop. We use a copy whose weights are rounded to four bits, so the original gives other numbers; by how much, we did not measure.

        A model does not read letters. The text is first cut into pieces called ${term('token', 'tokens')}. The model
        knows a fixed list of them, its ${term('vocabulary')}. Ours has ${count(m.vocabularySize)} entries. Each has a
        number, its *id*, and these ids are all that the model ever sees. ${ref('sentence-tokens')} shows the pieces of
        our sentence.
      `,
      table({
        id: 'sentence-tokens',
        caption: prose`The sentence as the model reads it. The sign ␣ stands for a space.`,
        rows: m.tokens,
        columns: [
          { head: prose`place`, align: 'right', cell: (_row, index) => prose`${given(index + 1)}` },
          { head: prose`token`, cell: (row) => prose`${token(row.text)}` },
          { head: prose`id`, align: 'right', cell: (row) => prose`${tokenId(row.id)}` },
        ],
      }),
      prose`
        Look at the spaces. A single space before a word is usually part of that word's token. So a word with and without
        a space before it is two tokens. How different can their probabilities be? ${ref('two-spellings')} compares two.
      `,
      table({
        id: 'two-spellings',
        caption: prose`The same five letters as the next token after “${text(m.prompt)}”: two ids, two probabilities.`,
        rows: m.spellings,
        columns: [
          { head: prose`next token`, cell: (row) => prose`${token(row.text)}` },
          { head: prose`id`, align: 'right', cell: (row) => prose`${tokenId(row.id)}` },
          { head: prose`probability`, align: 'right', cell: (row) => prose`${probability(row.probability)}` },
        ],
      }),
      prose`
        The model gives ${token(withSpace?.text)} about ${real(m.roundRatio, 'probability')} times the probability of
        ${token(without?.text)}. Whoever looks up the probability of an answer must look up the right token.

        A token is not a character either. A frequent word is one token; an accented letter, another script or an
        emoji may cost more. Whatever counts tokens (a price, a limit, an average) counts these pieces, not letters and
        not words.
      `,
      curious(prose`How many tokens is one character?`, [
        prose`
          For what has no token of its own, the vocabulary falls back to pieces of a character's bytes, down to single
          ones. ${ref('characters')} takes five characters apart. Bytes that are no character by themselves are printed
          in hexadecimal, such as \`\\xE6\`.
        `,
        table({
          id: 'characters',
          caption: prose`One character each, and the tokens it takes.`,
          rows: m.characters,
          columns: [
            { head: prose`character`, cell: (row) => prose`${text(row.character)}` },
            { head: prose`bytes in UTF-8`, align: 'right', cell: (row) => prose`${count(row.bytes)}` },
            { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.count)}` },
            {
              head: prose`pieces`,
              cell: (row) =>
                join(
                  row.tokens.map((piece) => token(piece)),
                  prose` `,
                ),
            },
          ],
        }),
        prose`
          What to see: no character takes more tokens than it has bytes. As a rule, characters that were common in
          the texts that the vocabulary was made from take fewer.
        `,
      ]),
    ];
  },
});
