import { greedyAgainstBest } from '#chapters/04-log-space-joint-probability/best-pair';
import type { LanguageModel } from '#lm/types';
import { type Edge, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { kBestSemiring, maxPlusSemiring, type ScoredPath, step } from '#numerics/path-semirings';
import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import { plusAll, type Semiring } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { logSoftmax } from '#numerics/softmax';
import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, nats, percent, rank, ref, term, text, token } from '#report/values';
import { visible } from '#report/visible';
import { drawingData, drawingSpec } from './drawing.ts';
import { isOn } from './graphs.ts';
import { treeDrawing } from './tree-drawing.ts';

const PROMPT = 'The best thing about';
const FIRSTS = 4;
const SECONDS = 2;
const BEST = 3;
const ROOT = 'root';
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

export const prefixTreeSection = section({
  id: 'prefix-tree',
  title: prose`A language model is a tree`,
  needs: { m: prefixTree, searches: greedyAgainstBest },
  write({ m, searches }) {
    const drawing = treeDrawing(
      m.edges,
      ROOT,
      ({ kind, piece }) => (kind === 'rest' ? m.others : visible(piece)),
      { height: 580, valueFormat: '.2f', roomRight: 0.55 },
    );
    const winner = m.best[0];
    const search = searches.rows.find(({ prompt }) => prompt === m.prompt);
    const found: 'the drawn one' | 'another' = search?.best === winner?.text ? 'the drawn one' : 'another';
    return [
      prose`
        Now the graph of a real model, ${text(m.model)}. Begin with “${text(m.prompt)}”. Each next token is an edge, and its
        weight is its ${term('log-probability')}. Two different token sequences never lead to the same node, because the
        model *remembers*: whatever has been written so far may change what comes next. So the graph is a tree.

        It is a wide one, with ${count(m.vocabularySize)} edges out of every node. Draw the ${count(m.firsts)} likeliest
        first tokens and two after each, and at each node bundle everything else into one edge, ${text(m.others)}. What does a bundle
        weigh? The ⊕ of all edges in it: the ${term('log-sum-exp')} of all tokens not drawn.
      `,
      curious(prose`How is a bundle computed, and is anything missing?`, [
        code('#chapters/05-log-semiring-on-graphs/prefix-tree', 'everything-else'),
        prose`One minus the probability of what is drawn gives the same, up to ${nats(m.otherWay)}.`,
        choose(m.sums, {
          yes: prose`
          With the bundles nothing is missing: at every node the ⊕ of the edges is zero nats, a probability of one, and so
          is the total of all leaves. The bundle at the root holds ${percent(m.restAtRoot)}.
        `,
          no: prose`
          With the bundles nothing should be missing; here the ⊕ of the edges at a node differs from zero by up to
          ${nats(m.largestSum)}. The bundle at the root holds ${percent(m.restAtRoot)}.
        `,
        }),
      ]),
      prose`Does the likeliest first token start the likeliest pair? ${ref('prefix-tree-drawn')} draws the tree.`,
      figure({
        id: 'prefix-tree-drawn',
        caption: prose`
          The likeliest continuations of “${text(m.prompt)}”. Below each token stands its log-probability in nats, given what
          leads there. Thickness shows the share of the total probability, the dashed orange line the likeliest pair that
          is drawn.
        `,
        alt: prose`
          A tree of two steps. The edge for the first tokens that are not drawn is the thickest, with ${percent(m.restAtRoot)}. The
          likeliest pair is ${token(winner?.text)}.
        `,
        data: drawingData(drawing),
        spec: drawingSpec(drawing),
      }),
      choose(m.verdict, {
        'greedy is beaten': prose`
          What to see: it does not. Greedy writes ${token(m.greedy)} with ${nats(m.greedyTotal, { digits: 2 })}. Max-plus over the drawn
          pairs finds ${token(winner?.text)} with ${nats(winner?.total, { digits: 2 })}: the trap of our first graph, in a
          real model.
        `,
        'greedy is best': prose`
          What to see: it does. The greedy pair ${token(m.greedy)}, with ${nats(m.greedyTotal, { digits: 2 })}, is also the best
          pair that is drawn. In our first graph it was not.
        `,
      }),
      choose(found, {
        'the drawn one': prose`
          Is it the best of all pairs, drawn or not? The search of ${ref('greedy')} settles it: it looks at
          ${rank(search?.expansions)} first tokens, and ${token(search?.best)} is indeed the best of all.
        `,
        another: prose`
          Is it the best of all pairs, drawn or not? The search of ${ref('greedy')} settles it: it looks at
          ${rank(search?.expansions)} first tokens, and ${token(search?.best)} is better, with
          ${nats(search?.bestTotal, { digits: 2 })}.
        `,
      }),
      curious(prose`The pairs as a table`, [
        table({
          id: 'prefix-tree-edges',
          caption: prose`
            The pairs of the tree, in nats: first token, second token, and both. The sums were rounded after adding.
          `,
          rows: m.pairs,
          columns: [
            { head: prose`first`, cell: (row) => prose`${token(row.first)}` },
            {
              head: prose`second`,
              cell: (row) => (row.kind === 'rest' ? prose`${text(m.others)}` : prose`${token(row.second)}`),
            },
            {
              head: prose`first (nats)`,
              align: 'right',
              cell: (row) => prose`${nats(row.one, { digits: 2 })}`,
            },
            {
              head: prose`second (nats)`,
              align: 'right',
              cell: (row) => prose`${nats(row.other, { digits: 2 })}`,
            },
            {
              head: prose`both (nats)`,
              align: 'right',
              cell: (row) => prose`${nats(row.total, { digits: 2 })}`,
            },
          ],
        }),
      ]),
    ];
  },
});
