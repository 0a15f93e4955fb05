import type { LanguageModel } from '#lm/types';
import { graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { pathTotals } from '#numerics/path-totals';
import { countingSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { keepsSeam } from './token-boundary.ts';

/** Picked to show the range: they are no sample of anything. */
const WORDS = [
  { kind: 'common word', prompt: 'I would like a cup of', word: ' tea' },
  { kind: 'rare name', prompt: 'My neighbour is called', word: ' Siobhan' },
  { kind: 'rare name', prompt: 'My neighbour is called', word: ' Oluwaseun' },
  { kind: 'typing error', prompt: 'Did you', word: ' recieve' },
  { kind: 'typing error', prompt: 'We will meet', word: ' tommorow' },
  { kind: 'missing space', prompt: 'The sailors saw a', word: ' seamonster' },
];
/** The same letters, in other tokens: what comes next? */
const HISTORIES = { letters: ' te', next: 'a', of: ' tea' };
const SHOWN = 4;
/** Whoever misses less misses little, or next to nothing. */
const LITTLE = 0.02;
const NEXT_TO_NOTHING = 1e-4;

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

/** How many ways there are, without listing them: a node for each place in the text, an edge for each piece. */
export function countSegmentations(text: string, isPiece: (piece: string) => boolean): number {
  const places = Array.from({ length: text.length + 1 }, (_, place) => place);
  const edges = places.flatMap((from) =>
    places
      .filter((to) => to > from && isPiece(text.slice(from, to)))
      .map((to) => ({ from: `${from}`, to: `${to}` })),
  );
  if (edges.length === 0) return 0;
  const graph = graphOf([...edges, { from: '0', to: 'nowhere' }]);
  return pathTotals(graph, countingSemiring, () => 1, '0').get(`${text.length}`) ?? 0;
}

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
  return {
    cuts,
    ids: cuts.map((cut) => cut.map((piece) => idOf.get(piece) ?? -1)),
    own: placeOfOwn(cuts),
    counted: countSegmentations(word, (piece) => idOf.has(piece)),
  };
}

/** The log-probability of every way to write a word, likeliest first, and what the tokeniser's own holds of all. */
export async function scoreWays(lm: LanguageModel, prompt: string, word: string) {
  const { cuts, ids, own: place, counted } = waysToWrite(lm, word);
  const scores = await lm.scoreContinuations(lm.encode(prompt), ids);
  const ways = cuts.map((pieces, index) => {
    const { total, logprobs } = at(scores, index);
    return { pieces, logprob: total, steps: logprobs, isOwn: index === place };
  });
  const own = at(ways, place);
  const others = logSumExp(ways.filter(({ isOwn }) => !isOwn).map(({ logprob }) => logprob));
  const all = logAddExp(own.logprob, others);
  return {
    ways: ways.sort((a, b) => b.logprob - a.logprob),
    own,
    all,
    othersShare: Math.exp(others - all),
    counted,
  };
}

/** What the tokeniser's own cut misses of a word. */
function missedBy(ways: number, othersShare: number) {
  if (ways === 1) return 'nothing else' as const;
  return either(othersShare < NEXT_TO_NOTHING, 'next to nothing', 'something');
}

export const waysToCut = measurement({
  id: 'ways-to-cut',
  kinds: {
    rows: { count: 'exact', othersShare: 'probability' },
    most: { ...each('exact', 'count', 'places'), ...each('probability', 'othersShare'), gain: 'nats' },
    top: { share: 'probability', logprob: 'nats' },
    likelier: 'probability',
    words: 'exact',
  },
  async measure({ lm }) {
    const scored = [];
    for (const { kind, prompt, word } of WORDS)
      scored.push({ kind, prompt, word, ...(await scoreWays(lm, prompt, word)) });
    const most = scored.reduce((first, one) => (one.othersShare > first.othersShare ? one : first));
    const split = at(
      scored.filter(({ word }) => word === HISTORIES.of),
      0,
    );
    const histories = new Map<string, { pieces: string[]; logprob: number }>();
    for (const { pieces, steps } of split.ways) {
      const before = pieces.slice(0, -1);
      if (before.join('') !== HISTORIES.letters || pieces.at(-1) !== HISTORIES.next) continue;
      histories.set(before.join('|'), { pieces: before, logprob: at(steps, before.length) });
    }
    const told = [...histories.values()].sort(
      (a, b) => a.pieces.length - b.pieces.length || b.logprob - a.logprob,
    );
    // The cut with the fewest tokens, and the likeliest one among the others.
    const [short, other] = [told[0], told.slice(1).sort((a, b) => b.logprob - a.logprob)[0]];
    const gap = short && other ? other.logprob - short.logprob : 0;
    const through = [...(short?.pieces ?? []), HISTORIES.next];
    return {
      rows: scored.map(({ kind, prompt, word, counted, own, ways, othersShare }) => ({
        kind,
        prompt,
        word,
        count: Math.max(counted, ways.length),
        own: own.pieces,
        likeliest: at(ways, 0).pieces,
        ownIsLikeliest: either(at(ways, 0).isOwn, 'yes', 'no'),
        othersShare,
        missed: missedBy(ways.length, othersShare),
      })),
      range: either(
        scored.some(({ othersShare }) => othersShare >= NEXT_TO_NOTHING),
        'shown',
        'none',
      ),
      words: scored.length,
      most: {
        prompt: most.prompt,
        word: most.word,
        count: most.ways.length,
        places: most.word.length + 1,
        own: most.own.pieces,
        likeliest: at(most.ways, 0).pieces,
        othersShare: most.othersShare,
        gain: most.all - most.own.logprob,
      },
      mostIs:
        most.ways.length === 1
          ? ('alone' as const)
          : either(most.othersShare > 0.5, 'mostly others', 'mostly own'),
      mostOwn: either(at(most.ways, 0).isOwn, 'likeliest', 'not the likeliest'),
      top: most.ways.slice(0, SHOWN).map(({ pieces, logprob }) => ({
        pieces,
        logprob,
        share: Math.exp(logprob - most.all),
      })),
      next: HISTORIES.next,
      short: short?.pieces ?? [],
      other: other?.pieces ?? [],
      own: split.own.pieces,
      // Where the tokeniser itself does not pass there, training hardly did.
      passes: either(split.own.pieces.join('|') === through.join('|'), 'own', 'never'),
      // As a factor, without a float's end.
      likelier: Math.exp(Math.min(Math.abs(gap), 700)),
      compared: Math.abs(gap) < 0.1 ? ('alike' as const) : either(gap > 0, 'other', 'short'),
      seams: either(
        WORDS.every(({ prompt, word }) => keepsSeam(lm, prompt, word)),
        'kept',
        'moved',
      ),
      usually: either(
        scored.filter(({ othersShare }) => othersShare > LITTLE).length < scored.length / 2,
        'little',
        'much',
      ),
    };
  },
});
