import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { logAddExp } from '#numerics/log-add-exp';
import type { logMeanExp } from '#numerics/log-mean-exp';
import type { logSubExp } from '#numerics/log-sub-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import type { log1mExp } from '#numerics/log1m-exp';
import { readRegion } from '#render/shared/code';
import { writeReport } from '#report/write';
import { allBlocks } from '#report/written';
import type { bestPair } from '../../chapters/04-log-space-joint-probability/best-pair.measure.ts';
import type { scoresOf } from '../../chapters/04-log-space-joint-probability/candidates.measure.ts';
import type { runningProducts } from '../../chapters/04-log-space-joint-probability/running-product.measure.ts';
import { jointExercises } from '../../chapters/04-log-space-joint-probability/try-it.measure.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { constantModel } from './constant-model.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOTHING = Number.NEGATIVE_INFINITY;

interface Pasted {
  readonly runningProducts: typeof runningProducts;
  readonly bestPair: typeof bestPair;
  readonly scoresOf: typeof scoresOf;
  readonly logAddExp: typeof logAddExp;
  readonly log1mExp: typeof log1mExp;
  readonly logSumExp: typeof logSumExp;
  readonly logMeanExp: typeof logMeanExp;
  readonly logSubExp: typeof logSubExp;
}

/** All code that chapter 4 shows, pasted into one file without anything else. */
async function pasted(): Promise<Pasted> {
  const shown = writeReport(chapters, committedOutputs(), overview)
    .chapters.slice(3, 4)
    .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)))
    .flatMap((block) => (block.type === 'code' ? [readRegion(block.module, block.region, ROOT).source] : []));
  expect(shown).toHaveLength(8);
  const { code } = await transform(shown.join('\n'), { loader: 'ts', format: 'esm' });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
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
        expect(code.logMeanExp(values)).toBe(sum - Math.log(values.length));
      }),
    );
  });

  it('has minus infinity where there is nothing, and no NaN', () => {
    expect(code.logSumExp([])).toBe(NOTHING);
    expect(code.logSumExp([NOTHING, NOTHING])).toBe(NOTHING);
    expect(code.logMeanExp([NOTHING, NOTHING])).toBe(NOTHING);
    expect(code.logAddExp(NOTHING, NOTHING)).toBe(NOTHING);
    expect(code.logSubExp(NOTHING, NOTHING)).toBe(NOTHING);
    expect(code.logSumExp([NOTHING, -3])).toBe(-3);
    expect(code.logSumExp([Number.NaN, -3])).toBeNaN();
  });

  it('takes away again what it added', () => {
    expect(code.logSubExp(code.logAddExp(-1000, -1001), -1001)).toBeCloseTo(-1000, 9);
    expect(code.log1mExp(code.log1mExp(-3))).toBeCloseTo(-3, 12);
  });

  it('multiplies, scores and searches', async () => {
    expect(code.runningProducts([Math.log(0.5), Math.log(0.5)]).at(-1)?.float64).toBeCloseTo(0.25, 12);
    expect(code.scoresOf(' é', [-1, -2])).toEqual({ sum: -3, perToken: -1.5, perByte: -1 });
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

describe('what chapter 4 says of floats', () => {
  it('holds: they are dense near zero and not near one, and the unguarded formulas give NaN', () => {
    expect(1 - 1e-17).toBe(1);
    expect(1e-17).toBeGreaterThan(0);
    const [x, m] = [NOTHING, NOTHING];
    expect(m + Math.log1p(Math.exp(-Math.abs(x - m)))).toBeNaN();
    expect(m + Math.log(Math.exp(x - m))).toBeNaN();
  });

  it('has an exercise whose division gives the token at which the product dies', async () => {
    const found = (await jointExercises.run({ lm: constantModel(() => 0) })) as {
      mean: number;
      quotient: number;
      tokens: number;
    };
    expect(found.tokens).toBe(Math.ceil(found.quotient));
    expect(Number.isInteger(found.quotient)).toBe(false);
    const dead = Array.from({ length: found.tokens }, () => Math.exp(found.mean));
    expect(dead.reduce((product, q) => product * q, 1)).toBe(0);
    expect(dead.slice(1).reduce((product, q) => product * q, 1)).toBeGreaterThan(0);
  });
});
