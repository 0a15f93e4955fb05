import { fileURLToPath } from 'node:url';
import { parseCommand, runCommand } from '#base/command';
import { renderFromData } from '#pipeline/build-report';
import { realEffects } from '#pipeline/effects';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { describeRun } from '#pipeline/summary';

const SPEC = {
  name: 'npm run render',
  summary: 'Rewrites the report in output/ from the data stored there, without running the model.',
  options: {},
} as const;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

async function main(): Promise<number> {
  parseCommand(SPEC, process.argv.slice(2));
  const project = await loadProject(ROOT);
  const place = ownOutput(project.root);
  const progress = progressFor(process.stderr);
  const effects = realEffects(project.root, progress);
  const summary = await watching(progress, () => renderFromData({ project, place }, effects));
  process.stdout.write(describeRun(summary, place, progress.times));
  return 0;
}

await runCommand(SPEC, main);
