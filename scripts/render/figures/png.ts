/** Pixels of a picture for one px of its drawing. */
export const PNG_SCALE = 1.5;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The last chunk: no contents, its name, its checksum. The decoder would not miss it in a file that was cut off. */
const END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

async function pixelsOf(png: Uint8Array) {
  const bytes = Buffer.from(png);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE) || !bytes.subarray(-END.length).equals(END))
    return undefined;
  const { createCanvas, loadImage } = await import('canvas');
  const image = await loadImage(bytes).catch(() => undefined);
  if (!image) return undefined;
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

type Pixels = NonNullable<Awaited<ReturnType<typeof pixelsOf>>>;

/** Where the published pictures are drawn. Elsewhere, other libraries may draw the edges of letters. */
const IS_HOME = process.platform === 'linux' && process.arch === 'x64';

/**
 * Squares of so many pixels a side may differ by so much in their mean red, green, blue or alpha, of 255. At home, that
 * is less than a line of a grid differs from the paper; elsewhere, less than a word does.
 */
const TOLERANCES = { home: { side: 1, most: 16 }, elsewhere: { side: 8, most: 32 } };

/** The share of the squares in which two pictures of the same size differ by more than is tolerated. */
function differingShare(one: Pixels, other: Pixels, { side, most }: { side: number; most: number }): number {
  const { width, height } = one;
  const columns = Math.ceil(width / side);
  const sums = new Float64Array(4 * columns * Math.ceil(height / side));
  for (let i = 0; i < one.data.length; i++) {
    const pixel = i >> 2;
    const square = columns * Math.floor(pixel / width / side) + Math.floor((pixel % width) / side);
    const sum = 4 * square + (i & 3);
    sums[sum] = (sums[sum] ?? 0) + (one.data[i] ?? 0) - (other.data[i] ?? 0);
  }
  const differing = new Set<number>();
  for (const [i, sum] of sums.entries()) if (Math.abs(sum) > most * side * side) differing.add(i >> 2);
  return (4 * differing.size) / sums.length;
}

/**
 * Why a PNG does not show what the PNG `drawn` shows, as the rest of a sentence; undefined when it does, in whatever
 * bytes: these depend on the platform's compressor.
 */
export async function problemOfPicture(
  png: Uint8Array,
  drawn: Uint8Array,
  isHome = IS_HOME,
): Promise<string | undefined> {
  const [found, wanted] = [await pixelsOf(png), await pixelsOf(drawn)];
  if (!wanted) throw new Error('what was drawn is not a whole PNG');
  if (!found) return 'is not a whole PNG';
  const { width, height } = wanted;
  if (found.width !== width || found.height !== height)
    return `is another picture: ${found.width} x ${found.height} pixels, where ${width} x ${height} are drawn`;
  const share = differingShare(found, wanted, isHome ? TOLERANCES.home : TOLERANCES.elsewhere);
  const percent = Number((100 * share).toPrecision(2));
  return share > 0 ? `is another picture: ${percent}% of it differs from what is drawn` : undefined;
}
