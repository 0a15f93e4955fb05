import type { LanguageModel } from '#lm/types';
import type { Edge, Graph } from '#numerics/graph';
import { graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import type { ScoredPath } from '#numerics/path-semirings';
import { kBestSemiring, maxPlusSemiring, step } from '#numerics/path-semirings';
import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import type { Semiring } from '#numerics/semiring';
import { plusAll } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { isOn } from './graphs.ts';

const PROMPT = 'The best thing about';

const FIRSTS = 4;

const SECONDS = 2;

const BEST = 3;

export const ROOT = 'root';

const REST = 'rest';

/** What a bundle is called, in the drawing, the table and the text. */
const OTHERS = '(others)';

/** A step of the model, or a bundle of all steps that are not drawn. */
interface TreeEdge extends Edge {
  readonly piece: string;
  readonly logprob: number;
  readonly kind: 'token' | 'rest';
}

// #region everything-else
/** The k likeliest steps out of a node of the tree, and one edge for everything else: the log-sum-exp of the rest. */
export function stepsFrom(lm: LanguageModel, node: string, logits: Float32Array, k: number): TreeEdge[] {
  const logprobs = logSoftmax(logits);
  const shown = lm.top(logits, k);
  const others = logprobs.slice();
  for (const { id } of shown) others[id] = Number.NEGATIVE_INFINITY;
  return [
    ...shown.map(({ id, text: piece }): TreeEdge => {
      return { from: node, to: `${node}/${id}`, piece, logprob: at(logprobs, id), kind: 'token' };
    }),
    { from: node, to: `${node}/${REST}`, piece: '', logprob: logSumExp(others), kind: 'rest' },
  ];
}
// #endregion everything-else

const logprobOf = ({ logprob }: TreeEdge): number => logprob;

const stepOf = ({ logprob, to }: TreeEdge): ScoredPath => step(logprob, to);

/** Nodes that nothing leaves. */
const leavesOf = (graph: Graph<TreeEdge>): string[] => {
  const inner = new Set(graph.edges.map(({ from }) => from));
  return graph.nodes.filter((node) => !inner.has(node));
};

const atLeaves = <Weight>(
  graph: Graph<TreeEdge>,
  semiring: Semiring<Weight>,
  weightOf: (edge: TreeEdge) => Weight,
  leaves: readonly string[],
): Weight => {
  const totals = pathTotals(graph, semiring, weightOf, ROOT);
  return plusAll(
    semiring,
    leaves.map((leaf) => totals.get(leaf) ?? semiring.zero),
  );
};

export const prefixTree = measurement({
  id: 'prefix-tree',
  kinds: {
    model: 'exact',
    prompt: 'exact',
    others: 'exact',
    firsts: 'exact',
    vocabularySize: 'exact',
    edges: {
      from: 'exact',
      to: 'exact',
      piece: 'exact',
      kind: 'exact',
      logprob: 'nats',
      share: 'probability',
      onBest: 'exact',
    },
    pairs: { first: 'exact', second: 'exact', kind: 'exact', one: 'nats', other: 'nats', total: 'nats' },
    largestSum: 'nats',
    sums: 'exact',
    restAtRoot: 'probability',
    otherWay: 'nats',
    greedy: 'exact',
    greedyTotal: 'nats',
    best: { text: 'exact', total: 'nats' },
    verdict: 'exact',
    naive: { text: 'exact', total: 'nats', isRest: 'exact' },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { logits } = await lm.next(prompt);
    const firsts = stepsFrom(lm, ROOT, logits, FIRSTS);
    const ids = lm.top(logits, FIRSTS).map(({ id }) => id);
    const nexts = await lm.nextOfMany(ids.map((id) => [...prompt, id]));
    const seconds = nexts.flatMap((next, index) => stepsFrom(lm, at(firsts, index).to, next.logits, SECONDS));
    const graph = graphOf([...firsts, ...seconds]);
    const leaves = leavesOf(graph);
    const realLeaves = leaves.filter((leaf) => !leaf.endsWith(REST));

    const pieceAt = new Map(graph.edges.map((edge) => [edge.to, edge]));
    const written = ({ path }: ScoredPath): string =>
      path.map((node) => pieceAt.get(node)?.piece || OTHERS).join('');
    const best = atLeaves(graph, maxPlusSemiring, stepOf, realLeaves);
    const naive = atLeaves(graph, maxPlusSemiring, stepOf, leaves);
    const ranked = atLeaves(graph, kBestSemiring(BEST), (edge) => [stepOf(edge)], realLeaves);
    const greedyFirst = at(firsts, 0);
    const greedySecond = at(seconds, 0);
    const greedy = {
      score: greedyFirst.logprob + greedySecond.logprob,
      path: [greedyFirst.to, greedySecond.to],
    };
    const { edges } = edgePosteriors(graph, logprobOf, ROOT, leaves);
    const sums = [ROOT, ...firsts.slice(0, FIRSTS).map(({ to }) => to)].map((node) =>
      logSumExp(graph.edges.filter(({ from }) => from === node).map(logprobOf)),
    );
    const largestSum = Math.max(...sums.map(Math.abs));
    const whole = atLeaves(graph, logSemiring, logprobOf, leaves);
    const sumsToOne: 'yes' | 'no' = Math.max(largestSum, Math.abs(whole)) < 1e-9 ? 'yes' : 'no';
    const verdict: 'greedy is best' | 'greedy is beaten' =
      written(greedy) === written(best) ? 'greedy is best' : 'greedy is beaten';
    const isRest: 'yes' | 'no' = at(naive.path, naive.path.length - 1).endsWith(REST) ? 'yes' : 'no';
    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      prompt: PROMPT,
      others: OTHERS,
      firsts: FIRSTS,
      vocabularySize: lm.vocabularySize,
      edges: edges.map(({ edge, logPosterior }) => {
        const onBest: 'yes' | 'no' = isOn(best.path, edge, ROOT) ? 'yes' : 'no';
        return { ...edge, share: Math.exp(logPosterior), onBest };
      }),
      pairs: seconds.map((edge) => {
        const first = pieceAt.get(edge.from);
        const one = first?.logprob ?? Number.NaN;
        return {
          first: first?.piece ?? '',
          second: edge.piece,
          kind: edge.kind,
          one,
          other: edge.logprob,
          total: one + edge.logprob,
        };
      }),
      largestSum,
      sums: sumsToOne,
      restAtRoot: Math.exp(at(firsts, FIRSTS).logprob),
      otherWay: Math.abs(
        log1mExp(logSumExp(firsts.slice(0, FIRSTS).map(logprobOf))) - at(firsts, FIRSTS).logprob,
      ),
      greedy: written(greedy),
      greedyTotal: greedy.score,
      best: ranked.map((path) => ({ text: written(path), total: path.score })),
      verdict,
      naive: { text: written(naive), total: naive.score, isRest },
    };
  },
});
