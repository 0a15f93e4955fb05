import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readRegion } from '#render/shared/code';
import { shownOutput } from '#render/shared/program-output';
import { allBlocks } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { hasPython, listingsIn, printedByPython } from './shown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const blocks = writeReport(chapters, committedOutputs(), overview)
  .chapters.slice(4, 5)
  .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)));

/** The TypeScript that chapter 5 shows before its folds, as one file. */
const program = blocks.flatMap((block) => {
  if (block.type !== 'code') return listingsIn('ts', [block]);
  return block.module.startsWith('#chapters/') ? [readRegion(block.module, block.region, ROOT).source] : [];
});
const shown = blocks.flatMap((block, index) => {
  const before = blocks[index - 1];
  return block.type === 'output' && before && listingsIn('ts', [before]).length > 0
    ? [shownOutput(block)]
    : [];
});

describe('the code that chapter 5 shows', () => {
  it('runs as one file without anything else, and prints what is shown below it', () => {
    expect(program).toHaveLength(7);
    expect(shown).toHaveLength(3);
    const { code } = transformSync(program.join('\n'), { loader: 'ts', format: 'esm' });
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(printed.trim()).toBe(shown.join('\n'));
  });

  it.runIf(hasPython)('gives the same shares by a gradient', () => {
    const [gradient = ''] = listingsIn('python', blocks);
    expect(printedByPython(gradient)).toBe(shown[1]);
  });
});
