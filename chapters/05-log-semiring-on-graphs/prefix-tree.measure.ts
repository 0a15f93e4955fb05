import { SAME } from '#chapters/04-log-space-joint-probability/best-pair.measure';
import type { LanguageModel } from '#lm/types';
import { type Edge, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { kBestSemiring, maxPlusSemiring, type ScoredPath, step } from '#numerics/path-semirings';
import { edgeMarginals } from '#numerics/path-totals';
import { logSemiring } from '#numerics/semirings';
import { logSoftmax } from '#numerics/softmax';
import { each, either, measurement } from '#report/measurement';
import { isOn, totalAt } from './graphs.ts';

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

export const prefixTree = measurement({
  id: 'prefix-tree',
  kinds: {
    ...each('exact', 'firsts', 'vocabularySize'),
    ...each('nats', 'largestSum', 'otherWay', 'greedyTotal'),
    restAtRoot: 'probability',
    edges: { logprob: 'nats', share: 'probability' },
    pairs: each('nats', 'one', 'other', 'total'),
    ...each({ total: 'nats' }, 'best', 'naive'),
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { logits } = await lm.next(prompt);
    const firsts = stepsFrom(lm, ROOT, logits, FIRSTS);
    const ids = lm.top(logits, FIRSTS).map(({ id }) => id);
    const nexts = await lm.nextOfMany(ids.map((id) => [...prompt, id]));
    const seconds = nexts.flatMap((next, index) => stepsFrom(lm, at(firsts, index).to, next.logits, SECONDS));
    const graph = graphOf([...firsts, ...seconds]);
    const inner = new Set(graph.edges.map(({ from }) => from));
    const leaves = graph.nodes.filter((node) => !inner.has(node));
    const texts = leaves.filter((leaf) => !leaf.endsWith(REST));

    const edgeTo = new Map(graph.edges.map((edge) => [edge.to, edge]));
    const written = (path: readonly string[]): string =>
      path.map((node) => edgeTo.get(node)?.piece || OTHERS).join('');
    const ranked = totalAt(graph, kBestSemiring(BEST), (edge) => [stepOf(edge)], texts, ROOT);
    const best = at(ranked, 0);
    const naive = totalAt(graph, maxPlusSemiring, stepOf, leaves, ROOT);
    const [first, second, rest] = [at(firsts, 0), at(seconds, 0), at(firsts, FIRSTS)];
    const greedy = written([first.to, second.to]);
    const greedyTotal = first.logprob + second.logprob;
    const drawn = texts.map((leaf) => totalAt(graph, maxPlusSemiring, stepOf, [leaf], ROOT).score);
    const spread = Math.max(...drawn) - Math.min(...drawn);
    const sums = [...inner].map((node) =>
      logSumExp(graph.edges.filter(({ from }) => from === node).map(logprobOf)),
    );
    // When the first tokens have everything, one minus it is lost in rounding.
    const otherWay = Math.abs(log1mExp(logSumExp(firsts.slice(0, FIRSTS).map(logprobOf))) - rest.logprob);
    const largestSum = Math.max(...sums.map(Math.abs));
    const whole = totalAt(graph, logSemiring, logprobOf, leaves, ROOT);
    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      prompt: PROMPT,
      others: OTHERS,
      firsts: FIRSTS,
      vocabularySize: lm.vocabularySize,
      edges: edgeMarginals(graph, logprobOf, ROOT, leaves).edges.map(({ edge, logPosterior }) => ({
        ...edge,
        share: Math.exp(logPosterior),
        onBest: either(isOn(best.path, edge, ROOT), 'yes', 'no'),
      })),
      pairs: seconds.map(({ from, piece, kind, logprob }) => {
        const one = edgeTo.get(from)?.logprob ?? Number.NaN;
        return {
          first: edgeTo.get(from)?.piece ?? '',
          second: piece,
          kind,
          one,
          other: logprob,
          total: one + logprob,
        };
      }),
      largestSum,
      sums: either(Math.max(largestSum, Math.abs(whole)) < 1e-9, 'yes', 'no'),
      restAtRoot: Math.exp(rest.logprob),
      otherWay: Number.isFinite(otherWay) ? otherWay : null,
      thickest: either(
        firsts.every(({ logprob }) => logprob <= rest.logprob),
        'the rest',
        'a token',
      ),
      greedy,
      greedyTotal,
      best: ranked.map(({ path, score }) => ({ text: written(path), total: score })),
      verdict:
        spread < SAME
          ? ('all are equal' as const)
          : either(best.score > greedyTotal, 'greedy is beaten', 'greedy is best'),
      naive: {
        text: written(naive.path),
        total: naive.score,
        isRest:
          at(naive.path, naive.path.length - 1) === rest.to
            ? ('yes' as const)
            : either(at(naive.path, naive.path.length - 1).endsWith(REST), 'later', 'no'),
      },
    };
  },
});
