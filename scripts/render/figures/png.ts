import { inflateSync } from 'node:zlib';
import { sizeOfSvg } from '../svg/tree.ts';

/**
 * PNG bytes depend on the platform's rasteriser and on its compressor, so they are not compared, and one that is good is
 * kept: a picture must be whole, as large as its drawing, and not blank.
 */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Pixels of a picture for one px of its drawing. */
export const PNG_SCALE = 1.5;
/** A drawing in a file of its own has a margin that its picture has not, or not in full. */
const LARGEST_MARGIN = 30;
/** One colour takes up to four bytes of each pixel, and a few more say how a row is written. */
const BLANK_BYTES = 9;

function chunksOf(bytes: Uint8Array): { readonly type: string; readonly body: Buffer }[] | undefined {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!png.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const chunks = [];
  let at = 8;
  while (at + 12 <= png.length) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > png.length) return undefined;
    chunks.push({ type, body: png.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  return undefined;
}

function isBlank(pixels: Uint8Array): boolean {
  const seen = new Set<number>();
  for (const byte of pixels) {
    seen.add(byte);
    if (seen.size > BLANK_BYTES) return false;
  }
  return true;
}

/** Whether a side in pixels fits one in px: at its scale, with or without the margin. */
function fits(pixels: number, drawn: number): boolean {
  return pixels > 0 && pixels <= drawn * PNG_SCALE + 1 && pixels >= (drawn - LARGEST_MARGIN) * PNG_SCALE - 1;
}

/** What is wrong with a picture of the drawing `svg`, as the rest of a sentence; undefined when nothing is. */
export function problemOfPicture(png: Uint8Array, svg: string | undefined): string | undefined {
  if (png.length === 0) return 'is empty';
  const chunks = chunksOf(png);
  const head = chunks?.find(({ type }) => type === 'IHDR')?.body;
  if (!chunks || !head || head.length < 8) return 'is not a whole PNG';
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  if (svg !== undefined) {
    const drawn = sizeOfSvg(svg);
    if (!fits(width, drawn.width) || !fits(height, drawn.height))
      return `is ${width} x ${height} pixels, which does not fit its drawing of ${drawn.width} x ${drawn.height}`;
  }
  const data = chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body);
  try {
    if (isBlank(inflateSync(Buffer.concat(data)))) return 'is blank';
  } catch {
    return 'cannot be decompressed';
  }
  return undefined;
}
