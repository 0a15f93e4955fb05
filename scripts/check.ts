import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCommand, runCommand } from '#base/command';
import { checkReport } from '#check/check-report';
import { describeCheck } from '#check/describe';
import { mustBeIdentical } from '#check/platform';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { realEffects } from '#pipeline/real-effects';

const SPEC = {
  name: 'npm run check',
  summary: `Builds the report anew into .check/ and compares it with output/: data byte for byte on x86-64 with AVX2, within
their tolerances elsewhere; rendered text files byte for byte. Exit code 0: the same, 1: different, 2: could not run.`,
  options: {},
} as const;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

async function main(): Promise<number> {
  parseCommand(SPEC, process.argv.slice(2));
  const project = await loadProject(ROOT);
  const progress = progressFor(process.stderr);
  const effects = realEffects({
    root: project.root,
    progress,
    openModel: async () => (await import('#lm/open')).openLanguageModel(),
    modelIdentity: async () => (await import('#lm/identity')).modelIdentity(),
  });
  const request = {
    project,
    place: ownOutput(project.root),
    scratch: join(project.root, '.check'),
    identical: mustBeIdentical(),
  };
  const result = await watching(progress, () => checkReport(request, effects));
  process.stdout.write(describeCheck(result));
  return result.findings.length === 0 ? 0 : 1;
}

await runCommand(SPEC, main);
