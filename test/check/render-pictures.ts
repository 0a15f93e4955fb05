import { createHash } from 'node:crypto';
import { renderFigure, renderPng } from '#render/figures/figure';
import { SAMPLE_FIGURES } from '../render/sample-figures.ts';

/** Run by a test under other circumstances: prints the checksums of some figures, as SVG and as PNG. */
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const checksums: Record<string, string> = {};
for (const figure of SAMPLE_FIGURES.slice(0, 4)) {
  const { svgFile } = await renderFigure(figure, { title: 'Figure', description: 'What it says.' });
  checksums[`${figure.id}.svg`] = sha256(svgFile);
  checksums[`${figure.id}.png`] = sha256(await renderPng(figure));
}
process.stdout.write(JSON.stringify(checksums));
