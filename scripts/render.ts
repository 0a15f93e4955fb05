import { fileURLToPath } from 'node:url';
import { type CommandSpec, type OptionSpec, parseCommand, runCommand } from '#base/command';
import { reportPlace } from '#pipeline/arguments';
import { renderFromData } from '#pipeline/build-report';
import { realEffects } from '#pipeline/effects';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { describeRun } from '#pipeline/summary';

const SPEC = {
  name: 'npm run render',
  summary: 'Rewrites the report in output/ from the data stored there, without running the model.',
  options: { out: { type: 'string', value: 'DIR', help: 'the report in this folder instead' } },
} as const satisfies CommandSpec<Record<string, OptionSpec>>;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

async function main(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const project = await loadProject(ROOT);
  const place = reportPlace(project.root, options.out);
  const progress = progressFor(process.stderr);
  const effects = realEffects(project.root, progress);
  const summary = await watching(progress, () => renderFromData({ project, place }, effects));
  process.stdout.write(describeRun(summary, place, progress.times));
  return 0;
}

await runCommand(SPEC, main);
