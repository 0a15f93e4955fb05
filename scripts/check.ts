import { join } from 'node:path';
import { ROOT, runCommand } from '#base/command';
import { wholeNumber } from '#base/whole-number';
import { checkReport } from '#check/check-report';
import { passes } from '#check/check-result';
import { describeCheck } from '#check/describe';
import { currentPlatform } from '#check/environment';
import { MODEL_OPTIONS, modelRequest } from '#lm/model-options';
import { chapterNumbered } from '#pipeline/build-report';
import { realServices } from '#pipeline/model-and-renderer';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { reportPlace } from '#pipeline/publish';

const SPEC = {
  name: 'npm run check',
  summary: `Measures anew and compares the data with those in output/; renders the data in output/ and compares the files.
The differences are listed in .check/result.json; output/ stays as it is.
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
} as const;

await runCommand(SPEC, async ({ options }) => {
  const chapter =
    options.chapter === undefined ? undefined : wholeNumber('--chapter', options.chapter, 1, 9999);
  const project = await loadProject(ROOT);
  if (chapter !== undefined) chapterNumbered(project, chapter);
  const progress = progressFor(process.stderr);
  const services = realServices(project.root, progress, modelRequest(options));
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
  const result = await watching(progress, () => checkReport(request, services));
  process.stdout.write(describeCheck(result));
  process.exitCode = passes(result.verdict) ? 0 : 1;
});
