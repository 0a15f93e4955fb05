import { at } from '#numerics/list';
import { finding, greater, join, less, type Prose, prose, type Seen, section, table } from '#report';
import {
  atMost,
  cite,
  count,
  given,
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

const segmentationMatters = ({ most, least, next }: Words) =>
  finding({
    id: 'segmentation-matters',
    when: greater(
      'probability of a after one segmentation above that after another',
      most.probability,
      least.probability,
    ),
    text: () => prose`Even the segmentation into ${term('token', 'tokens')} matters. After ${spelled(most.before)}, our model gives the token ${token(next)} a probability of
      ${probability(most.probability, 2)}; after ${spelled(least.before)}, which spells the same letters, it gives ${probability(least.probability, 2)}.`,
  });

const teaAgrees = ({ word, spread }: Words['last']) =>
  finding({
    id: 'common-word-agrees',
    when: less('largest difference between the four scores of tea', spread, 0.02),
    text: () => prose`For ${token(word)}, all four numbers agree within ${given(0.02)} nats.`,
  });

const prefixIsNoWord = ({ word, beyond, begins, whole }: Words['last']) =>
  finding({
    id: 'prefix-is-no-word',
    when: greater('score of a text that begins with Par above that of the word', beyond, 5),
    text: () =>
      prose`A text begins with ${token(word)} (${nats(begins, 2)}) far more probably than with the word (${nats(whole, 2)}): think of Paris.`,
  });

export const ownTokensTooLow = ({ last: { word, tooLow, ownShare } }: Words) =>
  finding({
    id: 'own-tokens-too-low',
    when: greater('score of the word seamonster above that of its own tokens', tooLow, 0.7),
    text: () => prose`For the word ${token(word)}, the score of the tokenizer's own tokens is ${nats(tooLow, 2)} too low: they hold
      ${percent(ownShare, 2)} of the probability of all token sequences that spell it.`,
  });

export const wordProbabilitySection = section({
  id: 'ways-to-cut',
  title: prose`How probable is a word?`,
  needs: { m: wordProbabilities },
  write({ m }) {
    const { last } = m;
    return [
      prose`Does the loop work on text? A node must not depend on how it was reached: **merge two nodes only if their futures
        agree.** A language model remembers everything it read. ${segmentationMatters(m)} So the graph of a language model is a tree, in which nothing can be merged. (An n-gram model, which sees only the last few
        tokens, has nodes to merge.)

        Leaves can still be added. How probable is ${token(last.word)} after “${text(last.prompt)}”? Our vocabulary spells
        these characters in ${count(last.ways)} ways. Three questions look alike (${ref('words-cut')}):

        - **These characters at a token boundary.** Add all sequences that spell exactly these characters.
        - **The text begins so.** Also add the sequences whose last token *straddles* the end, such as \`␣rec\` \`ie\` \`ved\` for \`␣recieve\`. The sum can only grow.
        - **The word.** Multiply each exact sequence by the probability that the next token does not continue the word with a
          letter or digit. Add a straddling sequence only if the word ends inside its last token.`,
      table({
        id: 'words-cut',
        caption: prose`Log-probabilities in nats. The words were chosen to show the range. The model did not read on after
          improbable segmentations: the last two columns lack at most ${atMost(percent, m.missing, 1)} of the probability at a boundary.`,
        rows: m.rows,
        columns: [
          ['after', (row) => text(row.prompt)],
          ["tokenizer's own tokens", (row) => spelled(row.pieces)],
          ['ways', (row) => count(row.ways)],
          ['own tokens', (row) => real(row.own, 2)],
          ['at a boundary', (row) => real(row.boundary, 2)],
          ['text begins so', (row) => real(row.begins, 2)],
          ['word', (row) => real(row.whole, 2)],
        ],
      }),
      prose`If you send a text, an API scores only the tokenizer's own sequence. ${teaAgrees(at(m.rows, 1))} ${prefixIsNoWord(at(m.rows, 0))}
        ${ownTokensTooLow(m)} ${cite('chirkova-2023')} found such gaps rare on other models. ${cite('vieira-2025')} compute the second number fast.`,
    ];
  },
});
