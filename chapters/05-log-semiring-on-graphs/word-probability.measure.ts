import type { LanguageModel, Piece } from '#lm/types';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';

/** Chosen to differ; they are not a sample of anything. */
const WORDS = [
  { prompt: 'The capital of France is', word: ' Par' },
  { prompt: 'I would like a cup of', word: ' tea' },
  { prompt: 'We will meet', word: ' tommorow' },
  { prompt: 'The sailors saw a', word: ' seamonster' },
];
/** A word whose last letter is predicted after several segmentations of the others. */
const LETTERS = { word: ' tea', next: 'a' };
/** The model does not read on after a prefix with less than this share of the segmentations' total. */
const NEGLIGIBLE = 1e-5;

/** All segmentations of a text into pieces of the vocabulary, the longest first piece first. */
export function segmentations(text: string, isPiece: (piece: string) => boolean): string[][] {
  if (text === '') return [[]];
  const found: string[][] = [];
  for (let end = text.length; end > 0; end--) {
    const piece = text.slice(0, end);
    if (!isPiece(piece)) continue;
    for (const rest of segmentations(text.slice(end), isPiece)) found.push([piece, ...rest]);
  }
  return found;
}

/** Whether a text that follows a word continues it: it starts with a letter, a mark, a digit, or a byte of a character. */
const continuesWord = (text: string): boolean => /^(?:[\p{L}\p{M}\p{N}]|\\x[\dA-F]{2})/u.test(text);

/** The tokens that spell the rest of a word and more. */
const straddling = (vocabulary: readonly Piece[], rest: string) =>
  vocabulary
    .filter(({ special, text }) => !special && text.startsWith(rest) && text.length > rest.length)
    .map(({ id, text }) => ({ id, endsWord: !continuesWord(text.slice(rest.length)) }));

interface Prefix {
  readonly pieces: readonly string[];
  readonly logprob: number;
}

/** Every beginning of a segmentation with its log-probability, from the empty one to the whole. */
function prefixesOf(ways: readonly (Prefix & { readonly steps: readonly number[] })[]): Prefix[] {
  const prefixes = new Map<string, Prefix>();
  for (const { pieces, steps } of ways) {
    let logprob = 0;
    for (let length = 0; length <= pieces.length; length++) {
      const start = pieces.slice(0, length);
      prefixes.set(JSON.stringify(start), { pieces: start, logprob });
      logprob += steps[length] ?? 0;
    }
  }
  return [...prefixes.values()];
}

/** In nats, how probable a word is after a prompt: its own tokens, at a token boundary, as a beginning, as a word. */
export async function wordProbability(lm: LanguageModel, prompt: string, word: string) {
  const vocabulary = lm.pieces(Array.from({ length: lm.vocabularySize }, (_, id) => id));
  const own = lm.encode(word);
  // The tokenizer's own tokens come last: of two tokens with one spelling, its own is meant.
  const known = [...vocabulary.filter(({ special }) => !special), ...lm.pieces(own)];
  const idOf = new Map(known.map(({ id, text }) => [text, id]));
  const idsOf = (pieces: readonly string[]) => pieces.map((piece) => idOf.get(piece) ?? -1);
  const context = lm.encode(prompt);
  const cuts = segmentations(word, (piece) => idOf.has(piece));
  const [ofOwn, ...scores] = await lm.scoreContinuations(context, [own, ...cuts.map(idsOf)]);
  const ways = scores.map(({ total, logprobs }, index) => {
    return { pieces: at(cuts, index), logprob: total, steps: logprobs };
  });
  const boundary = logSumExp(ways.map(({ logprob }) => logprob));

  // The prediction after a prefix matters if a token can spell the rest and more, or if nothing is left to spell.
  const overOf = Array.from(word, (_, spelled) => straddling(vocabulary, word.slice(spelled)));
  const branches = prefixesOf(ways)
    .map((prefix) => ({ ...prefix, over: overOf[prefix.pieces.join('').length] ?? null }))
    .filter(({ over }) => over === null || over.length > 0);
  const isRead = ({ logprob }: Prefix) => logprob >= boundary + Math.log(NEGLIGIBLE);
  const read = branches.filter(isRead);
  const predictions = await lm.nextOfMany(read.map(({ pieces }) => [...context, ...idsOf(pieces)]));
  const ending = vocabulary.filter(({ text, special }) => special || !continuesWord(text));
  const [straddles, whole]: [number[], number[]] = [[], []];
  for (const [index, { logprob, over }] of read.entries()) {
    const next = logSoftmax(at(predictions, index).logits);
    if (over === null) whole.push(logprob + logSumExp(ending.map(({ id }) => at(next, id))));
    for (const { id, endsWord } of over ?? []) {
      straddles.push(logprob + at(next, id));
      if (endsWord) whole.push(logprob + at(next, id));
    }
  }
  const unread = branches.filter((prefix) => !isRead(prefix));
  return {
    ways,
    own: ofOwn?.total ?? Number.NaN,
    boundary,
    begins: logSumExp([boundary, ...straddles]),
    whole: logSumExp(whole),
    /** The most nats that the last two may lack: all unread prefixes together, added to the smaller of the two. */
    missing: Math.log1p(unread.reduce((sum, { logprob }) => sum + Math.exp(logprob - logSumExp(whole)), 0)),
  };
}

const IN_NATS = each('nats', 'own', 'boundary', 'begins', 'whole');

export const wordProbabilities = measurement({
  id: 'word-probabilities',
  kinds: {
    ...each({ ways: 'exact', ...IN_NATS, ownShare: 'probability', beyondOwn: 'nats' }, 'rows', 'last'),
    missing: 'nats',
    ...each({ probability: 'probability' }, 'most', 'least'),
  },
  async measure({ lm }) {
    const scored = [];
    for (const { prompt, word } of WORDS)
      scored.push({ prompt, word, ...(await wordProbability(lm, prompt, word)) });
    const rows = scored.map(({ ways, missing: _, ...row }) => ({
      ...row,
      pieces: lm.pieces(lm.encode(row.word)).map(({ text }) => text),
      ways: ways.length,
      ownShare: Math.exp(row.own - row.boundary),
      /** By how much the sum of all sequences that spell the word exceeds the tokenizer's own. */
      beyondOwn: row.boundary - row.own,
    }));
    const histories = scored
      .filter(({ word }) => word === LETTERS.word)
      .flatMap(({ ways }) => ways)
      .filter(({ pieces }) => pieces.at(-1) === LETTERS.next)
      .map(({ pieces, steps }) => ({
        before: pieces.slice(0, -1),
        probability: Math.exp(at(steps, pieces.length - 1)),
      }))
      .sort((a, b) => b.probability - a.probability);
    return {
      rows,
      last: at(rows, rows.length - 1),
      missing: Math.max(...scored.map(({ missing }) => missing)),
      next: LETTERS.next,
      most: at(histories, 0),
      least: at(histories, histories.length - 1),
    };
  },
});
