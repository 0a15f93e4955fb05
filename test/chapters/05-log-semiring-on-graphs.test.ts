import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { pathTotals } from '#numerics/path-totals';
import { countingSemiring } from '#numerics/semirings';
import { given } from '#report/values';
import { drawingData, treeSpots } from '../../chapters/05-log-semiring-on-graphs/drawing.ts';
import { enumerated, layeredGraph } from '../../chapters/05-log-semiring-on-graphs/enumeration.measure.ts';
import { firstGraph } from '../../chapters/05-log-semiring-on-graphs/first-graph.measure.ts';
import { FIRST_GRAPH, SECOND_GRAPH } from '../../chapters/05-log-semiring-on-graphs/graphs.ts';
import {
  greedyPath,
  threeWinners,
  winners,
} from '../../chapters/05-log-semiring-on-graphs/greedy-best-end.measure.ts';
import {
  beginsOfFever,
  hiddenMarkov,
  OBSERVED,
  trellis,
} from '../../chapters/05-log-semiring-on-graphs/hidden-markov.measure.ts';
import { wrongOrder } from '../../chapters/05-log-semiring-on-graphs/pitfalls.measure.ts';
import {
  observedEnds,
  slopeOfLogTotal,
} from '../../chapters/05-log-semiring-on-graphs/posteriors.measure.ts';
import {
  semiringLaws,
  semiringOperations,
} from '../../chapters/05-log-semiring-on-graphs/semirings.measure.ts';
import { sevenAnswers } from '../../chapters/05-log-semiring-on-graphs/seven-answers.measure.ts';
import {
  coolEachStep,
  cooling,
  twoWaysToCool,
} from '../../chapters/05-log-semiring-on-graphs/sum-to-max.measure.ts';
import { mergeForms } from '../../chapters/05-log-semiring-on-graphs/surface-forms.measure.ts';
import { treeOfCuts } from '../../chapters/05-log-semiring-on-graphs/word-tree.measure.ts';

const byName = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key, name: Row[Key]): Row => {
  const found = rows.find((row) => row[key] === name);
  if (!found) throw new Error(`no row with ${String(key)} ${String(name)}`);
  return found;
};

describe('the first graph', () => {
  const places = sevenAnswers(FIRST_GRAPH, ['x', 'y', 'z'], 5);
  const any = byName(places, 'end', 'any end');

  it('has five paths and the published totals, in probabilities and in nats', () => {
    expect(any.paths).toBe(5);
    expect(any.reachable).toBe('yes');
    for (const [end, total] of [
      ['x', 0.6],
      ['z', 0.22],
      ['y', 0.18],
    ] as const) {
      expect(byName(places, 'end', end).probability).toBeCloseTo(total, 15);
      expect(byName(places, 'end', end).log).toBeCloseTo(Math.log(total), 14);
    }
    expect(any.log).toBeCloseTo(0, 15);
  });

  it('has the published five best paths, the tie ordered by name', () => {
    expect(any.kBest.map(({ path }) => path)).toEqual(['S→B→x', 'S→A→x', 'S→A→y', 'S→A→z', 'S→B→z']);
    for (const [index, probability] of [0.36, 0.24, 0.18, 0.18, 0.04].entries()) {
      expect(any.kBest[index]?.probability).toBeCloseTo(probability, 15);
    }
    expect(any.best).toEqual(any.kBest[0]);
  });

  it('has a path entropy of 1.4563848416 nats, and none where there is one path', () => {
    expect(any.entropy.toFixed(10)).toBe('1.4563848416');
    expect(byName(places, 'end', 'y').entropy).toBeCloseTo(0, 15);
  });

  it('is walked by greed through A to x with .24, while the best path leads through B with .36', () => {
    const { greedy, best } = threeWinners(FIRST_GRAPH);
    expect(greedy.path).toBe('S→A→x');
    expect(greedy.probability).toBeCloseTo(0.24, 15);
    expect(best.path).toBe('S→B→x');
    expect(best.probability).toBeCloseTo(0.36, 15);
  });

  it('given the end z was walked through A with .8181818182 and through B with .1818181818', async () => {
    const { overA, overB, parts } = (await observedEnds.run({})) as {
      overA: number;
      overB: number;
      parts: { alpha: number; weight: number; beta: number; total: number; share: number };
    };
    expect(overA.toFixed(10)).toBe('0.8181818182');
    expect(overB.toFixed(10)).toBe('0.1818181818');
    expect([parts.alpha, parts.weight, parts.beta]).toEqual([0.6, 0.3, 1]);
    expect(parts.total).toBeCloseTo(0.22, 15);
    expect(parts.share).toBeCloseTo(overA, 14);
  });

  it('has shares of edges that are the slopes of the log total', async () => {
    const { slopes, agreement } = (await observedEnds.run({})) as {
      slopes: { posterior: number; slope: number }[];
      agreement: string;
    };
    expect(agreement).toBe('agree');
    for (const { posterior, slope } of slopes) expect(Math.abs(posterior - slope)).toBeLessThan(1e-9);
    const anyEnd = FIRST_GRAPH.edges.map((_, index) => slopeOfLogTotal(FIRST_GRAPH, index, ['x', 'y', 'z']));
    const shares = [0.6, 0.4, 0.24, 0.18, 0.18, 0.36, 0.04];
    for (const [index, share] of shares.entries()) expect(anyEnd[index]).toBeCloseTo(share, 9);
  });

  it('is drawn with shares that add up to one at each step', async () => {
    const { edges } = (await firstGraph.run({})) as { edges: { from: string; share: number }[] };
    const sum = (from: string[]) =>
      edges.filter((edge) => from.includes(edge.from)).reduce((total, { share }) => total + share, 0);
    expect(sum(['S'])).toBeCloseTo(1, 14);
    expect(sum(['A', 'B'])).toBeCloseTo(1, 14);
  });
});

describe('the second graph', () => {
  it('has another greedy path, another best path and another likeliest end', () => {
    const { greedy, best, ends } = threeWinners(SECOND_GRAPH);
    expect([greedy.path, best.path, ends[0]?.end]).toEqual(['S→A→x', 'S→B→y', 'z']);
    expect(greedy.probability).toBeCloseTo(0.2, 15);
    expect(best.probability).toBeCloseTo(0.28, 15);
    expect(ends.map(({ end }) => end)).toEqual(['z', 'y', 'x']);
    for (const [index, total] of [0.405, 0.32, 0.275].entries()) {
      expect(ends[index]?.total).toBeCloseTo(total, 15);
    }
  });

  it('is drawn with the edges of the greedy path marked apart from those of the best one', async () => {
    const { edges } = (await winners.run({})) as {
      edges: { from: string; to: string; onBest: string; onGreedy: string }[];
    };
    const marked = (key: 'onBest' | 'onGreedy') =>
      edges.filter((edge) => edge[key] === 'yes').map(({ from, to }) => from + to);
    expect([marked('onGreedy'), marked('onBest')]).toEqual([
      ['SA', 'Ax'],
      ['SB', 'By'],
    ]);
  });

  it('is left by a greedy walk at the first of equal steps', () => {
    const edges = ['b', 'a'].map((to) => ({ from: 'S', to, weight: 0.5 }));
    expect(greedyPath({ nodes: ['S', 'a', 'b'], edges }, 'S').path).toEqual(['b']);
  });
});

describe('the hidden Markov model', () => {
  it('has the published best path, total, smoothed and filtered probabilities', async () => {
    const found = (await hiddenMarkov.run({})) as {
      best: string;
      bestProbability: number;
      total: number;
      days: { filtered: number; smoothed: number }[];
    };
    expect(found.best).toBe('H H F');
    expect(found.bestProbability).toBeCloseTo(0.01512, 15);
    expect(found.total).toBeCloseTo(0.03628, 15);
    expect(found.days.map(({ smoothed }) => smoothed.toFixed(6))).toEqual([
      '0.876516',
      '0.622933',
      '0.212128',
    ]);
    expect(found.days.map(({ filtered }) => filtered.toFixed(6))).toEqual([
      '0.882353',
      '0.725522',
      '0.212128',
    ]);
  });

  it('says when the fever began: the shares of all paths by their first day of fever', () => {
    const begins = beginsOfFever(trellis(OBSERVED), ['H3', 'F3']);
    // By hand: F first; H F and anything; H H F; H H H.
    const weights = [0.00448, 0.3 * 0.09 * (0.36 + 0.04), 0.01512, 0.3 * 0.28 * 0.07];
    expect(begins.map(({ when }) => when)).toEqual(['on day 1', 'on day 2', 'on day 3', 'never']);
    for (const [index, weight] of weights.entries()) {
      expect(begins[index]?.share).toBeCloseTo(weight / 0.03628, 12);
    }
  });

  it('is a trellis of two nodes a day and four edges between days', () => {
    expect(trellis(OBSERVED).nodes).toHaveLength(1 + 2 * 3);
    expect(trellis(OBSERVED).edges).toHaveLength(2 + 4 * 2);
  });
});

describe('operations and rules', () => {
  it('max keeps two equal weights as one, log-add-exp adds ln 2', async () => {
    const found = (await semiringOperations.run({})) as { equal: number; larger: number; difference: number };
    expect(found.larger).toBe(found.equal);
    expect(found.difference).toBeCloseTo(Math.LN2, 15);
  });

  it('hold exactly for whole numbers and to the last digits for floats', async () => {
    const { rows } = (await semiringLaws.run({})) as {
      rows: { name: string; order: number; grouping: number; distributing: number }[];
    };
    for (const row of rows) {
      const gaps = [row.order, row.grouping, row.distributing];
      expect(row.order).toBe(0);
      expect(Math.max(...gaps)).toBeLessThan(row.name === 'counting' ? Number.MIN_VALUE : 1e-14);
    }
  });

  it('in a careless order lose the paths through B', async () => {
    const { rows } = (await wrongOrder.run({})) as { rows: { end: string; shuffled: number }[] };
    expect(rows.map(({ end, shuffled }) => `${end} ${shuffled.toFixed(2)}`)).toEqual([
      'x 0.24',
      'y 0.18',
      'z 0.18',
    ]);
  });
});

describe('cooling down', () => {
  it('runs from the sum to the maximum: 0 nats at 1, within T ln 5 of the best score everywhere', async () => {
    const { rows, curve, bestScore } = (await cooling.run({})) as {
      rows: { temperature: number; total: number; bestShare: number }[];
      curve: { temperature: number; total: number }[];
      bestScore: number;
    };
    expect(bestScore).toBeCloseTo(Math.log(0.36), 15);
    expect(byName(rows, 'temperature', 1).total).toBeCloseTo(0, 15);
    expect(byName(rows, 'temperature', 0.01).total).toBeCloseTo(bestScore, 12);
    for (const { temperature, total } of curve) {
      expect(total).toBeGreaterThanOrEqual(bestScore - 1e-14);
      expect(total).toBeLessThanOrEqual(bestScore + temperature * Math.log(5) + 1e-14);
    }
    const two = [0.36, 0.24, 0.18, 0.18, 0.04].reduce((sum, p) => sum + Math.sqrt(p), 0);
    expect(byName(rows, 'temperature', 2).total).toBeCloseTo(2 * Math.log(two), 14);
    expect(byName(rows, 'temperature', 2).bestShare).toBeCloseTo(0.6 / two, 14);
  });

  it('leads to greedy when each step is cooled, to the best path when whole paths are', () => {
    const { steps, paths } = twoWaysToCool(0.1);
    expect([steps.path, paths.path]).toEqual(['S→A→x', 'S→B→x']);
    expect(steps.overA).toBeCloseTo(1 / (1 + (2 / 3) ** 10), 14);
    const [overA, overB] = [0.24 ** 10 + 2 * 0.18 ** 10, 0.36 ** 10 + 0.04 ** 10];
    expect(paths.overA).toBeCloseTo(overA / (overA + overB), 14);
    expect(twoWaysToCool(1).steps.p).toBeCloseTo(twoWaysToCool(1).paths.p, 14);
    expect(threeWinners(coolEachStep(0.1)).best.path).toBe(threeWinners(FIRST_GRAPH).greedy.path);
  });

  it('keeps a share for the other paths however cold: all that they have over the best, added up', async () => {
    const { rows } = (await cooling.run({})) as {
      rows: { temperature: number; aboveBest: number; otherShare: number; total: number }[];
    };
    const ratios = [0.24, 0.18, 0.18, 0.04].map((p) => p / 0.36);
    for (const { temperature, aboveBest, otherShare, total } of rows) {
      const others = ratios.reduce((sum, ratio) => sum + ratio ** (1 / temperature), 0);
      expect(otherShare / (others / (1 + others))).toBeCloseTo(1, 10);
      expect(aboveBest).toBeGreaterThan(0);
      expect(aboveBest).toBeCloseTo(total - Math.log(0.36), 14);
    }
  });

  it('has every edge at each step of the control', async () => {
    const { edges } = (await cooling.run({})) as { edges: { temperature: number }[] };
    const temperatures = [...new Set(edges.map(({ temperature }) => temperature))];
    expect(temperatures).toEqual(Array.from({ length: 20 }, (_, index) => (index + 1) / 10));
    for (const one of temperatures) {
      expect(edges.filter(({ temperature }) => temperature === one)).toHaveLength(FIRST_GRAPH.edges.length);
    }
  });
});

describe('listing all paths', () => {
  it('gives what the dynamic programme gives', async () => {
    const { rows, agreement } = (await enumerated.run({})) as {
      rows: { layers: number; paths: number; difference: number }[];
      agreement: string;
    };
    expect(agreement).toBe('agree');
    for (const { layers, paths, difference } of rows) {
      expect(paths).toBe(3 ** layers);
      expect(difference).toBeLessThan(1e-13);
    }
  });

  it('is counted by the counting semiring: width to the power of layers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), (layers, width) => {
        const graph = layeredGraph(layers, width, 1);
        expect(pathTotals(graph, countingSemiring, () => 1, 'S').get('E')).toBe(width ** layers);
        expect(graph.edges).toHaveLength(2 * width + (layers - 1) * width ** 2);
      }),
    );
  });
});

/** A tree with its children. */
interface TreeNode {
  readonly name: string;
  readonly children: readonly TreeNode[];
}

describe('drawings', () => {
  const { tree } = fc.letrec<{ tree: TreeNode }>((tie) => ({
    tree: fc.record({
      name: fc.uuid(),
      children: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constant([]),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      ),
    }),
  }));
  const edgesOf = ({ name, children }: TreeNode): { from: string; to: string }[] =>
    children.flatMap((child) => [{ from: name, to: child.name }, ...edgesOf(child)]);

  it('give every leaf of a tree a row of its own, and every parent a place between its children', () => {
    fc.assert(
      fc.property(tree, (root) => {
        const spots = treeSpots(edgesOf(root), root.name, ({ to: label }) => ({ label }));
        expect(spots[root.name]?.label).toBe('');
        const leaves: number[] = [];
        const visit = (node: TreeNode, depth: number): void => {
          const spot = spots[node.name];
          expect(spot?.x).toBe(depth);
          const ys = node.children.map((child) => spots[child.name]?.y ?? Number.NaN);
          if (ys.length === 0) leaves.push(spot?.y ?? Number.NaN);
          else expect(spot?.y).toBe((Math.max(...ys) + Math.min(...ys)) / 2);
          for (const child of node.children) visit(child, depth + 1);
        };
        visit(root, 0);
        expect(leaves).toEqual(leaves.map((_, index) => -1 - index));
      }),
    );
  });

  it('put the label of an edge on the edge, and name a node without a place', () => {
    const edges = [{ from: 'a', to: 'b', label: 'e', share: given(1), onBest: 'no' as const }];
    const spots = { a: { x: 0, y: 0 }, b: { x: 4, y: 2 } };
    const drawing = { spots, edges, height: 100, labelAt: () => 0.25 };
    expect(drawingData(drawing).rows[0]).toMatchObject({ labelX: given(1), labelY: given(0.5) });
    expect(() => drawingData({ ...drawing, spots: { a: { x: 0, y: 0 } } })).toThrow(
      'no place for the node "b"',
    );
  });
});

describe('texts as paths', () => {
  it('share an edge as long as their pieces are the same', () => {
    const edges = treeOfCuts([
      { pieces: ['a', 'b'], logprobs: [-1, -2] },
      { pieces: ['a', 'c'], logprobs: [-1, -3] },
      { pieces: ['ab'], logprobs: [-4] },
    ]);
    expect(edges.map(({ from, to, logprob }) => [from, to, logprob])).toEqual([
      ['', 'a', -1],
      ['a', 'a|b', -2],
      ['a', 'a|c', -3],
      ['', 'ab', -4],
    ]);
  });

  it('are not merged when one is the beginning of another', async () => {
    const unused = {} as LanguageModel;
    await expect(mergeForms(unused, 'x', [' Paris', ' Paris.'])).rejects.toThrow(
      '" Paris" is the beginning of " Paris."',
    );
  });
});
