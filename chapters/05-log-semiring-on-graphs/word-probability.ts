import { at } from '#numerics/list';
import {
  finding,
  greater,
  instrument,
  join,
  less,
  list,
  type Prose,
  pitfall,
  prose,
  type Seen,
  section,
  table,
} from '#report';
import { atMost, cite, count, nats, percent, probability, real, ref, term, token } from '#report/values';
import { overlapping } from './spellings.measure.ts';
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
    text: () => prose`In “${at(rows, 1).prompt} tea”, our model predicts ${token(next)} with
      ${probability(most.probability, 2)} after ${spelled(most.before)}, but with ${probability(least.probability, 2)}
      after ${spelled(least.before)}, which spells the same letters.`,
  });

const beginningIsNoWord = ({ rows }: Words) => {
  const { prompt, word, begins, whole } = at(rows, 0);
  return finding({
    id: 'beginning-is-no-word',
    when: greater('log-probability of Par as the beginning of the text above that as a word', begins, whole),
    text: () => prose`After “${prompt}”, our model gives ${token(word)} ${nats(begins, 2)} as the beginning of
      the text, but only ${nats(whole, 2)} as a word.`,
  });
};

const ownTokensAreAPart = ({ last: { word, beyondOwn, ownShare } }: Words) =>
  finding({
    id: 'own-tokens-are-a-part',
    when: less('share of the own tokens of seamonster in all sequences that spell it', ownShare, 0.5),
    context: [beyondOwn],
    text: () => prose`For ${token(word)}, the tokenizer's own tokens carry only ${percent(ownShare, 2)} of the
      probability of all sequences that spell it: a gap of ${nats(beyondOwn, 2)}.`,
  });

const overlapExceedsOne = ({ sum }: Seen<typeof overlapping>) =>
  finding({
    id: 'overlap-exceeds-one',
    when: greater('sum of the probabilities of Paris, Paris with a full stop and Paris with a comma', sum, 1),
    text: () => prose`The probabilities of these three beginnings add up to ${probability(sum, 3)}, more than one: a
      text that begins with \`␣Paris.\` also begins with \`␣Paris\`.`,
  });

export const wordProbabilitySection = section({
  id: 'ways-to-cut',
  title: prose`Word probabilities: one word cut into tokens in several ways`,
  needs: { m: wordProbabilities, overlap: overlapping },
  write({ m, overlap }) {
    return [
      prose`${beginningIsNoWord(m)} Both numbers are right, because a word has more than one probability. A word can
        be cut into ${term('token', 'tokens')} in several ways, and its last token may run past its end.

        Can the loop add up the ways? It extends all paths into a node by the same edges, so **merge two histories
        only if their futures agree**: every continuation must be equally probable after both. In an n-gram model,
        which sees only the last few tokens, many histories share a node. A model that sees the whole text tells even
        two ways to cut the same letters apart. ${segmentationMatters(m)} So no two paths meet, the graph is a tree,
        and ⊕ has nothing to merge. What remains is to list the sequences and add the probabilities of mutually
        exclusive ones. Which of them count depends on the question. Take \`␣can\`, where ␣ is a space:

        - **Up to a token boundary:** the sequences that spell exactly \`␣can\`, such as \`␣can\` itself or \`␣c\` \`an\`.
        - **As the beginning of the text:** also the sequences whose last token *straddles* the end of \`␣can\`, such as
          \`␣can,\` and \`␣candle\`. So it is never less than the other two.
        - **As a word:** each exact sequence, times the probability that no letter or digit follows, and the
          straddling sequences in which the word also ends: \`␣can,\` but not \`␣candle\`.

        To choose between words, compare word probabilities: the other two also count longer words, such as \`␣can\`
        \`dle\`.
        ${ref('words-cut')} shows what our model gives four words.`,
      table({
        id: 'words-cut',
        caption: prose`The log-probabilities that \`SmolLM2-135M-Instruct\` gives four words, in nats, from one score
          of each sequence. The words were chosen as contrasting cases (\`␣tommorow\` is misspelt on purpose).
          Improbable beginnings of sequences were dropped. The error of the last two columns is within
          ${atMost(nats, m.missing, 1)}.`,
        rows: m.rows,
        columns: [
          ['after', (row) => row.prompt],
          ["tokenizer's tokens", (row) => spelled(row.pieces)],
          ['sequences', (row) => count(row.ways)],
          ["tokenizer's tokens alone", (row) => real(row.own, 2)],
          ['up to a boundary', (row) => real(row.boundary, 2)],
          ['text begins with', (row) => real(row.begins, 2)],
          ['word', (row) => real(row.whole, 2)],
        ],
      }),
      prose`Software usually scores only the tokenizer's own sequence. ${ownTokensAreAPart(m)}
        ${cite('chirkova-2023')} found small gaps for most texts, but larger ones for long, complex words.
        [Vieira et al.](https://arxiv.org/abs/2412.03719) compute the probability of a beginning efficiently.`,
      pitfall(prose`Adding what overlaps`, [
        prose`Add the probabilities of several beginnings only if none is a prefix of another. Take
          ${list(overlap.rows.map(({ form, probability: p }) => prose`${token(form)} (${probability(p, 2)})`))} after
          “${overlap.prompt}”. ${overlapExceedsOne(overlap)}`,
      ]),
      instrument({ kind: 'cuts', example: { before: 'The sailors saw a', word: ' seamonster' } }),
    ];
  },
});
