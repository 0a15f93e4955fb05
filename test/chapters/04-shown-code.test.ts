import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { logAddExp } from '#numerics/log-add-exp';
import { logMeanExp } from '#numerics/log-mean-exp';
import type { logSubExp } from '#numerics/log-sub-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { readRegion } from '#render/shared/code';
import { writeReport } from '#report/write';
import { allBlocks } from '#report/written';
import type { bestPair } from '../../chapters/04-log-space-joint-probability/best-pair.measure.ts';
import { scoresOf } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import type { runningProducts } from '../../chapters/04-log-space-joint-probability/running-product.measure.ts';
import type * as home from '../../chapters/04-log-space-joint-probability/take-home.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOTHING = Number.NEGATIVE_INFINITY;

interface Pasted {
  readonly runningProducts: typeof runningProducts;
  readonly bestPair: typeof bestPair;
  readonly logAddExp: typeof logAddExp;
  readonly log1mExp: typeof log1mExp;
  readonly logSumExp: typeof logSumExp;
  readonly logSubExp: typeof logSubExp;
}

/** The code that chapter 4 shows, by region. */
function shownCode(): Map<string, string> {
  const blocks = writeReport(chapters, committedOutputs(), overview)
    .chapters.slice(3, 4)
    .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)));
  return new Map(
    blocks.flatMap((block) =>
      block.type === 'code'
        ? [[block.region, readRegion(block.module, block.region, ROOT).source] as const]
        : [],
    ),
  );
}

async function run<Code>(source: string): Promise<Code> {
  const { code } = await transform(source, { loader: 'ts', format: 'esm' });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

/** All code that chapter 4 shows along the way, pasted into one file without anything else. */
async function pasted(): Promise<Pasted> {
  const shown = shownCode();
  shown.delete('take-home');
  expect(shown.size).toBe(6);
  return run([...shown.values()].join('\n'));
}

describe('the code that chapter 4 shows, pasted', () => {
  let code: Pasted;
  beforeAll(async () => {
    code = await pasted();
  });

  const logprobs = fc.array(fc.double({ min: -2000, max: 0, noNaN: true }), { minLength: 1, maxLength: 9 });

  it('adds many numbers as the longer function of chapter 1 does, and as adding two at a time does', () => {
    fc.assert(
      fc.property(logprobs, (values) => {
        const sum = code.logSumExp(values);
        expect(Math.abs(sum - logSumExp(values))).toBeLessThanOrEqual(1e-12 * Math.abs(sum) + 1e-14);
        expect(values.reduce((a, b) => code.logAddExp(a, b), NOTHING)).toBeCloseTo(sum, 9);
      }),
    );
  });

  it('multiplies and searches', async () => {
    expect(code.runningProducts([Math.log(0.5), Math.log(0.5)]).at(-1)?.float64).toBeCloseTo(0.25, 12);
    const firsts = [
      [7, -1],
      [8, -1.5],
      [9, -4],
    ] as const;
    const { best, expanded } = await code.bestPair(firsts, async (first) => ({
      id: first + 10,
      logprob: first === 7 ? -2 : -0.1,
    }));
    expect(best).toEqual({ first: 8, second: 18, total: -1.6 });
    expect(expanded).toHaveLength(2);
  });
});

describe('the code to take home from chapter 4, pasted alone', () => {
  let code: typeof home;
  beforeAll(async () => {
    code = await run(shownCode().get('take-home') ?? '');
  });

  it('repeats to the letter what the chapter shows where it explains it', () => {
    const shown = shownCode();
    const withoutComments = (source = '') => source.replaceAll(/\/\*\*.*?\*\/\n/gs, '');
    for (const region of ['log-sum-exp', 'log1m-exp'])
      expect(withoutComments(shown.get('take-home'))).toContain(withoutComments(shown.get(region)));
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
        const mean = logMeanExp(values);
        expect(Math.abs(code.logMeanExp(values) - mean)).toBeLessThanOrEqual(1e-12 * Math.abs(mean) + 1e-14);
        for (const x of values) expect(code.log1mExp(x)).toBe(log1mExp(x));
      }),
    );
    expect(code.logMeanExp([NOTHING, NOTHING])).toBe(NOTHING);
  });

  it('scores as the chapter does, and picks another answer by each rule', () => {
    const answers = [
      { text: ' a', logprobs: [-2], bare: -2.5 },
      { text: ' abcdefghijklmnop', logprobs: [-4.5], bare: -5.5 },
      { text: ' é b', logprobs: [-1, -1.5, -1.5], bare: -4.4 },
      { text: ' cc', logprobs: [-4.8], bare: -9 },
    ];
    const names = ['sum', 'perToken', 'perByte', 'pmi'] as const;
    expect(names.map((rule) => code.pick(answers, rule)?.text)).toEqual([
      ' a',
      ' é b',
      ' abcdefghijklmnop',
      ' cc',
    ]);
    for (const answer of answers) {
      const { sum, perToken, perByte } = code.rules;
      expect({ sum: sum(answer), perToken: perToken(answer), perByte: perByte(answer) }).toEqual(
        scoresOf(answer.text, answer.logprobs),
      );
    }
  });

  it('takes the first of those that differ by rounding alone, and of the impossible, and none of none', () => {
    const two = (a: number, b: number) => [
      { text: 'first', logprobs: [a], bare: 0 },
      { text: 'second', logprobs: [b], bare: 0 },
    ];
    expect(code.pick(two(-1 - 1e-12, -1), 'sum')?.text).toBe('first');
    expect(code.pick(two(-1.001, -1), 'sum')?.text).toBe('second');
    expect(code.pick(two(NOTHING, NOTHING), 'sum')?.text).toBe('first');
    expect(code.pick([], 'sum')).toBeUndefined();
  });
});
