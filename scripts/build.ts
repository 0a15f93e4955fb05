import { ROOT, runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { wholeNumber } from '#base/whole-number';
import { MODEL_OPTIONS, type ModelRequest, modelRequest } from '#lm/model-options';
import { buildReport } from '#pipeline/build-report';
import { realServices } from '#pipeline/model-and-renderer';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { outputPlace, ownOutput } from '#pipeline/publish';
import { describeRun } from '#pipeline/run-summary';

const SPEC = {
  name: 'npm run build',
  summary:
    'Runs the language model, measures what the chapters talk about, and writes the report to output/.',
  options: {
    chapter: {
      type: 'string',
      value: 'N',
      help: 'measure this chapter only, and take the stored data of the others',
    },
    stale: {
      type: 'boolean',
      help: 'measure only what changed: its code, data, model or packages; take the stored results of the rest',
    },
    out: { type: 'string', value: 'DIR', help: 'write to this folder instead of output/' },
    ...MODEL_OPTIONS,
  },
} as const;

/** Throws a UserError unless the embedded model is asked for: output/ is of no other. */
async function assertEmbedded({ model, engine }: ModelRequest): Promise<void> {
  const { EMBEDDED_MODEL } = await import('#lm/model-identity');
  if (engine === undefined && (model === undefined || model === EMBEDDED_MODEL)) return;
  const named = engine === undefined ? `--model ${model}` : `--engine ${engine}`;
  throw new UserError(
    `output/ holds the report of the embedded model; ${named} needs --out with another folder, such as --out other-model.`,
  );
}

await runCommand(SPEC, async ({ options }) => {
  const chapter =
    options.chapter === undefined ? undefined : wholeNumber('--chapter', options.chapter, 1, 9999);
  const project = await loadProject(ROOT);
  const place = outputPlace(project.root, options.out);
  const asked = modelRequest(options);
  if (place.isOwn) await assertEmbedded(asked);
  const progress = progressFor(process.stderr);
  const services = realServices(project.root, progress, asked, { cached: true });
  const { stale } = options;
  const request = { project, place, fallback: ownOutput(project.root), chapter, stale };
  const built = await watching(progress, () => buildReport(request, services));
  process.stdout.write(describeRun(built, place, progress.times));
});
