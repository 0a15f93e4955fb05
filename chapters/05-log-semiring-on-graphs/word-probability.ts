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
  given,
  math,
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
    text: () => prose`In “${text(at(rows, 1).prompt)} tea”, our model predicts ${token(next)} with
      ${probability(most.probability, 2)} after ${spelled(most.before)}, but with ${probability(least.probability, 2)}
      after ${spelled(least.before)}, which spells the same letters.`,
  });

export const ownTokensAreAPart = ({ last: { word, beyondOwn, ownShare } }: Words) =>
  finding({
    id: 'own-tokens-are-a-part',
    when: less('share of the own tokens of seamonster in all sequences that spell it', ownShare, 0.5),
    text: () => prose`For ${token(word)}, the tokenizer's own tokens carry only ${percent(ownShare, 2)} of the
      probability of all sequences that spell it: a gap of ${nats(beyondOwn, 2)}.`,
  });

export const wordProbabilitySection = section({
  id: 'ways-to-cut',
  title: prose`Word probabilities`,
  needs: { m: wordProbabilities },
  write({ m }) {
    return [
      prose`Does the loop work on text? At a node, it extends all histories by the same edges, so **merge two nodes
        only if their futures agree**: every continuation must be equally probable after both. In an n-gram
        model, which sees only the last few tokens, many histories share a node. A model that sees the whole text can
        tell all histories apart, even two segmentations into ${term('token', 'tokens')}. ${segmentationMatters(m)}
        Then the graph is a tree, and the loop saves only the work on shared beginnings.

        You can still list paths and add the probabilities of mutually exclusive ones. Suppose a model predicts
        \`␣Par\` with ${given(0.04)}, \`␣Pa\` and then \`r\` with ${given(0.01)}, and \`␣Paris\` with ${given(0.6)}.
        Three probabilities are easily confused:

        - **Up to a token boundary:** the sequences that spell exactly \`␣Par\` have
          ${math`0.04 + 0.01 = 0.05`}.
        - **As the beginning of the text:** add the sequences whose last token *straddles* the end, here
          \`␣Paris\`: ${math`0.05 + 0.6 = 0.65`}. This is never below the
          other two.
        - **As a word:** multiply the probability of each exact sequence by the probability that no letter or digit
          follows, say ${given(0.1)} after \`␣Par\` and ${given(0.2)} after \`␣Pa\` \`r\`:
          ${math`0.04 \cdot 0.1 + 0.01 \cdot 0.2 = 0.006`}. Add straddling sequences in which the word also ends, such
          as \`␣Par,\`.

        To choose between words, compare word probabilities: the other two also count longer words, such as *Paris*.
        ${ref('words-cut')} shows all three.`,
      table({
        id: 'words-cut',
        caption: prose`The log-probabilities that \`SmolLM2-135M-Instruct\` gives four words, in nats. The words were
          chosen to differ (\`␣tommorow\` is misspelt on purpose). The last two columns may be too low by up to
          ${atMost(nats, m.missing, 1)}, because the search dropped improbable beginnings.`,
        rows: m.rows,
        columns: [
          ['after', (row) => text(row.prompt)],
          ["tokenizer's tokens", (row) => spelled(row.pieces)],
          ['sequences', (row) => count(row.ways)],
          ["tokenizer's tokens alone", (row) => real(row.own, 2)],
          ['up to a boundary', (row) => real(row.boundary, 2)],
          ['text begins with', (row) => real(row.begins, 2)],
          ['word', (row) => real(row.whole, 2)],
        ],
      }),
      instrument({ kind: 'cuts', example: { before: 'The sailors saw a', word: ' seamonster' } }),
      prose`A score usually covers only the tokenizer's own sequence. ${ownTokensAreAPart(m)}
        ${cite('chirkova-2023')} found small gaps for most texts, but larger ones for long, complex words.
        ${cite('vieira-2025')} compute the probability of a beginning efficiently.`,
    ];
  },
});
