import { transform } from 'esbuild';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import type { logAddExp } from '#numerics/log-add-exp';
import { logMeanExp } from '#numerics/log-mean-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { readRegion } from '#render/shared/code';
import type * as shown from '../../chapters/04-log-space-joint-probability/log-sum-exp-code.ts';
import { splitAtSharedToken } from '../../chapters/04-log-space-joint-probability/token-boundaries.measure.ts';
import { blocksOfChapter } from './committed.ts';
import { hasPython, listingsIn, printedByPython, pythonAndOutput } from './shown.ts';

const NOTHING = Number.NEGATIVE_INFINITY;

const blocks = blocksOfChapter(4);

/** All TypeScript that chapter 4 shows, pasted into one file without anything else. */
async function pasted(): Promise<typeof shown & { logAddExp: typeof logAddExp }> {
  const source = blocks.flatMap((block) =>
    block.type === 'code' ? [readRegion(block.module, block.region, ROOT).source] : [],
  );
  const { code } = await transform(source.join('\n'), { loader: 'ts', format: 'esm' });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

describe('the TypeScript that chapter 4 shows, pasted', () => {
  let code: Awaited<ReturnType<typeof pasted>>;
  beforeAll(async () => {
    code = await pasted();
  });

  it('adds, averages and takes the complement as the functions of the report do', () => {
    const logprobs = fc.array(fc.double({ min: -2000, max: -1e-9, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(logprobs, (values) => {
        const sum = logSumExp(values);
        expect(Math.abs(code.logSumExp(values) - sum)).toBeLessThanOrEqual(1e-12 * Math.abs(sum) + 1e-14);
        expect(values.reduce((a, b) => code.logAddExp(a, b), NOTHING)).toBeCloseTo(sum, 9);
        const mean = logMeanExp(values);
        expect(Math.abs(code.logMeanExp(values) - mean)).toBeLessThanOrEqual(1e-12 * Math.abs(mean) + 1e-14);
        for (const x of values) expect(code.log1mExp(x)).toBe(log1mExp(x));
      }),
    );
    expect(code.logMeanExp([NOTHING, NOTHING])).toBe(NOTHING);
    expect(code.log1mExp(1e-16)).toBe(NOTHING);
  });

  it('gives NaN for a NaN at any place and for the mean of nothing, but -∞ for the sum of nothing', () => {
    const { logSumExp: sum, logMeanExp: average, logAddExp: add, log1mExp: not } = code;
    const results = [sum([NOTHING, NaN]), sum([NaN, NOTHING]), add(NOTHING, NaN), not(NaN), average([])];
    expect(results).toEqual(results.map(() => NaN));
    expect(sum([])).toBe(NOTHING);
  });

  it('scores by its four rules, and picks another answer by each', () => {
    const answers = [
      { text: ' a', logprobs: [-2], bare: -2.5 },
      { text: ' abcdefghijklmnop', logprobs: [-4.5], bare: -5.5 },
      { text: ' é b', logprobs: [-1, -1.5, -1.5], bare: -4.4 },
      { text: ' cc', logprobs: [-4.8], bare: -9 },
    ];
    const picked = (['sum', 'perToken', 'perByte', 'pmi'] as const).map((rule) =>
      code.pick(answers, rule, () => 1e-9),
    );
    expect(picked.map((best) => best.map(({ text }) => text))).toEqual([
      [' a'],
      [' é b'],
      [' abcdefghijklmnop'],
      [' cc'],
    ]);
    expect(code.rules.perByte({ text: ' é', logprobs: [-1, -2], bare: 0 })).toBe(-1);
  });

  it('returns all that tie by the errors of both, all of the impossible, and none of none or of NaN', () => {
    const two = (a: number, b: number) => [
      { text: 'first', logprobs: [a], bare: 0 },
      { text: 'second', logprobs: [b], bare: 0 },
    ];
    expect(code.pick(two(-1 - 1e-12, -1), 'sum', () => 1e-9)).toHaveLength(2);
    expect(code.pick(two(-1.001, -1), 'sum', () => 1e-9).map(({ text }) => text)).toEqual(['second']);
    expect(code.pick(two(-1.001, -1), 'sum', () => 0.01)).toHaveLength(2);
    const byTokens = ({ logprobs }: { readonly logprobs: readonly number[] }) => 0.1 * logprobs.length;
    const longer = { text: 'longer', logprobs: [-0.7, -0.7, -0.7], bare: 0 };
    expect(code.pick([...two(-1.25, -1.75), longer], 'sum', byTokens)).toHaveLength(1);
    expect(code.pick([...two(-1.75, -2.25), longer], 'sum', byTokens)).toHaveLength(2);
    expect(code.pick(two(NOTHING, NOTHING), 'sum', () => 1e-9)).toHaveLength(2);
    expect(code.pick([], 'sum', () => 1e-9)).toEqual([]);
    expect(code.pick(two(NaN, -1), 'sum', () => 1e-9).map(({ text }) => text)).toEqual(['second']);
  });
});

describe.runIf(hasPython)('the Python that chapter 4 shows', () => {
  const listings = listingsIn('python', blocks);
  const all = listings.join('\n');

  it('prints, in one file, what stands below each program', () => {
    const outputs = pythonAndOutput(blocks).map(({ output }) => output.trim());
    expect(outputs).toHaveLength(4);
    expect(printedByPython(all).split('\n')).toEqual(outputs);
  });

  it('adds, averages and takes the complement as the functions of the report do, also at the ends', () => {
    const lists = [[-1], [-1, -2, -3], [-740, -700], [0, -50], [-1e-9, -700], [-700, -701]];
    const program = `${all}
for xs in ${JSON.stringify(lists)}:
    print(repr(log_sum_exp(xs)), repr(log_mean_exp(xs)), repr(log1m_exp(xs[-1])))
print(log_sum_exp(x for x in [-1000, -1001]) == log_sum_exp([-1000, -1001]))
print(log_mean_exp(x for x in [-1000, -1001]) == log_mean_exp([-1000, -1001]))
print(log_sum_exp([-inf, -inf]), log_sum_exp([]), log1m_exp(1e-16), log1m_exp(-inf) == 0)
print(log_sum_exp([-inf, nan]), log_sum_exp([nan, -inf]), log_mean_exp([]), log1m_exp(nan))`;
    const printed = printedByPython(program).split('\n').slice(4);
    for (const [index, xs] of lists.entries()) {
      const [sum = 0, mean = 0, not = 0] = (printed[index] ?? '').split(' ').map(Number);
      expect(sum).toBeCloseTo(logSumExp(xs), 12);
      expect(mean).toBeCloseTo(logMeanExp(xs), 12);
      expect(not / log1mExp(xs.at(-1) ?? 0)).toBeCloseTo(1, 12);
    }
    expect(printed.slice(-4)).toEqual(['True', 'True', '-inf -inf -inf True', 'nan nan nan nan']);
  });

  it('splits a prompt and its endings where the report does', () => {
    const program = `${all}
import json, re
encode = lambda text: [1000 if piece == "ab" else ord(piece) for piece in re.findall("ab|.", text)]
print(json.dumps([split(encode, "xa", ["a"]), split(encode, "xa", ["a", "b"]), split(encode, "a", ["b"])]))`;
    const encode = (text: string) =>
      (text.match(/ab|./g) ?? []).map((piece) => (piece === 'ab' ? 1000 : piece.charCodeAt(0)));
    const expected = [splitAtSharedToken(encode, 'xa', ['a'])].concat(
      splitAtSharedToken(encode, 'xa', ['a', 'b']),
      splitAtSharedToken(encode, 'a', ['b']),
    );
    expect(JSON.parse(printedByPython(program).split('\n').at(-1) ?? '')).toEqual(
      expected.map(({ context, rests }) => [context, rests]),
    );
  });
});
