import { COLOURS } from '#page-model/colours';
import { drawSurprise, PICTURE_SIZE } from '#page-model/surprise-picture';
import { registerFonts } from '../fonts/fonts.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { openingOf } from './lab-page.ts';
import { STRIP_TINTS } from './page-colours.ts';

/** The picture that programs show with a link to the report: its opening text, coloured; undefined without one. */
export async function previewPicture({
  report,
  provenance,
}: Pick<FormatInput, 'report' | 'provenance'>): Promise<Uint8Array | undefined> {
  const opening = openingOf(report);
  if (!opening) return undefined;
  await registerFonts();
  const { createCanvas } = await import('canvas');
  const canvas = createCanvas(PICTURE_SIZE.width, PICTURE_SIZE.height);
  drawSurprise(canvas.getContext('2d') as unknown as CanvasRenderingContext2D, {
    tokens: opening.tokens.map(([text, logprob]) => ({ text, logprob })),
    model: provenance.model.id,
    colours: {
      paper: COLOURS.paper.light,
      ink: COLOURS.ink.light,
      soft: COLOURS.soft.light,
      tints: STRIP_TINTS.map(({ light }) => light),
    },
  });
  return canvas.toBuffer('image/png');
}
