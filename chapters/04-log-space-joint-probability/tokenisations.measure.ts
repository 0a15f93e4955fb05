import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
const WORD = ' Paris';
const SHOWN = 5;

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
    const idsByText = new Map<string, number>();
    const everyId = Array.from({ length: lm.vocabularySize }, (_, id) => id);
    for (const { id, text, special } of lm.pieces(everyId)) if (!special) idsByText.set(text, id);
    const cuts = segmentations(WORD, (piece) => idsByText.has(piece));
    const ids = cuts.map((cut) => cut.map((piece) => idsByText.get(piece) ?? -1));
    const scores = await lm.scoreContinuations(prompt, ids);
    const ownIds = lm.encode(WORD).join();
    const own = scores.find((score) => score.ids.join() === ownIds)?.total;
    if (own === undefined) throw new RangeError(`the tokeniser's own cut of "${WORD}" is not among all cuts`);
    const all = logSumExp(scores.map(({ total }) => total));
    const others = logSumExp(scores.filter((score) => score.ids.join() !== ownIds).map(({ total }) => total));
    const rows = cuts.map((pieces, index) => ({ pieces, logprob: at(scores, index).total }));
    rows.sort((a, b) => b.logprob - a.logprob);
    return {
      prompt: PROMPT,
      word: WORD,
      count: cuts.length,
      own,
      all,
      ownShare: Math.exp(own - all),
      gain: all - own,
      othersShare: Math.exp(others - all),
      rows: rows.slice(0, SHOWN).map((row) => ({ ...row, probability: Math.exp(row.logprob) })),
    };
  },
});
