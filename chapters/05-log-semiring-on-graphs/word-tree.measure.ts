import { segmentations } from '#chapters/04-log-space-joint-probability/tokenisations.measure';
import type { LanguageModel } from '#lm/types';
import type { Edge } from '#numerics/graph';
import { graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgePosteriors } from '#numerics/path-totals';
import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

const PROMPT = 'I would like a cup of';

const WORD = ' tea';

const BEFORE_LAST = ' te';

const LAST = 'a';

const STOP = '.';

export const ROOT = '';

/** One token of one way to write the word; a node's name is its tokens, with bars between them. */
interface PieceEdge extends Edge {
  readonly piece: string;
  readonly logprob: number;
}

/** The ids of the tokens that the vocabulary has for a text, by the text. */
function idsByText(lm: LanguageModel): Map<string, number> {
  const everyId = Array.from({ length: lm.vocabularySize }, (_, id) => id);
  return new Map(
    lm
      .pieces(everyId)
      .filter(({ special }) => !special)
      .map(({ id, text: piece }) => [piece, id]),
  );
}

/** The tree of all ways to write a word: an edge a token, shared as long as all tokens so far are the same. */
export function treeOfCuts(
  cuts: readonly { pieces: readonly string[]; logprobs: readonly number[] }[],
): PieceEdge[] {
  const edges = new Map<string, PieceEdge>();
  for (const { pieces, logprobs } of cuts) {
    for (const [index, piece] of pieces.entries()) {
      const from = pieces.slice(0, index).join('|');
      const to = pieces.slice(0, index + 1).join('|');
      if (!edges.has(to)) edges.set(to, { from, to, piece, logprob: at(logprobs, index) });
    }
  }
  return [...edges.values()];
}

export const wordTree = measurement({
  id: 'word-tree',
  kinds: {
    prompt: 'exact',
    word: 'exact',
    last: 'exact',
    stop: 'exact',
    nodes: 'exact',
    positions: 'exact',
    edges: {
      from: 'exact',
      to: 'exact',
      piece: 'exact',
      logprob: 'nats',
      share: 'probability',
      onBest: 'exact',
    },
    cuts: { pieces: 'exact', total: 'nats', stop: 'nats' },
    count: 'exact',
    possible: 'exact',
    missing: 'exact',
    complete: 'exact',
    sameDigits: 'exact',
    highestStop: 'nats',
    lowestStop: 'nats',
    stopSpread: 'nats',
    own: 'nats',
    all: 'nats',
    gain: 'nats',
    ownShare: 'probability',
    histories: { pieces: 'exact', logprob: 'nats' },
    highest: 'nats',
    lowest: 'nats',
  },
  async measure({ lm }) {
    const ids = idsByText(lm);
    const idOf = (piece: string): number => ids.get(piece) ?? -1;
    const prompt = lm.encode(PROMPT);
    const pieces = segmentations(WORD, (piece) => ids.has(piece));
    const idLists = pieces.map((cut) => cut.map(idOf));
    const scores = await lm.scoreContinuations(prompt, idLists);
    const futures = await lm.nextOfMany(idLists.map((cut) => [...prompt, ...cut]));
    const cuts = pieces
      .map((cut, index) => ({
        pieces: cut,
        logprobs: at(scores, index).logprobs,
        total: at(scores, index).total,
        stop: at(logSoftmax(at(futures, index).logits), idOf(STOP)),
      }))
      .sort((a, b) => b.total - a.total);
    const graph = graphOf(treeOfCuts(cuts));
    const leaves = cuts.map((cut) => cut.pieces.join('|'));
    const { logTotal, edges } = edgePosteriors(graph, ({ logprob }) => logprob, ROOT, leaves);
    const ownPieces = lm.pieces(lm.encode(WORD)).map(({ text: piece }) => piece);
    const own = cuts.find((cut) => cut.pieces.join('|') === ownPieces.join('|'));
    if (!own) throw new RangeError(`the tokeniser's own way to write "${WORD}" is not among all ways`);
    const histories = graph.edges
      .filter(({ from, piece }) => piece === LAST && from.replaceAll('|', '') === BEFORE_LAST)
      .map(({ from, logprob }) => ({ pieces: from.split('|'), logprob }))
      .sort((a, b) => b.logprob - a.logprob);
    const stops = cuts.map(({ stop }) => stop);
    const [highestStop, lowestStop] = [Math.max(...stops), Math.min(...stops)];
    const everyCut = segmentations(WORD, () => true);
    const missing = [...new Set(everyCut.flat().filter((piece) => !ids.has(piece)))];
    const complete: 'yes' | 'no' = missing.length === 0 ? 'yes' : 'no';
    const printed = (value: number): string => value.toFixed(3);
    const sameDigits: 'yes' | 'no' = histories.some(({ logprob }) =>
      stops.some((stop) => printed(stop) === printed(logprob)),
    )
      ? 'yes'
      : 'no';
    return {
      prompt: PROMPT,
      word: WORD,
      last: LAST,
      stop: STOP,
      nodes: graph.nodes.length,
      positions: WORD.length + 1,
      edges: edges.map(({ edge, logPosterior }) => {
        const onBest: 'yes' | 'no' = `${own.pieces.join('|')}|`.startsWith(`${edge.to}|`) ? 'yes' : 'no';
        return { ...edge, share: Math.exp(logPosterior), onBest };
      }),
      cuts: cuts.map(({ pieces: cut, total, stop }) => ({ pieces: cut, total, stop })),
      count: cuts.length,
      possible: everyCut.length,
      missing,
      complete,
      sameDigits,
      highestStop,
      lowestStop,
      stopSpread: highestStop - lowestStop,
      own: own.total,
      all: logTotal,
      gain: logTotal - own.total,
      ownShare: Math.exp(own.total - logTotal),
      histories,
      highest: at(histories, 0).logprob,
      lowest: at(histories, histories.length - 1).logprob,
    };
  },
});
