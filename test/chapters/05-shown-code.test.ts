import { describe, expect, it } from 'vitest';
import { allBlocks } from '#report/report-tree';
import { EATEN, iceCream } from '../../chapters/05-log-semiring-on-graphs/try-it.measure.ts';
import { blocksOfChapter, resultOf } from './committed.ts';
import { hasPython, listingsIn, printedByPython, pythonAndOutput } from './shown.ts';

const blocks = blocksOfChapter(5);

const [{ python: program, output } = { python: '', output: '' }] = pythonAndOutput(blocks);

/** Random graphs: every edge leads to a later letter, and some are impossible. */
const AGAINST_LISTS = `
import random
from itertools import combinations

def listed(edges, node, end):
    if node == end:
        return [[]]
    return [[edge] + rest for edge in edges if edge[0] == node for rest in listed(edges, edge[1], end)]

def product(path):
    p = 1
    for _, _, weight in path:
        p *= weight
    return p

def close(a, b):
    return abs(a - b) < 1e-9

random.seed(5)
for _ in range(200):
    edges = [(u, v, random.choice([0, random.random(), 1])) for u, v in combinations("abcde", 2)]
    paths = listed(edges, "a", "e")
    total = sum(map(product, paths))
    assert close(exp(totals(edges, "a", LOG)["e"]), total)
    assert totals(edges, "a", COUNT)["e"] == sum(product(path) > 0 for path in paths)
    logprob, names = totals(edges, "a", BEST)["e"]
    assert close(exp(logprob), max(map(product, paths)))
    if total == 0:
        continue
    assert close(product(next(path for path in paths if names == "".join("→" + v for _, v, _ in path))), exp(logprob))
    for u, v, share in shares(edges, "a", "e"):
        assert close(share, sum(product(path) for path in paths if (u, v) in [edge[:2] for edge in path]) / total)

assert log_add_exp(-inf, -inf) == -inf
for wrong in ([("b", "c", 0.5), ("a", "b", 0.5)], [("a", "a", 0.5)]):
    try:
        totals(wrong, "a", LOG)
    except ValueError as error:
        print(error)
try:
    shares([("a", "b", 0), ("b", "c", 1)], "a", "c")
except ValueError as error:
    print(error)
`;

describe.runIf(hasPython)('the code that chapter 5 shows', () => {
  it('runs as one file and prints what is shown below it', () => {
    expect(printedByPython(program)).toBe(output);
  });

  it('gives totals, best paths and shares of the list of all paths, and refuses other orders', () => {
    expect(
      printedByPython(program + AGAINST_LISTS)
        .replace(output, '')
        .trim(),
    ).toBe(
      [
        'a→b is after an edge out of b',
        'a→a is after an edge out of a',
        'no path from a to c is possible',
      ].join('\n'),
    );
  });

  it('solves the exercise when the lines of its answer replace the model', async () => {
    const answer = blocks.flatMap((block) => (block.type === 'exercise' ? allBlocks(block.answer) : []));
    const lines = listingsIn('text', answer)[0] ?? '';
    const model = /^move = [\s\S]*?^days = .*$/m;
    expect(program).toMatch(model);
    const printed = printedByPython(program.replace(model, lines));
    expect(printed).toContain('forward 0.028562\n');
    const { path, bestShare, days } = await resultOf(iceCream);
    const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
    const seen = days.map(
      ({ hot, cold }, index) => `${index + 1} ${EATEN[index]} H ${percent(hot)} C ${percent(cold)}`,
    );
    expect(printed.split('\n').slice(-4)).toEqual([`Viterbi ${path} ${percent(bestShare)}`, ...seen]);
  });
});
