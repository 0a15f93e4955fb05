import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { either, measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
const WORD = ' Paris';
const SHOWN = 5;
/** All other ways with less than this share are nearly nothing. */
const LITTLE = 0.1;

// #region segmentations
/** All ways to cut a text into pieces that the vocabulary has, longest first piece first. */
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
// #endregion segmentations

/** All ways to write a word, the tokeniser's own among them even if its tokens do not spell characters. */
export function waysToWrite(lm: LanguageModel, word: string) {
  const vocabulary = lm.pieces(Array.from({ length: lm.vocabularySize }, (_, id) => id));
  const ownPieces = lm.pieces(lm.encode(word));
  // The own tokens come last: of two that spell the same, the tokeniser's is meant.
  const known = [...vocabulary.filter(({ special }) => !special), ...ownPieces];
  const idOf = new Map(known.map(({ id, text }) => [text, id]));
  const ownCut = ownPieces.map(({ text }) => text);
  const placeOfOwn = (list: readonly string[][]) =>
    list.findIndex((cut) => cut.join('|') === ownCut.join('|'));
  const found = segmentations(word, (piece) => idOf.has(piece));
  const cuts = placeOfOwn(found) < 0 ? [ownCut, ...found] : found;
  const pieces = new Set(segmentations(word, () => true).flat());
  return {
    cuts,
    ids: cuts.map((cut) => cut.map((piece) => idOf.get(piece) ?? -1)),
    own: placeOfOwn(cuts),
    missing: [...pieces].filter((piece) => !idOf.has(piece)),
  };
}

export const tokenisations = measurement({
  id: 'tokenisations',
  kinds: {
    count: 'exact',
    own: 'nats',
    all: 'nats',
    ownShare: 'probability',
    gain: 'nats',
    othersShare: 'probability',
    rows: { logprob: 'nats', probability: 'probability' },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { cuts, ids, own: ownPlace } = waysToWrite(lm, WORD);
    const scores = await lm.scoreContinuations(prompt, ids);
    const own = at(scores, ownPlace).total;
    const all = logSumExp(scores.map(({ total }) => total));
    const others = logSumExp(scores.filter((_, index) => index !== ownPlace).map(({ total }) => total));
    const rows = cuts.map((pieces, index) => ({ pieces, logprob: at(scores, index).total }));
    rows.sort((a, b) => b.logprob - a.logprob);
    return {
      prompt: PROMPT,
      word: WORD,
      count: cuts.length,
      ways: cuts.length === 1 ? ('one' as const) : either(own > others, 'mostly own', 'mostly others'),
      isNearlyAll: either(Math.exp(others - all) < LITTLE, 'yes', 'no'),
      own,
      all,
      ownShare: Math.exp(own - all),
      // The difference of the two sums would be rounding where the others are nearly nothing.
      gain: logAddExp(0, others - own),
      othersShare: Math.exp(others - all),
      rows: rows.slice(0, SHOWN).map((row) => ({ ...row, probability: Math.exp(row.logprob) })),
    };
  },
});
