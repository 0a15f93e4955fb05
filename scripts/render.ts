import { realpathSync } from 'node:fs';
import { ROOT, runCommand } from '#base/command';
import { renderFromData } from '#pipeline/build-report';
import { realServices } from '#pipeline/model-and-renderer';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { PDF, reportPlace, writePdf } from '#pipeline/publish';
import { describeRun } from '#pipeline/run-summary';

const SPEC = {
  name: 'npm run render',
  summary: 'Rewrites the report in output/ from the data stored there, without running the model.',
  options: {
    out: { type: 'string', value: 'DIR', help: 'the report in this folder instead' },
    pdf: { type: 'boolean', help: 'prints it, too: report.pdf in the same folder (needs a Chromium)' },
  },
} as const;

await runCommand(SPEC, async ({ options }) => {
  const browser = options.pdf
    ? (await import('#render/pdf/browser')).browserFor('--pdf', process.env)
    : undefined;
  const progress = progressFor(process.stderr);
  const root = realpathSync(ROOT);
  const services = realServices(root, progress, {}, { cached: true });
  // While other processes look at the chapters.
  import('#render/report').then((rendering) => rendering.prepareRendering(root));
  const project = await loadProject(ROOT);
  const place = reportPlace(project.root, options.out);
  const built = await watching(progress, async () => {
    const rendered = await renderFromData({ project, place }, services);
    if (browser !== undefined) {
      progress.stage('Printing');
      await writePdf(place, browser);
    }
    return rendered;
  });
  process.stdout.write(describeRun(built, place, progress.times));
  if (browser !== undefined) process.stdout.write(`The PDF is in ${place.shownAs}/${PDF}.\n`);
});
