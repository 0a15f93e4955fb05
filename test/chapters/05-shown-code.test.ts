import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readRegion } from '#render/shared/code';
import { writeReport } from '#report/write';
import { allBlocks } from '#report/written';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const [whole] = writeReport(chapters, committedOutputs(), overview)
  .chapters.slice(4, 5)
  .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)))
  .filter((block) => block.type === 'code');

/** What the first code of chapter 5 prints, as a program of its own. */
function printed(change = (source: string) => source): string[] {
  if (!whole) throw new Error('chapter 5 shows no code');
  const { code } = transformSync(change(readRegion(whole.module, whole.region, ROOT).source), {
    loader: 'ts',
    format: 'esm',
  });
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

describe('the whole loop that chapter 5 shows', () => {
  it('runs as it stands, and prints the shortest path to each end and the log of all ways there', () => {
    const lines = printed()
      .slice(0, 3)
      .map((line) => {
        const [, end, cost, path, all] = /^(\w) \{ cost: (\S+), path: '(\S+)' \} (\S+)$/.exec(line) ?? [];
        return { end, path, best: Math.exp(-Number(cost)), all: Math.exp(Number(all)) };
      });
    // By hand: the best product, and the sum of products.
    const byHand = [
      { end: 'x', path: 'S→A→x', best: 0.4 * 0.5, all: 0.4 * 0.5 + 0.25 * 0.3 },
      { end: 'y', path: 'S→B→y', best: 0.35 * 0.8, all: 0.4 * 0.1 + 0.35 * 0.8 },
      { end: 'z', path: 'S→C→z', best: 0.25 * 0.7, all: 0.4 * 0.4 + 0.35 * 0.2 + 0.25 * 0.7 },
    ];
    expect(lines.map(({ end, path }) => ({ end, path }))).toEqual(
      byHand.map(({ end, path }) => ({ end, path })),
    );
    for (const [index, { best, all }] of byHand.entries()) {
      expect(lines[index]?.best).toBeCloseTo(best, 14);
      expect(lines[index]?.all).toBeCloseTo(all, 14);
    }
  });

  it('prints for z how many ways there are, how likely they are together, and how wide the widest is', () => {
    const [end, ways, likely, widest] = printed().at(-1)?.split(' ') ?? [];
    expect([end, ways]).toEqual(['z', '3']);
    expect(Number(likely)).toBeCloseTo(0.4 * 0.4 + 0.35 * 0.2 + 0.25 * 0.7, 14);
    expect(Number(widest)).toBe(Math.max(Math.min(0.4, 0.4), Math.min(0.35, 0.2), Math.min(0.25, 0.7)));
  });

  it('gives minus infinity, and no NaN, where all ways to an end are impossible', () => {
    const impossible = (source: string) =>
      source.replace('{ x: 0.5,', '{ x: 0,').replace('{ x: 0.3,', '{ x: 0,');
    expect(printed(impossible)[0]).toBe("x { cost: Infinity, path: 'S→A→x' } -Infinity");
  });
});
