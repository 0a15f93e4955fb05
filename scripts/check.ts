import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCommand, runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { checkReport } from '#check/check-report';
import { describeCheck } from '#check/describe';
import { passes } from '#check/finding';
import { currentPlatform } from '#check/platform';
import { chapterNumber } from '#pipeline/arguments';
import { chapterNumbered } from '#pipeline/build-report';
import { realEffects } from '#pipeline/effects';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';

const SPEC = {
  name: 'npm run check',
  summary: `Measures anew and compares the data with those in output/; renders the data in output/ and compares the files.
What differs is told in .check/report.md; output/ stays as it is.
Exit code 0: same, or drift within the tolerances of another platform; 1: changed, or something is missing or too many;
2: could not run.`,
  options: {
    render: {
      type: 'boolean',
      help: 'only render the committed data and compare the files (no model, seconds)',
    },
    model: { type: 'boolean', help: 'only measure anew and compare the data' },
    chapter: { type: 'string', value: 'N', help: 'only what belongs to this chapter' },
  },
} as const;

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const COULD_NOT_RUN = 2;

async function check(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const chapter = options.chapter === undefined ? undefined : chapterNumber(options.chapter);
  const project = await loadProject(ROOT);
  if (chapter !== undefined) chapterNumbered(project, chapter);
  const progress = progressFor(process.stderr);
  const effects = realEffects(project.root, progress);
  const both = options.render === options.model;
  const request = {
    project,
    place: ownOutput(project.root),
    platform: currentPlatform(),
    measures: both || options.model === true,
    renders: both || options.render === true,
    chapter,
    record: join(project.root, '.check'),
  };
  const result = await watching(progress, () => checkReport(request, effects));
  process.stdout.write(describeCheck(result));
  return passes(result.verdict) ? 0 : 1;
}

/** Whatever keeps a check from running is neither a pass nor a difference. */
async function main(): Promise<number> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof UserError) throw error;
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

await runCommand(SPEC, main);
