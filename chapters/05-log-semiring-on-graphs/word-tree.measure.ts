import { waysToWrite } from '#chapters/04-log-space-joint-probability/tokenisations.measure';
import { type Edge, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { edgeMarginals } from '#numerics/path-totals';
import { pow } from '#numerics/pow';
import { logSoftmax } from '#numerics/softmax';
import { each, either, measurement } from '#report/measurement';

const PROMPT = 'I would like a cup of';
const WORD = ' tea';
const BEFORE_LAST = ' te';
const LAST = 'a';
const STOP = '.';
export const ROOT = '';
/** All other ways together are drawn at the least width, and are nearly nothing, when they have less than this share. */
const THIN = 0.05;

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
    ...each('exact', 'nodes', 'positions', 'count', 'possible', 'ownTokens'),
    ...each('nats', 'highestStop', 'lowestStop', 'stopSpread', 'own', 'all', 'gain', 'highest', 'lowest'),
    ownShare: 'probability',
    edges: { logprob: 'nats', share: 'probability' },
    cuts: { total: 'nats', stop: 'nats' },
    histories: { logprob: 'nats' },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { cuts: pieces, ids: idLists, own: ownPlace, missing } = waysToWrite(lm, WORD);
    const stopId = at(lm.encode(STOP), 0);
    const scores = await lm.scoreContinuations(prompt, idLists);
    const futures = await lm.nextOfMany(idLists.map((cut) => [...prompt, ...cut]));
    const cuts = pieces
      .map((cut, index) => {
        const { logprobs, total } = at(scores, index);
        return { pieces: cut, logprobs, total, stop: at(logSoftmax(at(futures, index).logits), stopId) };
      })
      .sort((a, b) => b.total - a.total);
    const graph = graphOf(treeOfCuts(cuts));
    const leaves = cuts.map((cut) => cut.pieces.join('|'));
    const { logTotal, edges } = edgeMarginals(graph, ({ logprob }) => logprob, ROOT, leaves);
    const ownLeaf = at(pieces, ownPlace).join('|');
    const own = at(cuts, leaves.indexOf(ownLeaf));
    const others = logSumExp(cuts.filter((cut) => cut !== own).map(({ total }) => total));
    const histories = graph.edges
      .filter(({ from, piece }) => piece === LAST && from.replaceAll('|', '') === BEFORE_LAST)
      .map(({ from, logprob }) => ({ pieces: from.split('|'), logprob }))
      .sort((a, b) => b.logprob - a.logprob);
    const stops = cuts.map(({ stop }) => stop);
    const [highestStop, lowestStop] = [Math.max(...stops), Math.min(...stops)];
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
      possible: pow(2, WORD.length - 1),
      missing,
      complete: missing.some((piece) => WORD.startsWith(piece))
        ? ('no pieces' as const)
        : either(missing.length === 0, 'yes', 'no'),
      ownTokens: at(pieces, ownPlace).length,
      ownIsOne: either(at(pieces, ownPlace).length === 1, 'yes', 'no'),
      others:
        cuts.length === 1
          ? ('none' as const)
          : either(Math.exp(own.total - logTotal) > 1 - THIN, 'thin', 'thick'),
      smaller: either(graph.nodes.length > WORD.length + 1, 'yes', 'no'),
      sameDigits: either(isPrinted && highestStop > lowestStop, 'yes', 'no'),
      highestStop,
      lowestStop,
      stopSpread: highestStop - lowestStop,
      own: own.total,
      all: logTotal,
      // The difference of the two sums would be rounding where the others are nearly nothing.
      gain: logAddExp(0, others - own.total),
      ownShare: Math.exp(own.total - logTotal),
      histories,
      highest: histories[0]?.logprob ?? Number.NaN,
      lowest: histories.at(-1)?.logprob ?? Number.NaN,
      compared: either(histories.length > 1, 'several', 'not enough'),
    };
  },
});
