import { drawSurprise, PICTURE_SIZE } from '../../../scripts/page-model/surprise-picture';
import { announce } from '../announce';
import type { ScoredToken } from './scored-text';
import { TINTS } from './scored-text';

const FONTS = [
  '400 48px RptSerif',
  '400 26px RptSans',
  '600 40px RptSans',
  '400 48px RptMath',
  '400 48px RptFallback',
];

/** Saves a coloured text as a PNG, in the colours that the reader sees. Rejects where the browser cannot draw it. */
export async function savePicture(tokens: readonly ScoredToken[]): Promise<void> {
  await Promise.all(FONTS.map((font) => document.fonts.load(font)));
  const canvas = Object.assign(document.createElement('canvas'), PICTURE_SIZE);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('the browser draws no pictures');
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  drawSurprise(pen, {
    tokens,
    model: globalThis.natsAndBitsModel?.model ?? '',
    colours: {
      ...{ paper: colour('page'), ink: colour('ink'), soft: colour('soft') },
      tints: Array.from({ length: TINTS }, (_, step) => colour(`tint-${step}`)),
    },
  });
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!picture) throw new Error('no PNG could be made');
  const [address, name] = [URL.createObjectURL(picture), 'how-surprised.png'];
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  announce(`${name} was saved`);
}
