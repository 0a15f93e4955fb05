import { createHash } from 'node:crypto';
import { renderFigure } from '#render/figures/figure';
import { SAMPLE_FIGURES } from './sample-figures.ts';

/** Run by a test in another environment: prints what every sample figure is rendered to, by checksum. */
const checksums: Record<string, string> = {};
for (const figure of SAMPLE_FIGURES) {
  const rendered = await renderFigure(figure, { title: 'Figure', description: 'What it says.' });
  checksums[figure.id] = createHash('sha256').update(JSON.stringify(rendered)).digest('hex');
}
process.stdout.write(JSON.stringify(checksums));
