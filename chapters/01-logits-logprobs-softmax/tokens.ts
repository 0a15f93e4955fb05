import { choose, prose, section, table } from '#report';
import { count, real, ref, term, text, token, tokenId } from '#report/values';
import { tokensOfText } from './tokens.measure.ts';

export const tokens = section({
  id: 'tokens',
  title: prose`Text becomes tokens`,
  needs: { m: tokensOfText },
  write({ m }) {
    const [spaced, bare] = m.spellings ?? [];
    const _longest = m.tokens.reduce((most, one) => (one.text.length > most.text.length ? one : most));
    const [_letter, _emoji] = m.characters;
    return [
      prose`A model does not read letters. The text is first cut into pieces called ${term('token', 'tokens')},
        from a fixed list, the ${term('vocabulary')}. Ours has ${count(m.vocabularySize)} entries. Each has a
        number, its *id*, and these ids are all that the model ever sees (${ref('sentence-tokens')}).`,
      table({
        id: 'sentence-tokens',
        caption: prose`“${text(m.prompt)}” as the model reads it.`,
        rows: m.tokens,
        columns: [
          ['token', (row) => token(row.text)],
          ['id', (row) => tokenId(row.id)],
        ],
      }),
      prose`A space before a word is usually part of its token. So a frequent word is often in the vocabulary twice. ${
        m.spellings === null
          ? prose``
          : choose(m.likelier, {
              one:
                m.roundRatio === null
                  ? prose`After this text ${token(bare?.text)} is nothing beside ${token(spaced?.text)}.`
                  : prose`As the next token here, ${token(spaced?.text)} is ${real(m.roundRatio, 2)} times as likely as
                      ${token(bare?.text)}: one word, two ids.`,
              neither: prose`After this text ${token(spaced?.text)} and ${token(bare?.text)} are equally likely; as a rule the
                two are far apart.`,
            })
      } Whoever looks up the probability of an answer must look up the right token.`,
    ];
  },
});
