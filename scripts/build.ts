import { fileURLToPath } from 'node:url';
import { type CommandSpec, parseCommand, runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { userModel } from '#base/user-path';
import { chapterNumber, outputPlace } from '#pipeline/arguments';
import { buildReport, chapterNumbered } from '#pipeline/build-report';
import { realEffects } from '#pipeline/effects';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { describeRun } from '#pipeline/summary';

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
    out: { type: 'string', value: 'DIR', help: 'write to this folder instead of output/' },
    model: {
      type: 'string',
      value: 'ID',
      help: 'another causal language model: a folder, or a name on the Hugging Face Hub (needs --out)',
    },
  },
} as const satisfies CommandSpec<Record<string, { type: 'string'; value: string; help: string }>>;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Throws a UserError unless a model's name is that of the embedded one: output/ is of no other. */
async function assertEmbedded(model: string): Promise<void> {
  const { EMBEDDED_MODEL } = await import('#lm/identity');
  if (model === EMBEDDED_MODEL) return;
  throw new UserError(
    `output/ holds the report of the embedded model; --model ${model} needs --out with another folder, such as --out other-model.`,
  );
}

async function main(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const chapter = options.chapter === undefined ? undefined : chapterNumber(options.chapter);
  const project = await loadProject(ROOT);
  if (chapter !== undefined) chapterNumbered(project, chapter);
  const place = outputPlace(project.root, options.out);
  if (options.model !== undefined && place.isOwn) await assertEmbedded(options.model);
  const progress = progressFor(process.stderr);
  const effects = realEffects(project.root, progress, userModel(options.model));
  const request = { project, place, fallback: ownOutput(project.root), chapter };
  const summary = await watching(progress, () => buildReport(request, effects));
  process.stdout.write(describeRun(summary, place, progress.times));
  return 0;
}

await runCommand(SPEC, main);
