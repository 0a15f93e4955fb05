import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { readCommittedData, readFiles } from '#check/committed-data';
import { loadProject } from '#pipeline/project';
import { totalForwardTokens } from '#pipeline/provenance';
import { ownOutput } from '#pipeline/publish';
import { copyProject, FOREIGN_LOCALE, runProgram } from './project-copy.ts';

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** The number of the chapter that costs least to measure. */
async function cheapestChapter(): Promise<number> {
  const project = await loadProject(ROOT);
  const { files } = readCommittedData(project, readFiles(ownOutput(project.root)));
  const costs = files.map((file) => ({ stem: file.chapter, tokens: totalForwardTokens([file]) }));
  const [cheapest] = costs.filter(({ tokens }) => tokens > 0).sort((a, b) => a.tokens - b.tokens);
  if (!cheapest) throw new Error('no chapter asks the model');
  return Number.parseInt(cheapest.stem, 10);
}

describe('measuring', () => {
  it.runIf(canPin)(
    'gives the committed data in another folder, time zone and language, on one thread',
    async () => {
      const root = copyProject();
      const chapter = await cheapestChapter();
      const args = ['--measure', '--chapter', String(chapter)];
      const options = { before: ['taskset', '-c', '0'], env: FOREIGN_LOCALE };
      const { status, stdout, stderr } = runProgram(join(root, 'scripts', 'check.ts'), args, options);
      expect(stdout, stderr).toMatch(new RegExp(`^Chapter ${chapter} +(same|drift) .*values`, 'm'));
      expect(status).toBe(0);
    },
  );
});
