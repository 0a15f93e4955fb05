import { at } from '#numerics/list';
import { finding, greater, join, less, type Prose, prose, type Seen, section, table } from '#report';
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

const prefixIsNoWord = ({ word, beyond, begins, whole }: Words['last']) =>
  finding({
    id: 'prefix-is-no-word',
    when: greater('score of a text that begins with Par above that of the word', beyond, 5),
    text: () =>
      prose`A text is far more likely to begin with the characters ${token(word)} (${nats(begins, 2)}) than with the word
        ${token(word)} (${nats(whole, 2)}): texts with *Paris* begin with the characters, but not with the word.`,
  });

export const ownTokensAreAPart = ({ last: { word, beyondOwn, ownShare } }: Words) =>
  finding({
    id: 'own-tokens-are-a-part',
    when: less('share of the own tokens of seamonster in all sequences that spell it', ownShare, 0.5),
    text: () => prose`For ${token(word)}, the tokenizer's own tokens have ${percent(ownShare, 2)} of the probability of all
      token sequences that spell it: their score is ${nats(beyondOwn, 2)} below that of all sequences.`,
  });

export const wordProbabilitySection = section({
  id: 'ways-to-cut',
  title: prose`How probable is a word?`,
  needs: { m: wordProbabilities },
  write({ m }) {
    const { last } = m;
    return [
      prose`Does the loop work on text? What can follow a node must not depend on how the node was reached: **merge two nodes
        only if their futures agree.** An n-gram model sees only the last few tokens, so its histories meet in few nodes. A
        language model like ours sees everything before, and even the segmentation into ${term('token', 'tokens')} matters.
        ${segmentationMatters(m)} If no two histories have the same future, the graph is a tree, and the loop saves nothing.

        You can still list paths, and add up those that are mutually exclusive. How probable is ${token(last.word)} after
        “${text(last.prompt)}”? In the vocabulary of our model (SmolLM2-135M-Instruct), ${count(last.ways)} token sequences spell
        these characters. Three different probabilities are easily confused (${ref('words-cut')}):

        - **These characters, at a token boundary.** Add up all sequences that spell exactly these characters.
        - **The text begins with these characters.** Also add the sequences whose last token *straddles* the end, as
          \`␣Paris\` does for \`␣Par\`. This is the largest of the three. It answers what \`text.startsWith\` asks.
        - **The word.** Multiply each exact sequence by the probability that the next token does not continue the word with a
          letter or digit. Add a straddling sequence only if the word ends inside its last token. This is the probability to
          compare when a program chooses between words.`,
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
      prose`If you tokenize a text and score its tokens, you get the score of the tokenizer's own sequence only.
        ${ownTokensAreAPart(m)} ${cite('chirkova-2023')} found such gaps rare on other models. ${prefixIsNoWord(at(m.rows, 0))}
        ${cite('vieira-2025')} compute the probability that a text begins with given characters efficiently. The four scores of
        ${token(at(m.rows, 1).word)} differ by at most ${atMost(nats, at(m.rows, 1).spread, 1)}.`,
    ];
  },
});
