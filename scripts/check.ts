import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandSpec, type OptionSpec, parseCommand, runCommand } from '#base/command';
import { mistakeOf } from '#base/mistake';
import { UserError } from '#base/user-error';
import { checkReport } from '#check/check-report';
import { describeCheck } from '#check/describe';
import { passes } from '#check/finding';
import { currentPlatform } from '#check/platform';
import { MODEL_OPTIONS, modelRequest } from '#lm/request';
import { chapterNumber, reportPlace } from '#pipeline/arguments';
import { chapterNumbered } from '#pipeline/build-report';
import { realEffects } from '#pipeline/effects';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';

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
    measure: { type: 'boolean', help: 'only measure anew and compare the data' },
    chapter: { type: 'string', value: 'N', help: 'only what belongs to this chapter' },
    out: { type: 'string', value: 'DIR', help: 'the report in this folder instead of output/' },
    ...MODEL_OPTIONS,
  },
} as const satisfies CommandSpec<Record<string, OptionSpec>>;

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const COULD_NOT_RUN = 2;

async function check(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const chapter = options.chapter === undefined ? undefined : chapterNumber(options.chapter);
  const project = await loadProject(ROOT);
  if (chapter !== undefined) chapterNumbered(project, chapter);
  const progress = progressFor(process.stderr);
  const effects = realEffects(project.root, progress, modelRequest(options));
  const both = options.render === options.measure;
  const request = {
    project,
    place: reportPlace(project.root, options.out),
    platform: currentPlatform(),
    measures: both || options.measure === true,
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
    if (error instanceof UserError || mistakeOf(error, ROOT)) throw error;
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

await runCommand(SPEC, main);
