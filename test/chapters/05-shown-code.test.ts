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
from itertools import combinations, product as product_of

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
    logprob, nodes = totals(edges, "a", BEST)["e"]
    assert close(exp(logprob), max(map(product, paths)))
    if total == 0:
        continue
    assert close(product(next(path for path in paths if nodes == tuple(v for _, v, _ in path))), exp(logprob))
    for u, v, share in shares(edges, "a", "e"):
        assert close(share, sum(product(path) for path in paths if (u, v) in [edge[:2] for edge in path]) / total)

assert log_add_exp(-inf, -inf) == -inf
assert totals(MAP, "A", BEST)["B"] == BEST.zero == (-inf, ())

# Few different weights and names, so that many paths tie.
weights = [BEST.zero] + [(score, nodes) for score in (-1, 0) for n in range(3) for nodes in product_of("ab", repeat=n)]
plus, times = BEST.plus, BEST.times
for a, b, c in product_of(weights, repeat=3):
    assert plus(a, b) == plus(b, a) and plus(plus(a, b), c) == plus(a, plus(b, c))
    assert times(times(a, b), c) == times(a, times(b, c))
    assert times(plus(a, b), c) == plus(times(a, c), times(b, c))
    assert times(a, plus(b, c)) == plus(times(a, b), times(a, c))
    assert plus(BEST.zero, a) == a == times(BEST.one, a) == times(a, BEST.one)
    assert times(BEST.zero, a) == BEST.zero == times(a, BEST.zero)
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
        'a->b is after an edge out of b',
        'a->a is after an edge out of a',
        'no path from a to c is possible',
      ].join('\n'),
    );
  });

  it('solves the exercise when the lines of its answer replace the model', async () => {
    const answer = blocks.flatMap((block) => (block.type === 'exercise' ? allBlocks(block.answer) : []));
    const lines = listingsIn('text', answer)[0] ?? '';
    const model = /^start = [\s\S]*?^days = .*$/m;
    const call = /^show_map\(\)\n/m;
    for (const replaced of [model, call]) expect(program).toMatch(replaced);
    const printed = printedByPython(program.replace(model, lines).replace(call, ''));
    const { states, bestShare, hot } = await resultOf(iceCream);
    const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
    const seen = hot.map(
      (share, index) => `${index + 1} ${EATEN[index]} H ${percent(share)} C ${percent(1 - share)}`,
    );
    expect(printed.split('\n')).toEqual([
      'forward 0.028562',
      `Viterbi ${states.join(' ')} ${percent(bestShare)}`,
      ...seen,
    ]);
  });

  it('takes states of any name, also those of its own nodes, and prints in ASCII', () => {
    const printed = printedByPython(program);
    expect(printed).toMatch(/^[\n -~]+$/);
    for (const [healthy, fever] of [
      ['Healthy', 'Fever'],
      ['S', 'END'],
      ['H', 'H1'],
    ])
      expect(printedByPython(program.replaceAll('"H"', `"${healthy}"`).replaceAll('"F"', `"${fever}"`))).toBe(
        printed.replaceAll(/\bH\b/g, healthy ?? '').replaceAll(/\bF\b/g, fever ?? ''),
      );
  });
});
