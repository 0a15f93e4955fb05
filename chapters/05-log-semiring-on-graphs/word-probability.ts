import { at } from '#numerics/list';
import {
  finding,
  greater,
  instrument,
  join,
  less,
  type Prose,
  prose,
  type Seen,
  section,
  table,
} from '#report';
import {
  atMost,
  cite,
  count,
  nats,
  percent,
  probability,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { wordProbabilities } from './word-probability.measure.ts';

const spelled = (pieces: readonly Parameters<typeof token>[0][]): Prose => join(pieces.map(token), prose` `);

type Words = Seen<typeof wordProbabilities>;

const segmentationMatters = ({ rows, most, least, next }: Words) =>
  finding({
    id: 'segmentation-matters',
    when: greater(
      'probability of a after one segmentation above that after another',
      most.probability,
      least.probability,
    ),
    text: () => prose`In “${text(at(rows, 1).prompt)} tea”, our model gives the token ${token(next)} a probability of
      ${probability(most.probability, 2)} after ${spelled(most.before)}, but of ${probability(least.probability, 2)} after
      ${spelled(least.before)}, which spells the same letters.`,
  });

const prefixIsNoWord = ({ prompt, word, beyond, begins, whole }: Words['last']) =>
  finding({
    id: 'prefix-is-no-word',
    when: greater('score of a text that begins with Par above that of the word', beyond, 5),
    text: () =>
      prose`After “${text(prompt)}”, a text is far more likely to begin with the characters ${token(word)}
        (${nats(begins, 2)}) than with the word (${nats(whole, 2)}): *Paris* begins with the characters, too.`,
  });

export const ownTokensAreAPart = ({ last: { word, beyondOwn, ownShare } }: Words) =>
  finding({
    id: 'own-tokens-are-a-part',
    when: less('share of the own tokens of seamonster in all sequences that spell it', ownShare, 0.5),
    text: () => prose`For ${token(word)}, the tokenizer's own tokens have ${percent(ownShare, 2)} of the probability of all sequences that
      spell it, a gap of ${nats(beyondOwn, 2)}.`,
  });

export const wordProbabilitySection = section({
  id: 'ways-to-cut',
  title: prose`How probable is a word?`,
  needs: { m: wordProbabilities },
  write({ m }) {
    const { last } = m;
    return [
      prose`Does the loop work on text? **Merge two nodes only if their futures agree.** In an n-gram model, which sees only the
        last few tokens, many histories share a node. A model that sees everything before can tell all histories apart, even
        two segmentations into ${term('token', 'tokens')}. ${segmentationMatters(m)} Without shared nodes, the graph is a tree,
        and the loop saves nothing.

        You can still list paths, and add up those that exclude each other. How probable is ${token(last.word)} after
        “${text(last.prompt)}”? In the vocabulary of our model, \`SmolLM2-135M-Instruct\`, ${count(last.ways)} token sequences
        spell it. Three probabilities are easily confused (${ref('words-cut')}):

        - **At a token boundary:** add up all sequences that spell exactly these characters.
        - **The text begins with these characters:** add the sequences whose last token *straddles* the end, as \`␣Paris\`
          does for \`␣Par\`. This is what \`text.startsWith\` asks.
        - **The word:** multiply each exact sequence by the probability that no letter or digit follows. Add a straddling
          sequence only if the word ends inside its last token. Compare these to choose between words.`,
      table({
        id: 'words-cut',
        caption: prose`Log-probabilities in nats of four words, chosen to show the range (\`␣tommorow\` is misspelt on purpose).
          The last two columns leave out improbable beginnings of a sequence, so each may be too low by up to
          ${atMost(percent, m.missing, 1)} of the probability at a boundary.`,
        rows: m.rows,
        columns: [
          ['after', (row) => text(row.prompt)],
          ["tokenizer's own tokens", (row) => spelled(row.pieces)],
          ['sequences', (row) => count(row.ways)],
          ['own tokens', (row) => real(row.own, 2)],
          ['at a boundary', (row) => real(row.boundary, 2)],
          ['text begins with', (row) => real(row.begins, 2)],
          ['word', (row) => real(row.whole, 2)],
        ],
      }),
      instrument({ kind: 'cuts', example: { before: 'The sailors saw a', word: ' seamonster' } }),
      prose`If you score a text, you score only the tokenizer's own sequence. ${ownTokensAreAPart(m)}
        ${cite('chirkova-2023')} found such gaps rare on other models. ${prefixIsNoWord(at(m.rows, 0))}
        ${cite('vieira-2025')} compute the probability of a beginning efficiently.`,
    ];
  },
});
