import { crc32 } from 'node:zlib';
import { sizeOfSvg } from '../svg/tree.ts';

/**
 * PNG bytes depend on the platform's rasteriser and on its compressor, so they are not compared, and a good one is kept:
 * it is whole, none of its chunks is damaged, and it is as large as its drawing.
 */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Whether the chunks fill the file and end in IEND, and each has the checksum that belongs to its contents. */
function isUndamaged(png: Buffer): boolean {
  let place = SIGNATURE.length;
  let name = '';
  while (place + 12 <= png.length) {
    const end = place + 8 + png.readUInt32BE(place);
    if (end + 4 > png.length || crc32(png.subarray(place + 4, end)) !== png.readUInt32BE(end)) return false;
    name = png.toString('latin1', place + 4, place + 8);
    place = end + 4;
  }
  return name === 'IEND' && place === png.length;
}

/** Pixels of a picture for one px of its drawing. */
export const PNG_SCALE = 1.5;
/** A drawing in a file of its own has a margin that its picture has not, or not in full. */
const LARGEST_MARGIN = 30;
/** Whether a side in pixels fits one in px: at its scale, with or without the margin. */
function fits(pixels: number, drawn: number): boolean {
  return pixels > 0 && pixels <= drawn * PNG_SCALE + 1 && pixels >= (drawn - LARGEST_MARGIN) * PNG_SCALE - 1;
}

/** What is wrong with a picture of the drawing `svg`, as the rest of a sentence; undefined when nothing is. */
export function problemOfPicture(picture: Uint8Array, svg: string | undefined): string | undefined {
  const png = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  if (png.length === 0) return 'is empty';
  if (!png.subarray(0, 8).equals(SIGNATURE) || !isUndamaged(png)) return 'is not a whole PNG';
  // The first chunk, IHDR, has the size behind its name.
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const drawn = svg === undefined ? undefined : sizeOfSvg(svg);
  return !drawn || (fits(width, drawn.width) && fits(height, drawn.height))
    ? undefined
    : `is ${width} x ${height} pixels, which does not fit its drawing of ${drawn.width} x ${drawn.height}`;
}
