import { segmentations } from '#chapters/04-log-space-joint-probability/tokenisations.measure';
import { type Edge, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgeMarginals } from '#numerics/path-totals';
import { logSoftmax } from '#numerics/softmax';
import { each, either, measurement } from '#report/measurement';

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
    ...each('exact', 'nodes', 'positions', 'count', 'possible'),
    ...each('nats', 'highestStop', 'lowestStop', 'stopSpread', 'own', 'all', 'gain', 'highest', 'lowest'),
    ownShare: 'probability',
    edges: { logprob: 'nats', share: 'probability' },
    cuts: { total: 'nats', stop: 'nats' },
    histories: { logprob: 'nats' },
  },
  async measure({ lm }) {
    const vocabulary = lm.pieces(Array.from({ length: lm.vocabularySize }, (_, id) => id));
    const ids = new Map(vocabulary.filter(({ special }) => !special).map(({ id, text }) => [text, id]));
    const idOf = (piece: string): number => ids.get(piece) ?? -1;
    const prompt = lm.encode(PROMPT);
    const pieces = segmentations(WORD, (piece) => ids.has(piece));
    const idLists = pieces.map((cut) => cut.map(idOf));
    const scores = await lm.scoreContinuations(prompt, idLists);
    const futures = await lm.nextOfMany(idLists.map((cut) => [...prompt, ...cut]));
    const cuts = pieces
      .map((cut, index) => {
        const { logprobs, total } = at(scores, index);
        return { pieces: cut, logprobs, total, stop: at(logSoftmax(at(futures, index).logits), idOf(STOP)) };
      })
      .sort((a, b) => b.total - a.total);
    const graph = graphOf(treeOfCuts(cuts));
    const leaves = cuts.map((cut) => cut.pieces.join('|'));
    const { logTotal, edges } = edgeMarginals(graph, ({ logprob }) => logprob, ROOT, leaves);
    const ownLeaf = lm
      .pieces(lm.encode(WORD))
      .map(({ text }) => text)
      .join('|');
    const own = at(cuts, leaves.indexOf(ownLeaf));
    const histories = graph.edges
      .filter(({ from, piece }) => piece === LAST && from.replaceAll('|', '') === BEFORE_LAST)
      .map(({ from, logprob }) => ({ pieces: from.split('|'), logprob }))
      .sort((a, b) => b.logprob - a.logprob);
    const stops = cuts.map(({ stop }) => stop);
    const [highestStop, lowestStop] = [Math.max(...stops), Math.min(...stops)];
    const everyCut = segmentations(WORD, () => true);
    const missing = [...new Set(everyCut.flat().filter((piece) => !ids.has(piece)))];
    const printed = new Set(stops.map((stop) => stop.toFixed(3)));
    const isPrinted = histories.some(({ logprob }) => printed.has(logprob.toFixed(3)));
    return {
      prompt: PROMPT,
      word: WORD,
      last: LAST,
      stop: STOP,
      nodes: graph.nodes.length,
      positions: WORD.length + 1,
      edges: edges.map(({ edge, logPosterior }) => ({
        ...edge,
        share: Math.exp(logPosterior),
        onBest: either(`${ownLeaf}|`.startsWith(`${edge.to}|`), 'yes', 'no'),
      })),
      cuts: cuts.map(({ pieces: cut, total, stop }) => ({ pieces: cut, total, stop })),
      count: cuts.length,
      possible: everyCut.length,
      missing,
      complete: either(missing.length === 0, 'yes', 'no'),
      sameDigits: either(isPrinted, 'yes', 'no'),
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
